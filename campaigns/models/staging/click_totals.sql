-- One row per source, note and product: how many clicks it counts in all, until and including a day.
-- key: source, note_id, product_id
-- sources: raw.click_totals
-- runs: view
-- why: a running total already holds the days before it: the latest day's counts, and totals of several days are never
--   added. Counts of single days are, where a source has no running total.
select
    source, note_id, product_id,
    cast(coalesce(
        arg_max(clicks, click_date) filter (where span = 'running'), sum(clicks) filter (where span = 'day')
    ) as bigint) as clicks,
    coalesce(max(click_date) filter (where span = 'running'), max(click_date)) as until_date
from raw.click_totals
group by source, note_id, product_id
