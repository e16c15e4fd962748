-- The guards of the ledger, in the order in which they were made.

-- Of the entries.
drop trigger ledger_entry_follows;

-- Of the entries.
drop trigger ledger_entry_is_in_an_open_period;

-- Of the entries.
drop trigger ledger_entry_keeps;

-- Of the entries.
drop trigger ledger_entry_stays;

-- Of the postings.
drop trigger ledger_posting_is_in_time;

-- Of the postings.
drop trigger ledger_posting_is_whole;

-- Of the postings.
drop trigger ledger_posting_keeps;

-- Of the postings.
drop trigger ledger_posting_stays;

-- Of the seals.
drop trigger ledger_seal_follows;

-- Of the seals.
drop trigger ledger_seal_is_balanced;

-- Of the seals.
drop trigger ledger_seal_keeps;

-- Of the seals.
drop trigger ledger_seal_stays;

-- Of the locks.
drop trigger ledger_lock_begins;

-- Of the locks.
drop trigger ledger_lock_is_approved;

-- Of the locks.
drop trigger ledger_lock_stays;
