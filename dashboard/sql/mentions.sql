-- One row per product or watched word that people name under a campaign's notes, or that its notes name or link, and that
-- the campaign does not list. Parameter: campaign (code).
with chosen as (
    select c.id, c.brand_id, b.code as brand_code
    from records.campaign as c
    join records.brand as b on b.id = c.brand_id
    where c.code = $campaign
),
unlisted as (
    select p.product_id, p.name, p.name_zh
    from records.product as p
    join chosen as c on c.brand_id = p.brand_id
    where p.product_id not in (select g.product_id from records.campaign_product as g where g.campaign_id = c.id)
),
watched as (
    select unnest(from_json(s.value, '["VARCHAR"]')) as word
    from records.setting as s
    join chosen as c on s.key = 'mention.watch.' || c.brand_code
),
listed as (
    select lower(p.name) || ' ' || lower(coalesce(p.name_zh, '')) as names
    from records.product as p
    join records.campaign_product as g on g.product_id = p.product_id
    join chosen as c on c.id = g.campaign_id
),
-- A Chinese name is looked for without its size, unless that names a listed product too.
words as (
    select product_id as subject, lower(name) as word from unlisted where name <> ''
    union
    select u.product_id as subject, lower(split_part(u.name_zh, ' ', 1)) as word
    from unlisted as u
    where u.name_zh <> '' and not exists (select 1 from listed as l where contains(l.names, lower(split_part(u.name_zh, ' ', 1))))
    union
    select product_id as subject, lower(name_zh) as word from unlisted where name_zh <> ''
    union
    select word as subject, lower(word) as word from watched where word <> ''
),
said as (
    select 'comment' as place, m.note_id, m.body, m.posted_at as said_at
    from comments as m
    join campaign_notes as n on n.note_id = m.note_id
    join chosen as c on c.id = n.campaign_id
    where m.body is not null
    union all
    select 'note' as place, t.note_id, coalesce(t.title, '') || ' ' || coalesce(t.body, '') as body, t.published_at as said_at
    from notes as t
    join campaign_notes as n on n.note_id = t.note_id
    join chosen as c on c.id = n.campaign_id
),
named as (
    select distinct w.subject, s.place, s.note_id, s.body, s.said_at
    from said as s
    join words as w on contains(lower(s.body), w.word)
),
linked as (
    select x.product_id as subject, count(distinct x.note_id) as notes
    from note_products as x
    join campaign_notes as n on n.note_id = x.note_id
    join chosen as c on c.id = n.campaign_id
    join unlisted as u on u.product_id = x.product_id
    group by x.product_id
),
counted as (
    select
        subject, count(case when place = 'comment' then 1 end) as comments,
        count(distinct case when place = 'note' then note_id end) as notes, arg_max(body, case when place = 'comment' then said_at end) as example,
        max(said_at) as newest_at
    from named
    group by subject
)
select
    coalesce(t.subject, l.subject) as subject, coalesce(u.name, t.subject) as name, coalesce(nullif(u.name_zh, ''), u.name, t.subject) as name_zh,
    u.product_id is not null as is_product, coalesce(t.comments, 0) as comments, coalesce(t.notes, 0) as notes,
    coalesce(l.notes, 0) as linked_notes, t.example, t.newest_at
from counted as t
full join linked as l on l.subject = t.subject
left join unlisted as u on u.product_id = coalesce(t.subject, l.subject)
order by comments desc, notes desc, linked_notes desc, name
