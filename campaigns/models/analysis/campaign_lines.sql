-- One row per campaign and order line of its products that was sold on its days, whoever led to it.
-- key: campaign_id, shop_id, order_id, line_no
-- sources: order_credits, records.campaign, records.campaign_product
-- runs: live
-- money: CNY fen, refunds positive
-- why: what there is to share: every rule of the analysis gives out exactly these lines, what nobody touched as unattributed.
--   lookback_days, match_on and half_life_days are the campaign's own settings. Other currencies are left out.
select
    p.id as campaign_id, c.shop_id, c.order_id, c.line_no, c.product_id, c.buyer_key, p.match_on, c.credit_fen as paid_fen,
    c.refund_fen, p.lookback_days, p.half_life_days, c.ordered_at
from records.campaign as p
join records.campaign_product as g on g.campaign_id = p.id
join order_credits as c
    on c.product_id = g.product_id
    and c.rule = 'last'
    and c.currency = 'CNY'
    and shanghai_date(c.ordered_at) >= cast(p.since_date as date)
    and shanghai_date(c.ordered_at) < cast(p.before_date as date)
