-- A statement goes from state to state in one order, by two people, and what was submitted is not changed, whoever writes.

-- One refusal for everything that is never allowed.
create function refuse_statement_change() returns trigger language plpgsql as $$
begin
    raise exception 'A statement and its payments are never deleted; a mistaken payment is reversed.'
        using errcode = 'integrity_constraint_violation';
end
$$;

-- It begins as a draft, after the statements of its party that stand.
create function statement_begins() returns trigger language plpgsql as $$
begin
    if new.state <> 'draft' or new.paid_fen <> 0 or exists (
        select 1 from statement
        where party = new.party and currency = new.currency and period >= new.period
            and (state <> 'draft' or period = new.period)
    ) then
        raise exception 'A statement begins as a draft, once for a party and month, after those that were submitted.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- It moves along one step, or back to a draft; a payment and its reversal move it between approved and paid.
create function statement_moves() returns trigger language plpgsql as $$
begin
    if old.state = 'closed'
        or (old.state || '>' || new.state) not in (
            'draft>draft', 'draft>submitted', 'submitted>draft', 'submitted>approved', 'approved>part_paid',
            'approved>paid', 'part_paid>part_paid', 'part_paid>paid', 'part_paid>approved', 'paid>part_paid',
            'paid>approved', 'approved>closed', 'part_paid>closed', 'paid>closed'
        )
        or (new.state = 'submitted' and exists (
            select 1 from statement
            where party = new.party and currency = new.currency and period < new.period and state <> 'closed'
        ))
        or (new.state = 'closed' and new.paid_fen <> old.paid_fen) then
        raise exception 'A statement is submitted after the months before it are closed, approved, paid and closed.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- What it says stays as it was submitted, and so do the signatures under it.
create function statement_keeps() returns trigger language plpgsql as $$
begin
    if (new.id, new.party, new.currency, new.period) is distinct from (old.id, old.party, old.currency, old.period)
        or (old.state <> 'draft' and (
            new.party_name, new.opening_fen, new.accrued_fen, new.clawback_fen, new.adjustment_fen, new.settled_fen,
            new.closing_fen, new.pending_fen, new.minimum_fen, new.due_fen, new.rebate_fen, new.line_count,
            new.lines_hash, new.ledger_entries, new.ledger_hash, new.made_by, new.made_at
        ) is distinct from (
            old.party_name, old.opening_fen, old.accrued_fen, old.clawback_fen, old.adjustment_fen, old.settled_fen,
            old.closing_fen, old.pending_fen, old.minimum_fen, old.due_fen, old.rebate_fen, old.line_count,
            old.lines_hash, old.ledger_entries, old.ledger_hash, old.made_by, old.made_at
        ))
        or (old.submitted_by is not null and new.state <> 'draft'
            and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at))
        or (old.approved_by is not null
            and (new.approved_by, new.approved_at) is distinct from (old.approved_by, old.approved_at)) then
        raise exception 'What a submitted statement says is never changed. Return it to a draft and make it again.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- What is paid is what its payments say.
create function statement_adds_up() returns trigger language plpgsql as $$
begin
    if new.paid_fen <> (
        select coalesce(sum(amount_fen), 0) from statement_payment where statement_id = new.id and reversal_id is null
    ) then
        raise exception 'What is paid on a statement is the sum of its payments.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A payment needs an approved statement.
create function statement_payment_is_approved() returns trigger language plpgsql as $$
begin
    if new.reversal_id is not null or not exists (
        select 1 from statement where id = new.statement_id and state in ('approved', 'part_paid')
    ) then
        raise exception 'Only an approved statement is paid, until it is paid in whole or closed.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A payment is reversed once, before its statement is closed, and otherwise never changed.
create function statement_payment_keeps() returns trigger language plpgsql as $$
begin
    if old.reversal_id is not null or new.reversal_id is null
        or (new.statement_id, new.number, new.paid_date, new.amount_fen, new.reference, new.entry_id, new.paid_by,
            new.recorded_at)
            is distinct from (old.statement_id, old.number, old.paid_date, old.amount_fen, old.reference, old.entry_id,
            old.paid_by, old.recorded_at)
        or exists (select 1 from statement where id = old.statement_id and state = 'closed') then
        raise exception 'A payment is reversed once, before its statement is closed, and never changed.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- A month that was submitted to a party takes no posting that concerns the party.
create function ledger_posting_is_not_stated() returns trigger language plpgsql as $$
begin
    if new.party <> '' and exists (
        select 1 from statement as s join ledger_entry as e on e.id = new.entry_id
        where s.party = new.party and s.currency = new.currency and s.period >= e.period and s.state <> 'draft'
    ) then
        raise exception 'A statement of that party and month was submitted: the posting goes into an open month.'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

-- Statements begin as drafts.
create trigger statement_begins before insert on statement
for each row execute function statement_begins();

-- They move in one order.
create trigger statement_moves before update on statement
for each row execute function statement_moves();

-- They keep what they say.
create trigger statement_keeps before update on statement
for each row execute function statement_keeps();

-- Their payments add up.
create trigger statement_adds_up before update on statement
for each row execute function statement_adds_up();

-- They stay.
create trigger statement_stays before delete on statement
for each row execute function refuse_statement_change();

-- Nor are they emptied out together.
create trigger statement_is_not_emptied before truncate on statement
for each statement execute function refuse_statement_change();

-- Payments need an approved statement.
create trigger statement_payment_is_approved before insert on statement_payment
for each row execute function statement_payment_is_approved();

-- They keep what they say.
create trigger statement_payment_keeps before update on statement_payment
for each row execute function statement_payment_keeps();

-- They stay.
create trigger statement_payment_stays before delete on statement_payment
for each row execute function refuse_statement_change();

-- Nor are they emptied out together.
create trigger statement_payment_is_not_emptied before truncate on statement_payment
for each statement execute function refuse_statement_change();

-- Stated months are shut for their party.
create trigger ledger_posting_is_not_stated before insert on ledger_posting
for each row execute function ledger_posting_is_not_stated();
