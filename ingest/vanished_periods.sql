-- Rows that lie strictly within the period of a later file of their scope and stand in an older one: $ids, $scopes and
-- $wholes are the loads, oldest first.
with
files as (
    select unnest($ids)::bigint as load_id, unnest($scopes) as scope, unnest($wholes) as is_whole,
        generate_subscripts($ids, 1) as rank
),
periods as (
    select f.scope, f.rank, f.load_id, min(t.{moment}) as first_at, max(t.{moment}) as last_at
    from {place} as t
    join files as f on f.load_id = t.load_id
    where f.is_whole
    group by f.scope, f.rank, f.load_id
),
lacking as (
    select {entity}, t.load_id, t.source_row, f.rank, arg_max(p.load_id, p.rank) as missing_in
    from {place} as t
    join files as f on f.load_id = t.load_id
    join periods as p
        on p.scope = f.scope and p.rank > f.rank and t.{moment} > p.first_at and t.{moment} < p.last_at
    group by {entity}, t.load_id, t.source_row, f.rank
)
select cast(to_json(struct_pack({entity})) as varchar) as key, load_id, source_row, missing_in
from lacking
order by rank, source_row
limit $most
