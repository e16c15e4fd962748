-- One row per party of commission lines that has a name of its own: `party` as the ledger spells it.
select 'kol/' || k.kol_id as party, max(k.kol_name) as name
from records.collaboration as k
group by k.kol_id
union all
select 'agency/' || a.id as party, a.name
from records.agency as a
union all
select distinct 'platform/' || t.platform as party, t.platform as name
from records.terms as t
where t.platform is not null
