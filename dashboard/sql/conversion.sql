-- One row per member of a dimension, best conversion first; unknown members last.
-- Parameter: dimension (all, note, kol, campaign, product, section, channel).
select
    key, coalesce(label, key) as label, label_zh, benchmark_key, clicks, clickers, buyers, orders,
    by_clicker, by_clicker_low, by_clicker_high, by_click, benchmark, is_enough
from conversion
where dimension = $dimension
order by is_enough desc, by_clicker desc nulls last, clickers desc, key
