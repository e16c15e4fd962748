-- One row per campaign, window, rule and KOL that is credited; notes outside the campaign and unattributed lines have their own.
-- key: campaign_id, lookback_days, rule, touchpoint
-- sources: line_shares, campaign_lines, campaign_touches, records.campaign
-- runs: live
-- money: CNY fen of paid goods, refunds not taken off
-- why: who comes out ahead under which rule and window. Under each of them the credits sum to the paid goods of the campaign's
--   lines. orders counts an order for everybody who has a part of it; unattributed are the lines without a touch in the window.
with windows as (
    select id as campaign_id, lookback_days from records.campaign
    union
    select c.id as campaign_id, w.lookback_days
    from records.campaign as c
    cross join (values (7), (15), (30)) as w (lookback_days)
),
touched as (
    select distinct w.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no
    from campaign_touches as t
    join windows as w
        on w.campaign_id = t.campaign_id and t.clicked_at >= t.ordered_at - w.lookback_days * interval 86400 second
),
untouched as (
    select l.campaign_id, w.lookback_days, l.shop_id, l.order_id, l.paid_fen
    from campaign_lines as l
    join windows as w on w.campaign_id = l.campaign_id
    left join touched as t
        on t.campaign_id = l.campaign_id and t.lookback_days = w.lookback_days and t.shop_id = l.shop_id
        and t.order_id = l.order_id and t.line_no = l.line_no
    where t.order_id is null
)
select
    campaign_id, lookback_days, rule, touchpoint, cast(sum(credit_fen) as bigint) as credit_fen,
    count(distinct shop_id || '/' || order_id) as orders
from line_shares
group by campaign_id, lookback_days, rule, touchpoint
union all
select
    u.campaign_id, u.lookback_days, r.rule, 'unattributed' as touchpoint, cast(sum(u.paid_fen) as bigint) as credit_fen,
    count(distinct u.shop_id || '/' || u.order_id) as orders
from untouched as u
cross join (values ('first'), ('last'), ('linear'), ('position'), ('time_decay'), ('shapley')) as r (rule)
group by u.campaign_id, u.lookback_days, r.rule
