-- The audit chain is append-only whoever writes: what is in it stays, and a new entry goes after the head alone.

-- An entry is never changed.
create trigger audit_entry_keeps before update on audit_entry
begin
    select raise(abort, 'The audit chain is append-only: an entry is never changed.');
end;

-- An entry is never deleted.
create trigger audit_entry_stays before delete on audit_entry
begin
    select raise(abort, 'The audit chain is append-only: an entry is never deleted.');
end;

-- A new entry follows the head; `insert or replace` would delete without asking the trigger above.
create trigger audit_entry_follows before insert on audit_entry
when new.id is not (select entries + 1 from audit_head)
    or new.previous_hash is not (select hash from audit_head)
    or exists (select 1 from audit_entry where key = new.key or hash = new.hash)
begin
    select raise(abort, 'The audit chain is append-only: a new entry follows the head.');
end;

-- The head only moves to the entry just appended.
create trigger audit_head_moves before update on audit_head
when new.id is not old.id
    or new.entries is not old.entries + 1
    or new.hash is not (select hash from audit_entry where id = old.entries + 1)
begin
    select raise(abort, 'The audit chain is append-only: its head moves to the entry just appended.');
end;

-- The head is never deleted.
create trigger audit_head_stays before delete on audit_head
begin
    select raise(abort, 'The audit chain is append-only: its head is never deleted.');
end;

-- There is one head, and `insert or replace` may not take its place.
create trigger audit_head_is_alone before insert on audit_head
begin
    select raise(abort, 'The audit chain is append-only: it has one head.');
end;
