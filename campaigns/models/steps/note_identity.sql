-- One row per provisional note whose real note has arrived.
-- key: provisional_id
-- sources: raw.notes
-- runs: warehouse
-- why: a creator-center row has no id; it meets the real note by the second of publication (the explicit one, or the one
--   hidden in the first eight hex digits of the id), at most 5 seconds apart, and by equal title. A blank title meets a
--   title that only repeats the beginning of the body. Nearest second first, then the lowest id; a real note takes one.
with named as (
    select note_id, trim(coalesce(title, '')) as title, trim(coalesce(body, '')) as body, published_at, is_provisional
    from raw.notes
),
waiting as (
    select distinct note_id, title, cast(floor(epoch(published_at)) as bigint) as second
    from named
    where is_provisional and published_at is not null
),
wanted as (
    select w.note_id, w.title, w.second, w.second + o.apart as near_second
    from waiting as w
    cross join (values (-5), (-4), (-3), (-2), (-1), (0), (1), (2), (3), (4), (5)) as o (apart)
),
arrived as (
    select note_id, title, body, cast(floor(epoch(published_at)) as bigint) as second
    from named
    where not is_provisional and published_at is not null
    union
    select note_id, title, body, cast('0x' || substr(note_id, 1, 8) as bigint) as second
    from named
    where not is_provisional and regexp_matches(note_id, '^[0-9a-f]{24}$')
),
pairs as (
    select
        w.note_id as provisional_id, a.note_id, min(abs(w.second - a.second)) as apart, min(w.second) as second
    from wanted as w
    join arrived as a
        on a.second = w.near_second
        and (a.title = w.title or (w.title = '' and starts_with(a.body, a.title)))
    group by w.note_id, a.note_id
),
nearest as (
    select
        provisional_id, note_id, apart, second,
        row_number() over (partition by provisional_id order by apart, note_id) as choice
    from pairs
),
claims as (
    select
        provisional_id, note_id,
        dense_rank() over (partition by note_id order by apart, second) as claim
    from nearest
    where choice = 1
)
select provisional_id, note_id
from claims
where claim = 1
