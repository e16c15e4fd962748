-- The audit chain is append-only whoever writes: what is in it stays, and a new entry goes after the head alone.

-- One refusal for everything that is never allowed.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'The audit chain is append-only: % of % is never allowed.', lower(tg_op), tg_table_name;
end
$$;

-- A new entry follows the head.
create function audit_entry_follows() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from audit_head where entries + 1 = new.id and hash = new.previous_hash) then
        raise exception 'The audit chain is append-only: a new entry follows the head.';
    end if;
    return new;
end
$$;

-- The head only moves to the entry just appended.
create function audit_head_moves() returns trigger language plpgsql as $$
begin
    if new.id <> old.id or new.entries <> old.entries + 1
        or not exists (select 1 from audit_entry where id = new.entries and hash = new.hash) then
        raise exception 'The audit chain is append-only: its head moves to the entry just appended.';
    end if;
    return new;
end
$$;

-- Entries stay as they are.
create trigger audit_entry_stays before update or delete on audit_entry
for each row execute function refuse_audit_change();

-- Nor are they emptied out together.
create trigger audit_entry_is_not_emptied before truncate on audit_entry
for each statement execute function refuse_audit_change();

-- A new entry follows the head.
create trigger audit_entry_follows before insert on audit_entry
for each row execute function audit_entry_follows();

-- The head moves one entry at a time.
create trigger audit_head_moves before update on audit_head
for each row execute function audit_head_moves();

-- There is one head, and it stays.
create trigger audit_head_stays before insert or delete on audit_head
for each row execute function refuse_audit_change();

-- Nor is it emptied out.
create trigger audit_head_is_not_emptied before truncate on audit_head
for each statement execute function refuse_audit_change();
