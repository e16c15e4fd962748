-- The other way round.

-- The ledger's.
drop trigger ledger_posting_is_not_stated;

-- Payments.
drop trigger statement_payment_stays;

-- Payments.
drop trigger statement_payment_keeps;

-- Payments.
drop trigger statement_payment_is_approved;

-- Statements.
drop trigger statement_stays;

-- Statements.
drop trigger statement_adds_up;

-- Statements.
drop trigger statement_keeps;

-- Statements.
drop trigger statement_moves;

-- Statements.
drop trigger statement_begins;
