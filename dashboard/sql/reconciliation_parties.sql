-- One row per party that a roll-forward may name: the id or code, and what people call it.
select kol_id as party, max(kol_name) as name from records.collaboration group by kol_id
union all
select code as party, name from records.agency
