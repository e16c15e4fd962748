-- The other way round: functions take their triggers along.

-- The ledger's.
drop function ledger_posting_is_not_stated cascade;

-- Payments.
drop function statement_payment_keeps cascade;

-- Payments.
drop function statement_payment_is_approved cascade;

-- Statements.
drop function statement_adds_up cascade;

-- Statements.
drop function statement_keeps cascade;

-- Statements.
drop function statement_moves cascade;

-- Statements.
drop function statement_begins cascade;

-- Both.
drop function refuse_statement_change cascade;
