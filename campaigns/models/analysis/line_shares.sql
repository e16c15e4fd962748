-- One row per campaign, window, rule, order line and click that is credited with a part of it.
-- key: campaign_id, lookback_days, rule, shop_id, order_id, line_no, click_id
-- sources: campaign_touches, records.campaign
-- runs: live
-- money: CNY fen; the parts of a line sum to its paid goods
-- why: first, last, linear, position (40/20/40), time decay (by the campaign's half-life) and Shapley (equal over the KOLs of the
--   path, each by their last touch), for the campaign's own window and for 7, 15 and 30 days. A part is cut by largest
--   remainder, ties to the earliest touch; the Python twin is campaigns.pathways. None of the rules says what caused an order.
with windows as (
    select id as campaign_id, lookback_days from records.campaign
    union
    select c.id as campaign_id, w.lookback_days
    from records.campaign as c
    cross join (values (7), (15), (30)) as w (lookback_days)
),
numbered as (
    select
        t.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no, t.click_id, t.touchpoint, t.paid_fen,
        t.half_life_days, t.clicked_at,
        row_number() over (
            partition by t.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no order by t.clicked_at, t.click_id
        ) as touch_no,
        count(*) over (partition by t.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no) as touch_count,
        row_number() over (
            partition by t.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no, t.touchpoint
            order by t.clicked_at desc, t.click_id desc
        ) as touches_after,
        max(t.clicked_at) over (
            partition by t.campaign_id, w.lookback_days, t.shop_id, t.order_id, t.line_no
        ) as last_clicked_at
    from campaign_touches as t
    join windows as w
        on w.campaign_id = t.campaign_id and t.clicked_at >= t.ordered_at - w.lookback_days * interval 86400 second
),
weighed as (
    select
        n.campaign_id, n.lookback_days, r.rule, n.shop_id, n.order_id, n.line_no, n.click_id, n.touchpoint, n.touch_no, n.paid_fen,
        cast(case r.rule
            when 'first' then case when n.touch_no = 1 then 1 else 0 end
            when 'last' then case when n.touch_no = n.touch_count then 1 else 0 end
            when 'linear' then 1
            when 'position' then case
                when n.touch_count <= 2 then 1
                when n.touch_no = 1 or n.touch_no = n.touch_count then 2 * (n.touch_count - 2)
                else 1
            end
            when 'time_decay' then round(1073741824.0 * power(
                cast(0.5 as double),
                (epoch(n.last_clicked_at) - epoch(n.clicked_at)) / (n.half_life_days * cast(86400 as double))
            ))
            when 'shapley' then case when n.touches_after = 1 then 1 else 0 end
        end as bigint) as weight
    from numbered as n
    cross join (values ('first'), ('last'), ('linear'), ('position'), ('time_decay'), ('shapley')) as r (rule)
),
whole as (
    select
        campaign_id, lookback_days, rule, shop_id, order_id, line_no, click_id, touchpoint, touch_no, paid_fen, weight,
        sum(weight) over (partition by campaign_id, lookback_days, rule, shop_id, order_id, line_no) as weights
    from weighed
    where weight > 0
),
cut as (
    select
        campaign_id, lookback_days, rule, shop_id, order_id, line_no, click_id, touchpoint, touch_no, paid_fen,
        share_floor(paid_fen, weight, weights) as floor_fen, share_remainder(paid_fen, weight, weights) as remainder
    from whole
),
ranked as (
    select
        campaign_id, lookback_days, rule, shop_id, order_id, line_no, click_id, touchpoint, touch_no, floor_fen,
        paid_fen - sum(floor_fen) over (partition by campaign_id, lookback_days, rule, shop_id, order_id, line_no) as missing_fen,
        row_number() over (
            partition by campaign_id, lookback_days, rule, shop_id, order_id, line_no order by remainder desc, touch_no
        ) as place
    from cut
)
select
    campaign_id, lookback_days, rule, shop_id, order_id, line_no, click_id, touchpoint,
    cast(floor_fen + case when place <= missing_fen then 1 else 0 end as bigint) as credit_fen, touch_no
from ranked
