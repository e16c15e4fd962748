-- fail: a provisional note stands beside the real one it became
select n.note_id from notes as n join note_identity as i on i.provisional_id = n.note_id;

-- fail: a note of the sources is missing
select r.note_id
from raw.notes as r
left join note_identity as i on i.provisional_id = r.note_id
left join notes as n on n.note_id = coalesce(i.note_id, r.note_id)
where n.note_id is null;

-- warn: a note has no instant of publication
select note_id from notes where published_at is null;
