-- One row per channel that was clicked or has a benchmark: the rate (null without one), its source and saved version.
with
channels as (
    select key as channel from conversion where dimension = 'channel'
    union
    select substr(key, 11) as channel from records.setting where key like 'benchmark.%'
)
select
    c.channel, cast(trim(cast(s.value as varchar), '"') as double) as benchmark, coalesce(s.source, '') as source, s.version
from channels as c
left join records.setting as s on s.key = 'benchmark.' || c.channel
where c.channel <> 'unknown'
order by benchmark desc nulls last, c.channel
