-- One row per order line of which something was refunded.
-- key: shop_id, order_id, line_no
-- sources: refund_steps
-- runs: warehouse
-- money: fen of the order's currency, positive, never more than was paid
-- why: net sales and kept orders look at the line as it stands after all its refunds.
select
    shop_id, order_id, line_no, cast(sum(refunded_fen) as bigint) as refunded_fen, max(event_at) as last_refunded_at
from refund_steps
group by shop_id, order_id, line_no
