-- The ledger is append-only whoever writes: what is posted stays, entries follow each other, a sealed set is balanced.

-- One refusal for everything that is never allowed.
create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger is append-only: % of % is never allowed. Reverse the entry.', lower(tg_op), tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;

-- An entry gets the next number, its business date lies in the month it is posted in, and that month is open.
create function ledger_entry_follows() returns trigger language plpgsql as $$
begin
    if new.id <> (select coalesce(max(id), 0) + 1 from ledger_entry) then
        raise exception 'The ledger is append-only: a new entry follows the last.'
            using errcode = 'integrity_constraint_violation';
    end if;
    if to_char(new.business_date, 'YYYY-MM') <> new.period
        or exists (select 1 from ledger_lock where approved_by is not null and period >= new.period) then
        raise exception 'The ledger takes no entry into a locked period, or dated outside its period.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A posting goes into an entry that is not sealed yet.
create function ledger_posting_is_in_time() returns trigger language plpgsql as $$
begin
    if exists (select 1 from ledger_seal where entry_id = new.entry_id) then
        raise exception 'The ledger is append-only: a sealed entry takes no further posting.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A seal continues the seal before it, and closes a set that is balanced and has as many postings as it says.
create function ledger_seal_follows() returns trigger language plpgsql as $$
begin
    if new.entry_id <> (select coalesce(max(entry_id), 0) + 1 from ledger_seal)
        or not exists (select 1 from ledger_entry where id = new.entry_id)
        or new.previous_hash <> coalesce(
            (select hash from ledger_seal where entry_id = new.entry_id - 1), repeat('0', 64)
        ) then
        raise exception 'The ledger is append-only: a seal continues the one before it.'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.postings < 2
        or new.postings <> (select count(*) from ledger_posting where entry_id = new.entry_id)
        or exists (
            select 1 from ledger_posting where entry_id = new.entry_id group by currency having sum(amount_fen) <> 0
        ) then
        raise exception 'The postings of a ledger entry sum to zero per currency.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A lock begins as a request, for a month that is not locked.
create function ledger_lock_begins() returns trigger language plpgsql as $$
begin
    if new.approved_by is not null
        or exists (select 1 from ledger_lock where approved_by is not null and period > new.period) then
        raise exception 'A lock of the ledger is asked for once, approved later, and never goes back.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- It is approved once, of the ledger as it stands, and nothing else about it changes.
create function ledger_lock_is_approved() returns trigger language plpgsql as $$
begin
    if old.approved_by is not null
        or new.approved_by is null
        or new.period <> old.period
        or new.requested_by <> old.requested_by
        or new.requested_at <> old.requested_at
        or exists (select 1 from ledger_lock where approved_by is not null and period > new.period)
        or new.entries is distinct from (select coalesce(max(entry_id), 0) from ledger_seal)
        or new.hash is distinct from coalesce(
            (select hash from ledger_seal where entry_id = new.entries), repeat('0', 64)
        ) then
        raise exception 'A lock of the ledger is approved once, of the ledger as it stands.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- Entries follow.
create trigger ledger_entry_follows before insert on ledger_entry
for each row execute function ledger_entry_follows();

-- Entries stay as they are.
create trigger ledger_entry_stays before update or delete on ledger_entry
for each row execute function refuse_ledger_change();

-- Nor are they emptied out together.
create trigger ledger_entry_is_not_emptied before truncate on ledger_entry
for each statement execute function refuse_ledger_change();

-- Postings are in time.
create trigger ledger_posting_is_in_time before insert on ledger_posting
for each row execute function ledger_posting_is_in_time();

-- Postings stay as they are.
create trigger ledger_posting_stays before update or delete on ledger_posting
for each row execute function refuse_ledger_change();

-- Nor are they emptied out together.
create trigger ledger_posting_is_not_emptied before truncate on ledger_posting
for each statement execute function refuse_ledger_change();

-- Seals follow.
create trigger ledger_seal_follows before insert on ledger_seal
for each row execute function ledger_seal_follows();

-- Seals stay as they are.
create trigger ledger_seal_stays before update or delete on ledger_seal
for each row execute function refuse_ledger_change();

-- Nor are they emptied out together.
create trigger ledger_seal_is_not_emptied before truncate on ledger_seal
for each statement execute function refuse_ledger_change();

-- Locks begin as requests.
create trigger ledger_lock_begins before insert on ledger_lock
for each row execute function ledger_lock_begins();

-- Locks are approved.
create trigger ledger_lock_is_approved before update on ledger_lock
for each row execute function ledger_lock_is_approved();

-- Locks stay.
create trigger ledger_lock_stays before delete on ledger_lock
for each row execute function refuse_ledger_change();

-- Nor are they emptied out together.
create trigger ledger_lock_is_not_emptied before truncate on ledger_lock
for each statement execute function refuse_ledger_change();
