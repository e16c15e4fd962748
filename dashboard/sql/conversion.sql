-- One row per member of a dimension, best conversion first; unknown members last.
-- Parameter: dimension (all, note, kol, product, section, channel, campaign, method, tier, cohort).
select
    v.key, c.code, coalesce(v.label, v.key) as label, v.label_zh, v.benchmark_key, v.clicks, v.clickers, v.buyers, v.orders,
    v.by_clicker, v.by_clicker_low, v.by_clicker_high, v.by_click, v.shrunk, v.benchmark,
    v.prior_mean, v.prior_clickers, v.prior_members, v.is_enough
from conversion as v
left join records.campaign as c on v.dimension = 'campaign' and c.id::varchar = v.key
where v.dimension = $dimension
order by v.is_enough desc, v.by_clicker desc nulls last, v.clickers desc, v.key
