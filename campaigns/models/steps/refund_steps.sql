-- One row per refund of a known order line, in the order in which refunds count.
-- key: shop_id, order_id, line_no, refund_id
-- sources: refund_claims, orders
-- runs: warehouse
-- money: fen of the order's currency, refunds positive; refunded_fen is what still counted, claimed_fen what the file says
-- why: a refund never comes before its order (an earlier one counts at the order's instant), ties go by refund id, and
--   together refunds never take more than was paid: an over-refund counts only for what was left. A line that cost
--   nothing is all refunded by its first refund of goods; one of shipping alone leaves the goods untouched.
with claims as (
    select
        o.shop_id, o.order_id, o.line_no, r.refund_id, o.currency, o.paid_fen, r.is_estimated,
        case when r.claimed_fen > 0 or r.shipping_fen = 0 then 1 else 0 end as goods_marks,
        greatest(r.claimed_fen, 0) as claimed_fen, greatest(r.refunded_at, o.ordered_at) as event_at
    from refund_claims as r
    join orders as o on o.shop_id = r.shop_id and o.order_id = r.order_id and o.line_no = r.line_no
),
running as (
    select
        shop_id, order_id, line_no, refund_id, currency, paid_fen, claimed_fen, is_estimated, event_at,
        row_number() over (partition by shop_id, order_id, line_no order by event_at, refund_id) as refund_no,
        sum(claimed_fen) over (
            partition by shop_id, order_id, line_no order by event_at, refund_id
            rows between unbounded preceding and current row
        ) as claimed_so_far_fen,
        sum(goods_marks) over (
            partition by shop_id, order_id, line_no order by event_at, refund_id
            rows between unbounded preceding and current row
        ) as goods_marks_so_far
    from claims
)
select
    shop_id, order_id, line_no, refund_id, refund_no, currency, claimed_fen,
    cast(
        least(greatest(paid_fen, 0), claimed_so_far_fen) - least(greatest(paid_fen, 0), claimed_so_far_fen - claimed_fen)
        as bigint
    ) as refunded_fen,
    cast(least(greatest(paid_fen, 0), claimed_so_far_fen) as bigint) as refunded_so_far_fen,
    claimed_so_far_fen >= paid_fen and goods_marks_so_far > 0 as is_all_refunded, is_estimated, event_at
from running
