-- The guard's function, with the triggers that use it.

-- The common refusal.
drop function refuse_draft_change cascade;
