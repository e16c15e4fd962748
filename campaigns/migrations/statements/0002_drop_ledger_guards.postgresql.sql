-- The guards' functions, with the triggers that use them.

-- The common refusal.
drop function refuse_ledger_change cascade;

-- The check of a new entry.
drop function ledger_entry_follows cascade;

-- The check of a new posting.
drop function ledger_posting_is_in_time cascade;

-- The check of a seal.
drop function ledger_seal_follows cascade;

-- The check of a request for a lock.
drop function ledger_lock_begins cascade;

-- The check of its approval.
drop function ledger_lock_is_approved cascade;
