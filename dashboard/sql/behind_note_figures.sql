-- One row per note and measured number behind a figure: the newest row of a file that states it; with its address, and their sum.
-- Parameters: figure (impressions, reads, engagement), campaign (code; the notes linked to it), note; empty for all.
-- rows, skipped: which part of the list.
with
linked as (
    select n.note_id
    from records.collaboration_note as n
    join records.collaboration as b on b.id = n.collaboration_id
    join records.campaign as c on c.id = b.campaign_id
    where c.code = $campaign
),
measured as (
    select m.note_id, m.source, m.captured_at, m.load_id, m.source_row, v.name, v.number, l.name as file,
        row_number() over (
            partition by m.note_id, v.name order by m.captured_at desc, l.captured_at desc, l.sha256 desc, m.source_row desc, m.source desc
        ) as age
    from note_metrics as m
    left join loads as l on l.load_id = m.load_id
    cross join lateral (
        values ('impressions', m.impressions), ('reads', m.reads), ('likes', m.likes), ('collects', m.collects),
            ('comments', m.comments), ('shares', m.shares)
    ) as v (name, number)
    where v.number is not null and ($campaign = '' or m.note_id in (select note_id from linked)) and ($note = '' or m.note_id = $note)
),
events as (
    select
        m.captured_at as event_at, coalesce(nullif(n.title, ''), m.note_id) as what, m.number as adds,
        'note_id=' || m.note_id || ',source=' || m.source as key, m.load_id, m.file, m.source_row
    from measured as m
    join note_latest as t on t.note_id = m.note_id
    left join notes as n on n.note_id = m.note_id
    where m.age = 1
        and case $figure when 'engagement' then m.name not in ('impressions', 'reads') and t.engagement is not null else m.name = $figure end
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select e.event_at, e.what, e.adds, 'note_metrics' as fact, e.key, e.load_id, e.file, e.source_row, w.found, w.total
from events as e
cross join whole as w
order by e.adds desc, e.what, e.key, e.source_row
limit $rows offset $skipped
