-- One row per value of a dimension that was clicked: how often, and by how many buyers.
-- key: dimension, key
-- sources: clicks, notes
-- runs: warehouse
-- why: counting distinct buyers over all clicks is the heaviest step of a refresh. Texts become numbers first; notes are
--   numbered KOL by KOL, so that one pass over each buyer's clicks in that order meets every note and every KOL for the
--   first time exactly once. Clicks without a buyer count as clicks, not as clickers; clicks without a note are left out.
with note_numbers as (
    select k.note_id, n.kol_id, cast(row_number() over (order by n.kol_id, k.note_id) as integer) as note_no
    from (select distinct note_id from clicks where note_id is not null) as k
    left join notes as n on n.note_id = k.note_id
),
kol_numbers as (
    select kol_id, cast(row_number() over (order by kol_id) as integer) as kol_no
    from (select distinct kol_id from note_numbers where kol_id is not null) as k
),
product_numbers as (
    select product_id, cast(row_number() over (order by product_id) as integer) as product_no
    from (select distinct product_id from clicks where note_id is not null and product_id is not null) as k
),
section_numbers as (
    select section, cast(row_number() over (order by section) as integer) as section_no
    from (select distinct coalesce(section, 'unknown') as section from clicks where note_id is not null) as k
),
channel_numbers as (
    select channel, cast(row_number() over (order by channel) as integer) as channel_no
    from (select distinct coalesce(channel, 'unknown') as channel from clicks where note_id is not null) as k
),
seen as (
    select n.note_no, coalesce(k.kol_no, 0) as kol_no, p.product_no, s.section_no, h.channel_no, c.buyer_key
    from clicks as c
    join note_numbers as n on n.note_id = c.note_id
    left join kol_numbers as k on k.kol_id = n.kol_id
    left join product_numbers as p on p.product_id = c.product_id
    join section_numbers as s on s.section = coalesce(c.section, 'unknown')
    join channel_numbers as h on h.channel = coalesce(c.channel, 'unknown')
),
meetings as (
    select
        note_no, kol_no, buyer_key,
        lag(note_no) over (partition by buyer_key order by kol_no, note_no) as note_before,
        lag(kol_no) over (partition by buyer_key order by kol_no, note_no) as kol_before
    from seen
),
by_note as (
    select
        note_no, kol_no, count(*) as clicks,
        count(case when note_before is null or note_before <> note_no then buyer_key end) as clickers,
        count(case when kol_before is null or kol_before <> kol_no then buyer_key end) as kol_clickers,
        count(case when note_before is null then buyer_key end) as all_clickers
    from meetings
    group by note_no, kol_no
),
product_buyers as (
    select product_no, buyer_key, count(*) as clicks from seen where product_no is not null group by product_no, buyer_key
),
section_buyers as (
    select section_no, buyer_key, count(*) as clicks from seen group by section_no, buyer_key
),
channel_buyers as (
    select channel_no, buyer_key, count(*) as clicks from seen group by channel_no, buyer_key
)
select 'all' as dimension, 'all' as key, cast(sum(clicks) as bigint) as clicks, cast(sum(all_clickers) as bigint) as clickers
from by_note
having count(*) > 0
union all
select 'note' as dimension, n.note_id as key, b.clicks, b.clickers
from by_note as b
join note_numbers as n on n.note_no = b.note_no
union all
select 'kol' as dimension, k.kol_id as key, cast(sum(b.clicks) as bigint) as clicks, cast(sum(b.kol_clickers) as bigint) as clickers
from by_note as b
join kol_numbers as k on k.kol_no = b.kol_no
group by k.kol_id
union all
select 'product' as dimension, p.product_id as key, cast(sum(b.clicks) as bigint) as clicks, count(b.buyer_key) as clickers
from product_buyers as b
join product_numbers as p on p.product_no = b.product_no
group by p.product_id
union all
select 'section' as dimension, s.section as key, cast(sum(b.clicks) as bigint) as clicks, count(b.buyer_key) as clickers
from section_buyers as b
join section_numbers as s on s.section_no = b.section_no
group by s.section
union all
select 'channel' as dimension, h.channel as key, cast(sum(b.clicks) as bigint) as clicks, count(b.buyer_key) as clickers
from channel_buyers as b
join channel_numbers as h on h.channel_no = b.channel_no
group by h.channel
