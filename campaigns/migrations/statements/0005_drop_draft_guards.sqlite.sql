-- The guards of drafts, in the order in which they were made.

-- Of the text.
drop trigger draft_text_keeps;

-- Of the text.
drop trigger draft_text_stays;

-- Of the text.
drop trigger draft_text_is_new;

-- Of the decision.
drop trigger approved_draft_keeps;

-- Of the draft.
drop trigger draft_stays;
