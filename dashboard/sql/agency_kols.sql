-- One row per KOL of an agency: how many collaborations, how many of them open, what was agreed and what is due so far.
-- Parameter: agency (code).
with
due as (
    select collaboration_id, sum(amount_fen)::bigint as kol_fen
    from commission_lines
    where part = 'kol' and currency = 'CNY'
    group by collaboration_id
)
select
    k.kol_id, max(k.kol_name) as kol_name, sum(k.quote_fen)::bigint as quoted_fen, sum(d.kol_fen)::bigint as kol_fen,
    count(*) as collaborations, count(*) filter (where k.state not in ('settled', 'declined', 'dropped')) as open,
    count(*) filter (where k.state in ('published', 'measured', 'settled')) as published
from records.collaboration as k
join records.agency as a on a.id = k.agency_id
left join due as d on d.collaboration_id = k.id
where a.code = $agency
group by k.kol_id
order by open desc, kol_fen desc nulls last, kol_name
