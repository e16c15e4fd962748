-- One row per comment on a collaboration, the newest first. Parameter: collaboration (number).
select m.who, m.body, m.at as at
from records.collaboration_comment as m
join records.collaboration as k on k.id = m.collaboration_id
where m.collaboration_id = $collaboration
order by m.id desc
