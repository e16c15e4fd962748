-- Things whose newest row is of an older file of a list than the newest one: $ids, $scopes and $wholes are its loads,
-- oldest first.
with
files as (
    select unnest($ids)::bigint as load_id, unnest($scopes) as scope, unnest($wholes) as is_whole,
        generate_subscripts($ids, 1) as rank
),
newest as (
    select scope, max(rank) as rank, arg_max(load_id, rank) as load_id from files where is_whole group by scope
),
things as (
    select {entity}, f.scope, max(f.rank) as rank, arg_max(t.load_id, f.rank) as load_id,
        arg_max(t.source_row, f.rank) as source_row
    from {place} as t
    join files as f on f.load_id = t.load_id
    group by {entity}, f.scope
)
select
    cast(to_json(struct_pack({entity})) as varchar) as key, t.load_id, t.source_row, n.load_id as missing_in
from things as t
join newest as n on n.scope = t.scope and n.rank > t.rank
order by t.rank, t.source_row
limit $most
