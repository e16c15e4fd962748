-- One row per step of a collaboration, the newest first. Parameter: collaboration (number).
select s.from_state, s.to_state, s.who, s.reason, s.at as at
from records.collaboration_step as s
join records.collaboration as k on k.id = s.collaboration_id
where s.collaboration_id = $collaboration
order by s.id desc
