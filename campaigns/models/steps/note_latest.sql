-- One row per note that was ever measured: its latest known figures.
-- key: note_id
-- sources: note_metrics, loads
-- runs: warehouse
-- why: sources give different columns, so each figure takes its newest known value; captured_at is the newest capture.
--   engagement is likes + collects + comments + shares, and empty where one of the four is unknown.
with versions as (
    select
        m.note_id, m.captured_at, m.impressions, m.reads, m.likes, m.collects, m.comments, m.shares,
        row_number() over (
            partition by m.note_id order by m.captured_at, l.captured_at, l.sha256, m.source_row, m.source
        ) as newness
    from note_metrics as m
    left join loads as l on l.load_id = m.load_id
),
latest as (
    select
        note_id,
        arg_max(impressions, newness) filter (where impressions is not null) as impressions,
        arg_max(reads, newness) filter (where reads is not null) as reads,
        arg_max(likes, newness) filter (where likes is not null) as likes,
        arg_max(collects, newness) filter (where collects is not null) as collects,
        arg_max(comments, newness) filter (where comments is not null) as comments,
        arg_max(shares, newness) filter (where shares is not null) as shares,
        max(captured_at) as captured_at
    from versions
    group by note_id
)
select
    note_id, impressions, reads, likes, collects, comments, shares,
    likes + collects + comments + shares as engagement, captured_at
from latest
