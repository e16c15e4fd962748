-- One row per party that can have a statement: what people call it.
select 'agency/' || id as party, name from records.agency
union all
select 'kol/' || kol_id as party, max(kol_name) as name from records.collaboration group by kol_id
