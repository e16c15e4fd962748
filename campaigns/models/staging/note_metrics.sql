-- One row per note, capture and source, under the note's real id.
-- key: note_id, captured_at, source
-- sources: raw.note_metrics, loads, note_identity
-- runs: warehouse
-- why: the history of a provisional note moves to the real note when it arrives; where two rows then meet, the newer file's stands.
with versions as (
    select
        coalesce(i.note_id, m.note_id) as note_id, m.captured_at, m.source, m.impressions, m.reads, m.likes, m.collects,
        m.comments, m.shares, m.follows_gained, m.cover_ctr, m.view_seconds, m.danmaku, m.reads_follow, m.reads_explore,
        m.reads_nearby, m.reads_search, m.is_rounded, m.is_capped, m.load_id, m.source_row,
        row_number() over (
            partition by coalesce(i.note_id, m.note_id), m.captured_at, m.source
            order by l.captured_at desc, l.sha256 desc, m.source_row desc, m.note_id desc
        ) as age
    from raw.note_metrics as m
    left join note_identity as i on i.provisional_id = m.note_id
    left join loads as l on l.load_id = m.load_id
)
select
    note_id, captured_at, source, impressions, reads, likes, collects, comments, shares, follows_gained, cover_ctr,
    view_seconds, danmaku, reads_follow, reads_explore, reads_nearby, reads_search, is_rounded, is_capped, load_id,
    source_row
from versions
where age = 1
