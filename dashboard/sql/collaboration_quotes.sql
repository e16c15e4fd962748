-- One row per quote for a collaboration, the newest first. Parameter: collaboration (number).
select q.id, q.kind, q.remark, q.entered_by, q.accepted_by, q.quote_fen, q.entered_at as entered_at, q.accepted_at as accepted_at
from records.collaboration_quote as q
join records.collaboration as k on k.id = q.collaboration_id
where q.collaboration_id = $collaboration
order by q.id desc
