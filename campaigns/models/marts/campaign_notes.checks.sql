-- fail: an organic note is paid for
select campaign_id, note_id, spend_fen, fixed_fee_fen from campaign_notes
where not is_paid and (spend_fen <> 0 or fixed_fee_fen <> 0 or collaboration_id is not null);

-- warn: a note was linked to a collaboration and no file has brought it
select campaign_id, note_id from campaign_notes where is_paid and published_at is null;
