-- What a draft says is never changed, whoever writes: a new wording is a new draft.

-- One refusal for everything that is never allowed.
create function refuse_draft_change() returns trigger language plpgsql as $$
begin
    raise exception 'The text of a draft and its approval are never changed. Submit a new draft.'
        using errcode = 'integrity_constraint_violation';
end
$$;

-- Its text is never changed and never deleted.
create trigger draft_text_keeps before update or delete on draft_text
    for each row execute function refuse_draft_change();

-- An approved draft stays approved, with the hash of its text and the name of who approved it.
create trigger approved_draft_keeps before update on collaboration_draft
    for each row when (
        old.state = 'approved' or new.text_hash is distinct from old.text_hash or new.title is distinct from old.title
    )
    execute function refuse_draft_change();

-- A draft is never deleted.
create trigger draft_stays before delete on collaboration_draft
    for each row execute function refuse_draft_change();
