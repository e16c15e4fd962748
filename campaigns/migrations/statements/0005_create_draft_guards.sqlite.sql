-- What a draft says is never changed, whoever writes: a new wording is a new draft.

-- It is never changed.
create trigger draft_text_keeps before update on draft_text
begin
    select raise(abort, 'The text of a draft is never changed. Submit a new draft.');
end;

-- It is never deleted.
create trigger draft_text_stays before delete on draft_text
begin
    select raise(abort, 'The text of a draft is never deleted.');
end;

-- `insert or replace` would delete without asking a trigger.
create trigger draft_text_is_new before insert on draft_text
when exists (select 1 from draft_text where draft_id = new.draft_id)
begin
    select raise(abort, 'The text of a draft is never changed. Submit a new draft.');
end;

-- An approved draft stays approved, with the hash of its text and the name of who approved it.
create trigger approved_draft_keeps before update on collaboration_draft
when old.state = 'approved' or new.text_hash is not old.text_hash or new.title is not old.title
begin
    select raise(abort, 'An approved draft is never changed. Submit a new draft.');
end;

-- A draft is never deleted.
create trigger draft_stays before delete on collaboration_draft
begin
    select raise(abort, 'A draft is never deleted.');
end;
