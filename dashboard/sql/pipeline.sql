-- One row per collaboration of a campaign that is not archived: where it stands, who acts next and by when, what it was
-- quoted, what it conflicts with. The overdue come first, then what is due next.
-- Parameter: today (the Shanghai date, as text).
with
asked as (
    select collaboration_id, arg_max(quote_fen, id) as asked_fen, count(*) as quotes
    from records.collaboration_quote
    group by collaboration_id
),
said as (
    select collaboration_id, count(*) as comments
    from records.collaboration_comment
    group by collaboration_id
),
warned as (
    select collaboration_id, count(*) as conflicts
    from kol_conflicts
    group by collaboration_id
)
select
    k.id, k.version, c.code as campaign, c.name, c.name_zh, b.code as brand, k.kol_id, k.kol_name,
    coalesce(a.code, '') as agency, coalesce(a.name, '') as agency_name, k.state, k.owner, k.next_step, k.tags, k.promo_code,
    k.quote_fen, q.asked_fen, coalesce(q.quotes, 0) as quotes, coalesce(s.comments, 0) as comments,
    coalesce(w.conflicts, 0) as conflicts,
    coalesce(k.next_date < $today::date and k.state not in ('settled', 'declined', 'dropped'), false) as is_overdue,
    k.next_date as next_date, k.stands_since_at as stands_since_at
from records.collaboration as k
join records.campaign as c on c.id = k.campaign_id
join records.brand as b on b.id = c.brand_id
left join records.agency as a on a.id = k.agency_id
left join asked as q on q.collaboration_id = k.id
left join said as s on s.collaboration_id = k.id
left join warned as w on w.collaboration_id = k.id
where not c.is_archived
order by is_overdue desc, case when k.state in ('settled', 'declined', 'dropped') then null else k.next_date end nulls last,
    k.stands_since_at desc nulls last, k.id desc
