-- One row per party, or kind of parties, and day from which its taxes hold, the newest first.
select
    t.id, t.version, t.party, t.since_date as since_date, t.vat_ppm, t.is_vat_included, t.withholding_ppm, t.entered_by,
    coalesce(a.name, k.kol_name, '') as name
from records.party_tax as t
left join records.agency as a on t.party = 'agency/' || a.id
left join (
    select kol_id, max(kol_name) as kol_name from records.collaboration group by kol_id
) as k on t.party = 'kol/' || k.kol_id
order by t.party, t.since_date desc
