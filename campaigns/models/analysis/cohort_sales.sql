-- One row per campaign, week of publication and day of age of its linked notes that brought net sales.
-- key: campaign_id, cohort_date, age_days
-- sources: campaign_credits, campaign_notes
-- runs: live
-- money: CNY fen, the paid goods of the payable credit less what has been refunded of them until now, never below zero
-- why: the steps of ROI(T+x): age_days 0 are the first 24 hours after a note's own publication, in exact seconds, whatever the
--   hour it came out. Orders from before the publication (by KOL id or promo code) have no age and are left out; so is what
--   names the KOL alone.
select
    n.campaign_id, cast(date_trunc('week', shanghai_date(n.published_at)) as date) as cohort_date,
    cast(floor((epoch(c.ordered_at) - epoch(n.published_at)) / 86400) as bigint) as age_days,
    cast(sum(greatest(c.credit_fen - c.refund_fen, 0)) as bigint) as net_sales_fen,
    count(distinct c.shop_id || '/' || c.order_id) as orders
from campaign_notes as n
join campaign_credits as c on c.campaign_id = n.campaign_id and c.note_id = n.note_id
where n.is_paid and n.published_at is not null and c.currency = 'CNY' and c.ordered_at >= n.published_at
group by
    n.campaign_id, cast(date_trunc('week', shanghai_date(n.published_at)) as date),
    cast(floor((epoch(c.ordered_at) - epoch(n.published_at)) / 86400) as bigint)
