-- One row per exclusivity of a collaboration, the latest first. Parameter: collaboration (number).
select e.id, e.version, e.category, e.remark, e.since_date as since_date, e.before_date as before_date
from records.exclusivity as e
join records.collaboration as k on k.id = e.collaboration_id
where e.collaboration_id = $collaboration
order by e.before_date desc, e.id
