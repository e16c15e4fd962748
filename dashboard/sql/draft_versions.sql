-- One row per draft of a collaboration, the newest first. Parameter: collaboration (its number).
select
    d.id, d.number, d.state, d.title, d.is_reported, d.submitted_by, d.submitted_at, d.decided_name, d.decided_by, d.decided_at,
    d.comment, d.text_hash, d.version
from records.collaboration_draft as d
where d.collaboration_id = $collaboration
order by d.number desc
