-- One row: how many samples of a campaign stand where, what they cost and what came of them; the posting rate counts what
-- came in one parcel once. Parameter: campaign (code; empty for all).
with chosen as (
    select *
    from sample_status
    where $campaign = '' or campaign_id in (select id from records.campaign where code = $campaign)
),
parcels as (
    select
        bool_or(state = 'posted') as is_posted, bool_or(state in ('delivered', 'note_owed', 'posted')) as has_arrived,
        min(days_to_post) as days_to_post
    from chosen
    where has_left
    group by collaboration_id, coalesce(tracking_no, cast(sample_id as varchar))
),
outcome as (
    select
        count(case when is_posted then 1 end) as posted_parcels, count(case when has_arrived then 1 end) as arrived_parcels,
        median(days_to_post) as days_to_post_median
    from parcels
),
counted as (
    select
        count(*) as samples, count(case when state in ('requested', 'approved', 'shipped', 'delivered', 'note_owed') then 1 end) as open,
        count(case when is_overdue then 1 end) as overdue, count(case when trouble is not null then 1 end) as trouble,
        count(case when state = 'requested' then 1 end) as requested, count(case when state = 'approved' then 1 end) as approved,
        count(case when state = 'shipped' then 1 end) as shipped, count(case when state = 'delivered' then 1 end) as delivered,
        count(case when state = 'note_owed' then 1 end) as note_owed, count(case when state = 'posted' then 1 end) as posted,
        count(case when state = 'waived' then 1 end) as waived, count(case when state = 'returned' then 1 end) as returned,
        count(case when state = 'lost' then 1 end) as lost, sum(cost_fen)::bigint as cost_fen,
        sum(case when is_overdue then cost_fen end)::bigint as overdue_fen,
        count(distinct case when state = 'posted' then coalesce(note_id, cast(sample_id as varchar)) end) as notes,
        max(as_of_date) as as_of_date
    from chosen
)
select
    c.samples as "all", c.open, c.overdue, c.trouble, c.requested, c.approved, c.shipped, c.delivered, c.note_owed, c.posted,
    c.waived, c.returned, c.lost, o.posted_parcels, o.arrived_parcels, c.cost_fen, c.overdue_fen,
    round_half_up(c.cost_fen, nullif(c.notes, 0)) as cost_per_note_fen,
    o.posted_parcels / cast(nullif(o.arrived_parcels, 0) as double) as posting_rate,
    wilson_low(o.posted_parcels, o.arrived_parcels) as posting_rate_low,
    wilson_high(o.posted_parcels, o.arrived_parcels) as posting_rate_high, o.days_to_post_median, c.as_of_date
from counted as c
cross join outcome as o
