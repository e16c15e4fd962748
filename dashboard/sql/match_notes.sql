-- What each KOL had published before the day $as_of, with figures captured before it.
with own as (
    select
        n.kol_id, n.note_id, n.kind, n.published_at, n.is_sponsored or l.note_id is not null as is_paid,
        date_diff('day', shanghai_date(n.published_at), cast($as_of as date)) as age_days
    from notes as n
    left join records.collaboration_note as l on l.note_id = n.note_id
    where n.kol_id is not null and shanghai_date(n.published_at) < cast($as_of as date)
),
counted as (
    select
        m.note_id, max(m.reads) as reads, max(m.likes) as likes, max(m.collects) as collects
    from note_metrics as m
    where shanghai_date(m.captured_at) < cast($as_of as date)
    group by m.note_id
),
medians as (
    select o.kol_id, median(c.reads) as reads
    from own as o
    join counted as c on c.note_id = o.note_id
    group by o.kol_id
),
paid as (
    select
        o.kol_id, c.reads < m.reads as is_under,
        row_number() over (partition by o.kol_id order by o.published_at desc, o.note_id) as newness
    from own as o
    join counted as c on c.note_id = o.note_id
    join medians as m on m.kol_id = o.kol_id
    where o.is_paid and c.reads is not null
),
recent as (
    select kol_id, count(*) as recent_paid, count(case when is_under then 1 end) as recent_under
    from paid
    where newness <= 4
    group by kol_id
),
placed as (
    select
        o.kol_id, o.note_id, row_number() over (partition by o.kol_id order by o.published_at desc, o.note_id) as newness,
        count(*) over (partition by o.kol_id) as notes
    from own as o
),
tagged as (
    select distinct p.kol_id, p.newness <= 5 as is_recent, lower(t.topic) as topic
    from placed as p
    join (select note_id, unnest(topics) as topic from notes) as t on t.note_id = p.note_id
    where p.notes >= 8
),
turned as (
    select a.kol_id, count(case when b.topic is null then 1 end) / cast(count(*) as double) as new_topics
    from tagged as a
    left join tagged as b on b.kol_id = a.kol_id and b.topic = a.topic and not b.is_recent
    where a.is_recent
    group by a.kol_id
),
said as (
    select note_id, count(*) as comments, count(distinct trim(body)) as different
    from comments
    where body is not null and shanghai_date(posted_at) < cast($as_of as date)
    group by note_id
)
select
    o.kol_id, count(*) as notes, count(case when o.age_days <= 90 then 1 end) as notes_90,
    count(case when o.age_days <= 90 and o.is_paid then 1 end) as sponsored_90, min(o.age_days) as note_age_days,
    median(case when o.kind = 'image' then c.reads end) as own_image_reads,
    median(case when o.kind = 'video' then c.reads end) as own_video_reads,
    count(case when o.kind = 'image' then c.reads end) as own_image_notes,
    count(case when o.kind = 'video' then c.reads end) as own_video_notes,
    median(c.likes / nullif(cast(c.reads as double), 0)) as likes_per_read,
    median(c.collects / nullif(cast(c.likes as double), 0)) as collects_per_like,
    case when sum(s.comments) >= 20 then 1 - sum(s.different) / cast(sum(s.comments) as double) end as comment_sameness,
    max(r.recent_paid) as recent_paid, max(r.recent_under) as recent_under,
    max(t.new_topics) as new_topics
from own as o
left join counted as c on c.note_id = o.note_id
left join said as s on s.note_id = o.note_id
left join recent as r on r.kol_id = o.kol_id
left join turned as t on t.kol_id = o.kol_id
group by o.kol_id
order by o.kol_id
