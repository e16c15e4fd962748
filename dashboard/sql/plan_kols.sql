-- One row per KOL that is known, of those asked for: name, tier, agency, and how surely a note of hers appears.
-- Parameter: kols (a JSON list of ids).
select
    k.kol_id, coalesce(k.nickname, k.kol_id) as kol_name, coalesce(k.tier, '') as tier, coalesce(k.agency_name, '') as agency,
    r.posted, r.judged
from kols as k
left join kol_reliability as r on r.kol_id = k.kol_id
where k.kol_id in (select unnest(from_json($kols, '["VARCHAR"]')))
order by k.kol_id
