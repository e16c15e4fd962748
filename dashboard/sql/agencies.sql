-- One row per agency: whom to ask there, its KOLs, its open collaborations, what was quoted, and what it and its KOLs are due
-- so far, most open first.
with
due as (
    select
        k.agency_id, (sum(l.amount_fen) filter (where l.part = 'third_party'))::bigint as third_party_fen,
        (sum(l.amount_fen) filter (where l.part = 'kol'))::bigint as kol_fen
    from commission_lines as l
    join records.collaboration as k on k.id = l.collaboration_id
    where l.currency = 'CNY' and k.agency_id is not null
    group by k.agency_id
),
placed as (
    select
        agency_id, count(distinct kol_id) as kols, count(distinct campaign_id) as campaigns,
        count(*) filter (where state not in ('settled', 'declined', 'dropped')) as open,
        count(*) filter (where next_date < $today::date and state not in ('settled', 'declined', 'dropped')) as overdue,
        (sum(quote_fen) filter (where state not in ('declined', 'dropped')))::bigint as quoted_fen
    from records.collaboration
    where agency_id is not null
    group by agency_id
)
select
    a.id, a.version, a.code, a.name, a.contacts, a.remark, p.quoted_fen, d.kol_fen, d.third_party_fen,
    coalesce(p.kols, 0) as kols, coalesce(p.campaigns, 0) as campaigns, coalesce(p.open, 0) as open,
    coalesce(p.overdue, 0) as overdue
from records.agency as a
left join placed as p on p.agency_id = a.id
left join due as d on d.agency_id = a.id
order by open desc, a.name
