-- One row per campaign of this code: how its analysis shares orders, and what there is to share on its days.
-- Parameter: campaign (code).
select
    c.id, c.code, c.credit_rule, c.match_on, c.lookback_days, c.half_life_days, c.since_date, c.before_date,
    coalesce(sum(l.paid_fen), 0)::bigint as paid_fen, count(distinct l.shop_id || '/' || l.order_id) as orders,
    count(l.order_id) as lines
from records.campaign as c
left join campaign_lines as l on l.campaign_id = c.id
where c.code = $campaign
group by c.id, c.code, c.credit_rule, c.match_on, c.lookback_days, c.half_life_days, c.since_date, c.before_date
