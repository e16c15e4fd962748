-- One row per credited order line and state: as sold (state 0), then after each of its refunds.
-- key: shop_id, order_id, line_no, state_no
-- sources: campaign_credits, refund_steps
-- runs: live
-- money: fen of the order's currency; bases are shrunk by the refunds so far
-- why: commission is recomputed on what is left after each refund and only the difference is posted, so that any
--   sequence of partial refunds ends at exactly zero. Events count by instant, then by event_id; a refund that is not after
--   its order (is_late) counts at the order's instant, after everything else there.
with refunded as (
    select
        c.shop_id, c.order_id, c.line_no, r.refund_no as state_no, c.campaign_id, c.collaboration_id, c.kol_id, c.note_id,
        r.refund_id, c.channel, c.category, c.currency, r.refunded_so_far_fen as refunded_fen, c.credit_fen, c.buyer_paid_fen,
        c.merchant_receives_fen, c.list_price_fen, r.is_all_refunded, r.event_at = c.ordered_at as is_late, c.ordered_date, r.event_at
    from refund_steps as r
    join campaign_credits as c on c.shop_id = r.shop_id and c.order_id = r.order_id and c.line_no = r.line_no
)
select
    shop_id, order_id, line_no, 0 as state_no, campaign_id, collaboration_id, kol_id, note_id, null as refund_id, channel,
    coalesce(category, '-') as category, currency, 0 as refunded_fen,
    case when buyer_paid_fen <= 0 then 0 else buyer_paid_fen end as buyer_paid_fen,
    case when merchant_receives_fen <= 0 then 0 else merchant_receives_fen end as merchant_receives_fen,
    case when list_price_fen <= 0 then 0 else list_price_fen end as list_price_fen,
    shop_id || '/' || order_id || '/' || line_no as event_id, strftime(ordered_date, '%Y-%m') as of_period,
    false as is_all_refunded, false as is_late, ordered_date, ordered_at as event_at
from campaign_credits
union all
select
    shop_id, order_id, line_no, state_no, campaign_id, collaboration_id, kol_id, note_id, refund_id, channel,
    coalesce(category, '-') as category, currency, refunded_fen,
    case when is_all_refunded then 0 else shrunk(buyer_paid_fen, credit_fen, refunded_fen) end as buyer_paid_fen,
    case when is_all_refunded then 0 else shrunk(merchant_receives_fen, credit_fen, refunded_fen) end as merchant_receives_fen,
    case when is_all_refunded then 0 else shrunk(list_price_fen, credit_fen, refunded_fen) end as list_price_fen,
    refund_id || '/' || line_no as event_id, strftime(ordered_date, '%Y-%m') as of_period, is_all_refunded, is_late,
    ordered_date, event_at
from refunded
