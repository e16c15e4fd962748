-- One row per KOL whose profile came with one of these loads.
-- Parameter: loads (a JSON list of numbers).
select distinct kol_id
from kol_profiles
where load_id in (select unnest(from_json($loads, '["BIGINT"]')))
order by kol_id
