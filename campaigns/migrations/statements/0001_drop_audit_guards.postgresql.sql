-- The guards' functions, with the triggers that use them.

-- The common refusal.
drop function refuse_audit_change cascade;

-- The check of a new entry.
drop function audit_entry_follows cascade;

-- The check of the head.
drop function audit_head_moves cascade;
