-- One row per KOL with a profile and day from which it holds: followers and the median reads that it states. Of several of
-- a day the one of cooperation notes stands, then the daily one. Median reads of other scopes are never mixed in.
-- Parameter: kols (a JSON list of ids; empty for everybody).
with told as (
    select
        kol_id, as_of_date, scope, followers, read_median,
        row_number() over (
            partition by kol_id, as_of_date
            order by read_median is null, scope not like 'cooperation%', scope not like '%_30_all', scope, source
        ) as choice
    from kol_profiles
    where ($kols = '[]' or kol_id in (select unnest(from_json($kols, '["VARCHAR"]'))))
)
select kol_id, followers, read_median, as_of_date from told where choice = 1 order by kol_id, as_of_date
