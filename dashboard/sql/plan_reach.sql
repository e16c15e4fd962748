-- One row: how many different people clicked on, and bought from, any of the KOLs asked for, counted exactly, beside the sum
-- of what each reached alone. Parameter: kols (a JSON list of ids).
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
)
select
    (select count(distinct buyer_key) from clickers) as clickers, (select count(*) from clickers) as clickers_each,
    (select count(distinct buyer_key) from buyers) as buyers, (select count(*) from buyers) as buyers_each
