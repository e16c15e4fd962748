-- The guards of the audit chain, in the order in which they were made.

-- Of the entries.
drop trigger audit_entry_keeps;

-- Of the entries.
drop trigger audit_entry_stays;

-- Of the entries.
drop trigger audit_entry_follows;

-- Of the head.
drop trigger audit_head_moves;

-- Of the head.
drop trigger audit_head_stays;

-- Of the head.
drop trigger audit_head_is_alone;
