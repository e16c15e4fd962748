-- One row per load in the warehouse, newest first, with its counts summed over its tables.
with
counted as (
    select
        l.load_id, l.name, l.captured_at, l.loaded_at, k.table_name,
        json_extract(l.counts, '$."' || k.table_name || '"') as counts
    from loads as l
    left join lateral (select unnest(json_keys(l.counts)) as table_name) as k on true
)
select
    load_id, name,
    coalesce(string_agg(table_name, ',' order by table_name), '') as tables,
    coalesce(sum((counts ->> 'read')::bigint), 0)::bigint as read,
    coalesce(sum((counts ->> 'loaded')::bigint), 0)::bigint as loaded,
    coalesce(sum((counts ->> 'unchanged')::bigint), 0)::bigint as unchanged,
    coalesce(sum((counts ->> 'superseded')::bigint), 0)::bigint as superseded,
    coalesce(sum((counts ->> 'rejected')::bigint), 0)::bigint as rejected,
    captured_at, loaded_at
from counted
group by load_id, name, captured_at, loaded_at
order by load_id desc
