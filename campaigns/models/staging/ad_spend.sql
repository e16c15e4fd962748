-- One row per unit of advertising and day whose spend counts: of a note and day, and of what names no note, one level.
-- key: source, level, unit_id, date
-- sources: raw.ad_spend
-- runs: view
-- money: fen of its currency
-- why: a platform reports the same spend by creative, by note, by unit and by account. Of a note's day the report by note
--   counts, else the one by creative. Spend that names no note counts by the finest report of the day; reports by unit,
--   campaign or account hold the notes' spend too and count on days without any.
with ranked as (
    select
        source, level, unit_id, date, note_id, placement, currency, spend_fen, impressions, clicks, load_id, source_row,
        case
            when note_id is not null and level = 'note' then 0
            when level = 'creativity' then 1
            when level = 'note' then 2
            when level = 'unit' then 3
            when level = 'campaign' then 4
            when level = 'advertiser' then 5
            else 6
        end as rank
    from raw.ad_spend
)
select
    source, level, unit_id, date, note_id, placement, currency, spend_fen, impressions, clicks, load_id, source_row
from ranked
qualify
    rank = min(rank) over (partition by source, date, note_id)
    and (
        note_id is not null
        or rank < 3
        or rank <= coalesce(max(rank) filter (where note_id is not null) over (partition by source, date), 6)
    )
