-- One row per pair of the KOLs asked for who share clickers: how many clicked on both, counted exactly, and bought from both.
-- Parameter: kols (a JSON list of ids).
with asked as (
    select unnest(from_json($kols, '["VARCHAR"]')) as kol_id
),
clickers as (
    select distinct n.kol_id, c.buyer_key
    from clicks as c
    join notes as n on n.note_id = c.note_id
    where c.buyer_key is not null and n.kol_id in (select kol_id from asked)
),
buyers as (
    select distinct kol_id, buyer_key
    from order_credits
    where rule = 'payable' and buyer_key is not null and kol_id in (select kol_id from asked)
),
sizes as (
    select kol_id, count(*) as clickers from clickers group by kol_id
),
pairs as (
    select a.kol_id, b.kol_id as other_kol_id, count(*) as shared_clickers
    from clickers as a
    join clickers as b on b.buyer_key = a.buyer_key and b.kol_id > a.kol_id
    group by a.kol_id, b.kol_id
),
bought as (
    select a.kol_id, b.kol_id as other_kol_id, count(*) as shared_buyers
    from buyers as a
    join buyers as b on b.buyer_key = a.buyer_key and b.kol_id > a.kol_id
    group by a.kol_id, b.kol_id
)
select
    p.kol_id, p.other_kol_id, a.clickers, b.clickers as other_clickers, p.shared_clickers,
    coalesce(o.shared_buyers, 0) as shared_buyers,
    p.shared_clickers / least(a.clickers, b.clickers)::double as shared_share
from pairs as p
join sizes as a on a.kol_id = p.kol_id
join sizes as b on b.kol_id = p.other_kol_id
left join bought as o on o.kol_id = p.kol_id and o.other_kol_id = p.other_kol_id
order by shared_share desc, p.kol_id, p.other_kol_id
