-- One row per credited order line and state: as sold (state 0), then after each of its refunds.
-- key: shop_id, order_id, line_no, state_no
-- sources: campaign_credits, refund_steps
-- runs: live
-- money: fen of the order's currency; bases are shrunk by the refunds so far
-- why: commission is recomputed on what is left after each refund and only the difference is posted, so that any
--   sequence of partial refunds ends at exactly zero. Events count by instant, then by event_id; a refund that is not after
--   its order (is_late) counts at the order's instant, after everything else there.
with states as (
    select shop_id, order_id, line_no, 0 as state_no, null as refund_id, 0 as refunded_fen,
        false as is_all_refunded, ordered_at as event_at
    from campaign_credits
    union all
    select
        r.shop_id, r.order_id, r.line_no, r.refund_no as state_no, r.refund_id, r.refunded_so_far_fen as refunded_fen,
        r.is_all_refunded, r.event_at
    from refund_steps as r
    join campaign_credits as c on c.shop_id = r.shop_id and c.order_id = r.order_id and c.line_no = r.line_no
)
select
    s.shop_id, s.order_id, s.line_no, s.state_no, c.campaign_id, c.collaboration_id, c.kol_id, c.note_id, s.refund_id,
    c.channel, coalesce(c.category, '-') as category, c.currency, s.refunded_fen,
    case when s.is_all_refunded then 0 else shrunk(c.buyer_paid_fen, c.credit_fen, s.refunded_fen) end as buyer_paid_fen,
    case when s.is_all_refunded then 0 else shrunk(c.merchant_receives_fen, c.credit_fen, s.refunded_fen) end as merchant_receives_fen,
    case when s.is_all_refunded then 0 else shrunk(c.list_price_fen, c.credit_fen, s.refunded_fen) end as list_price_fen,
    coalesce(s.refund_id, s.shop_id || '/' || s.order_id) || '/' || s.line_no as event_id,
    strftime(c.ordered_date, '%Y-%m') as of_period, s.is_all_refunded, s.state_no > 0 and s.event_at = c.ordered_at as is_late,
    c.ordered_date, s.event_at
from states as s
join campaign_credits as c on c.shop_id = s.shop_id and c.order_id = s.order_id and c.line_no = s.line_no
