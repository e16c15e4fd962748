-- One row: how many samples of a campaign stand where, what they cost and what came of them. Parameter: campaign (code;
-- empty for all).
select
    count(*) as "all", count(case when state in ('requested', 'approved', 'shipped', 'delivered', 'note_owed') then 1 end) as "open",
    count(case when is_overdue then 1 end) as overdue, count(case when trouble is not null then 1 end) as trouble,
    count(case when state = 'requested' then 1 end) as requested, count(case when state = 'approved' then 1 end) as approved,
    count(case when state = 'shipped' then 1 end) as shipped, count(case when state = 'delivered' then 1 end) as delivered,
    count(case when state = 'note_owed' then 1 end) as note_owed, count(case when state = 'posted' then 1 end) as posted,
    count(case when state = 'waived' then 1 end) as waived, count(case when state = 'returned' then 1 end) as returned,
    count(case when state = 'lost' then 1 end) as lost,
    count(case when state in ('delivered', 'note_owed', 'posted') then 1 end) as arrived,
    sum(cost_fen)::bigint as cost_fen, sum(case when is_overdue then cost_fen end)::bigint as overdue_fen,
    round_half_up(sum(cost_fen)::bigint,
        nullif(count(distinct case when state = 'posted' then coalesce(note_id, cast(sample_id as varchar)) end), 0)) as cost_per_note_fen,
    count(case when state = 'posted' then 1 end) / cast(nullif(count(case when state in ('delivered', 'note_owed', 'posted') then 1 end), 0) as double) as posting_rate,
    wilson_low(count(case when state = 'posted' then 1 end), count(case when state in ('delivered', 'note_owed', 'posted') then 1 end)) as posting_rate_low,
    wilson_high(count(case when state = 'posted' then 1 end), count(case when state in ('delivered', 'note_owed', 'posted') then 1 end)) as posting_rate_high,
    median(days_to_post) as days_to_post_median, max(as_of_date) as as_of_date
from sample_status
where $campaign = '' or campaign_id in (select id from records.campaign where code = $campaign)
