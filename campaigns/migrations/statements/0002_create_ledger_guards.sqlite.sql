-- The ledger is append-only whoever writes: what is posted stays, entries follow each other, a sealed set is balanced.

-- An entry gets the next number. `insert or replace` would delete without asking a trigger, hence the last conditions.
create trigger ledger_entry_follows before insert on ledger_entry
when new.id is not (select coalesce(max(id), 0) + 1 from ledger_entry)
    or exists (select 1 from ledger_entry where event_kind = new.event_kind and external_id = new.external_id)
    or exists (select 1 from ledger_entry where reverses = new.reverses)
begin
    select raise(abort, 'The ledger is append-only: a new entry follows the last, for an event that was not posted.');
end;

-- Its business date lies in the month it is posted in, and that month is open.
create trigger ledger_entry_is_in_an_open_period before insert on ledger_entry
when substr(new.business_date, 1, 7) is not new.period
    or exists (select 1 from ledger_lock where approved_by is not null and period >= new.period)
begin
    select raise(abort, 'The ledger takes no entry into a locked period, or dated outside its period.');
end;

-- An entry is never changed.
create trigger ledger_entry_keeps before update on ledger_entry
begin
    select raise(abort, 'The ledger is append-only: an entry is never changed. Reverse it.');
end;

-- An entry is never deleted.
create trigger ledger_entry_stays before delete on ledger_entry
begin
    select raise(abort, 'The ledger is append-only: an entry is never deleted. Reverse it.');
end;

-- A posting goes into an entry that is not sealed yet.
create trigger ledger_posting_is_in_time before insert on ledger_posting
when exists (select 1 from ledger_seal where entry_id = new.entry_id)
    or exists (select 1 from ledger_posting where entry_id = new.entry_id and posting_no = new.posting_no)
begin
    select raise(abort, 'The ledger is append-only: a sealed entry takes no further posting.');
end;

-- Amounts are whole numbers, which a column of SQLite does not see to.
create trigger ledger_posting_is_whole before insert on ledger_posting
when typeof(new.amount_fen) is not 'integer'
begin
    select raise(abort, 'The ledger holds whole fen.');
end;

-- A posting is never changed.
create trigger ledger_posting_keeps before update on ledger_posting
begin
    select raise(abort, 'The ledger is append-only: a posting is never changed. Reverse its entry.');
end;

-- A posting is never deleted.
create trigger ledger_posting_stays before delete on ledger_posting
begin
    select raise(abort, 'The ledger is append-only: a posting is never deleted. Reverse its entry.');
end;

-- A seal continues the seal before it.
create trigger ledger_seal_follows before insert on ledger_seal
when new.entry_id is not (select coalesce(max(entry_id), 0) + 1 from ledger_seal)
    or not exists (select 1 from ledger_entry where id = new.entry_id)
    or new.previous_hash is not coalesce(
        (select hash from ledger_seal where entry_id = new.entry_id - 1),
        '0000000000000000000000000000000000000000000000000000000000000000'
    )
    or exists (select 1 from ledger_seal where hash = new.hash)
begin
    select raise(abort, 'The ledger is append-only: a seal continues the one before it.');
end;

-- A seal closes a set that is balanced and has as many postings as it says.
create trigger ledger_seal_is_balanced before insert on ledger_seal
when new.postings < 2
    or new.postings is not (select count(*) from ledger_posting where entry_id = new.entry_id)
    or exists (select 1 from ledger_posting where entry_id = new.entry_id group by currency having sum(amount_fen) <> 0)
begin
    select raise(abort, 'The postings of a ledger entry sum to zero per currency.');
end;

-- A seal is never changed.
create trigger ledger_seal_keeps before update on ledger_seal
begin
    select raise(abort, 'The ledger is append-only: a seal is never changed.');
end;

-- A seal is never deleted.
create trigger ledger_seal_stays before delete on ledger_seal
begin
    select raise(abort, 'The ledger is append-only: a seal is never deleted.');
end;

-- A lock begins as a request, for a month that is not locked.
create trigger ledger_lock_begins before insert on ledger_lock
when new.approved_by is not null
    or exists (select 1 from ledger_lock where period = new.period or (approved_by is not null and period > new.period))
begin
    select raise(abort, 'A lock of the ledger is asked for once, approved later, and never goes back.');
end;

-- It is approved once, of the ledger as it stands, and nothing else about it changes.
create trigger ledger_lock_is_approved before update on ledger_lock
when old.approved_by is not null
    or new.approved_by is null
    or new.period is not old.period
    or new.requested_by is not old.requested_by
    or new.requested_at is not old.requested_at
    or exists (select 1 from ledger_lock where approved_by is not null and period > new.period)
    or new.entries is not (select coalesce(max(entry_id), 0) from ledger_seal)
    or new.hash is not coalesce(
        (select hash from ledger_seal where entry_id = new.entries),
        '0000000000000000000000000000000000000000000000000000000000000000'
    )
begin
    select raise(abort, 'A lock of the ledger is approved once, of the ledger as it stands.');
end;

-- It is never taken away.
create trigger ledger_lock_stays before delete on ledger_lock
begin
    select raise(abort, 'A lock of the ledger is never taken away: late changes go into the open period.');
end;
