-- One row per break of a month and sender, and per open one of the months before that was carried on.
-- Parameters: period, sender ('' is the platform), today (the Shanghai date of whoever looks).
select
    id, version, case_key, period, kind, part, order_id, currency, ours_fen, theirs_fen,
    theirs_fen - ours_fen as difference_fen, platform_fen, cause, explanation, our_records, their_records, state, opened_by,
    opened_at, assigned_to, assigned_by, resolved_by, resolved_at, reason, reopened, hand_key is not null as is_by_hand,
    greatest(0, date_diff('day', shanghai_date(coalesce(since_at, opened_at)), $today::date))::bigint as age_days
from records.reconciliation_case
where sender = $sender and (period = $period or (period < $period and state = 'open'))
order by abs(theirs_fen - ours_fen) desc, id
