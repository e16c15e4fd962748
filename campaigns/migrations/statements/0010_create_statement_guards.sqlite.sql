-- A statement goes from state to state in one order, by two people, and what was submitted is not changed, whoever writes.

-- It begins as a draft, after the statements of its party that stand. `insert or replace` would delete without asking.
create trigger statement_begins before insert on statement
when new.state is not 'draft' or new.paid_fen <> 0
    or exists (select 1 from statement where id = new.id)
    or exists (
        select 1 from statement
        where party = new.party and currency = new.currency and period >= new.period
            and (state <> 'draft' or period = new.period)
    )
begin
    select raise(abort, 'A statement begins as a draft, once for a party and month, after those that were submitted.');
end;

-- It moves along one step, or back to a draft; a payment and its reversal move it between approved and paid.
create trigger statement_moves before update on statement
when old.state = 'closed'
    or (old.state || '>' || new.state) not in (
        'draft>draft', 'draft>submitted', 'submitted>draft', 'submitted>approved', 'approved>part_paid',
        'approved>paid', 'part_paid>part_paid', 'part_paid>paid', 'part_paid>approved', 'paid>part_paid',
        'paid>approved', 'approved>closed', 'part_paid>closed', 'paid>closed'
    )
    or (new.state = 'submitted' and exists (
        select 1 from statement
        where party = new.party and currency = new.currency and period < new.period and state <> 'closed'
    ))
    or (new.state = 'closed' and new.paid_fen is not old.paid_fen)
begin
    select raise(abort, 'A statement is submitted after the months before it are closed, approved, paid and closed.');
end;

-- What it says stays as it was submitted, and so do the signatures under it.
create trigger statement_keeps before update on statement
when new.id is not old.id or new.party is not old.party or new.currency is not old.currency
    or new.period is not old.period
    or (old.state <> 'draft' and (
        new.party_name is not old.party_name or new.opening_fen is not old.opening_fen
        or new.accrued_fen is not old.accrued_fen or new.clawback_fen is not old.clawback_fen
        or new.adjustment_fen is not old.adjustment_fen or new.settled_fen is not old.settled_fen
        or new.closing_fen is not old.closing_fen or new.pending_fen is not old.pending_fen
        or new.minimum_fen is not old.minimum_fen or new.due_fen is not old.due_fen
        or new.rebate_fen is not old.rebate_fen or new.line_count is not old.line_count
        or new.lines_hash is not old.lines_hash or new.ledger_entries is not old.ledger_entries
        or new.ledger_hash is not old.ledger_hash or new.made_by is not old.made_by or new.made_at is not old.made_at
    ))
    or (old.submitted_by is not null and new.state <> 'draft' and (
        new.submitted_by is not old.submitted_by or new.submitted_at is not old.submitted_at
    ))
    or (old.approved_by is not null and (
        new.approved_by is not old.approved_by or new.approved_at is not old.approved_at
    ))
begin
    select raise(abort, 'What a submitted statement says is never changed. Return it to a draft and make it again.');
end;

-- What is paid is what its payments say.
create trigger statement_adds_up before update on statement
when new.paid_fen is not (
    select coalesce(sum(amount_fen), 0) from statement_payment where statement_id = new.id and reversal_id is null
)
begin
    select raise(abort, 'What is paid on a statement is the sum of its payments.');
end;

-- It is never deleted.
create trigger statement_stays before delete on statement
begin
    select raise(abort, 'A statement is never deleted.');
end;

-- A payment needs an approved statement.
create trigger statement_payment_is_approved before insert on statement_payment
when new.reversal_id is not null
    or not exists (select 1 from statement where id = new.statement_id and state in ('approved', 'part_paid'))
    or exists (select 1 from statement_payment where statement_id = new.statement_id and number = new.number)
    or exists (select 1 from statement_payment where entry_id = new.entry_id)
begin
    select raise(abort, 'Only an approved statement is paid, until it is paid in whole or closed.');
end;

-- A payment is reversed once, before its statement is closed, and otherwise never changed.
create trigger statement_payment_keeps before update on statement_payment
when old.reversal_id is not null or new.reversal_id is null
    or new.statement_id is not old.statement_id or new.number is not old.number
    or new.paid_date is not old.paid_date or new.amount_fen is not old.amount_fen
    or new.reference is not old.reference or new.entry_id is not old.entry_id or new.paid_by is not old.paid_by
    or new.recorded_at is not old.recorded_at
    or exists (select 1 from statement where id = old.statement_id and state = 'closed')
begin
    select raise(abort, 'A payment is reversed once, before its statement is closed, and never changed.');
end;

-- It is never deleted.
create trigger statement_payment_stays before delete on statement_payment
begin
    select raise(abort, 'A payment is never deleted. Reverse it.');
end;

-- A month that was submitted to a party takes no posting that concerns the party.
create trigger ledger_posting_is_not_stated before insert on ledger_posting
when new.party <> '' and exists (
    select 1 from statement as s join ledger_entry as e on e.id = new.entry_id
    where s.party = new.party and s.currency = new.currency and s.period >= e.period and s.state <> 'draft'
)
begin
    select raise(abort, 'A statement of that party and month was submitted: the posting goes into an open month.');
end;
