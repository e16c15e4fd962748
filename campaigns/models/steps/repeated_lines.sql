-- One row per order line that says again what other lines of its order say, and so does not count.
-- key: shop_id, order_id, line_no
-- sources: orders
-- runs: warehouse
-- why: 天猫 exports an order as a whole (line 1, no SKU) and by its lines (numbered by 子订单编号), and people load both.
--   Where the lines add up to the whole, they count and it does not; where some of them are missing, the whole counts.
with lines as (
    select shop_id, order_id, line_no, paid_fen from orders where shop_id = 'tmall'
),
parts as (
    select shop_id, order_id, cast(sum(paid_fen) as bigint) as paid_fen from lines where line_no <> 1 group by shop_id, order_id
)
select l.shop_id, l.order_id, l.line_no
from lines as l
join parts as p on p.shop_id = l.shop_id and p.order_id = l.order_id
join lines as w on w.shop_id = l.shop_id and w.order_id = l.order_id and w.line_no = 1
where (l.line_no = 1) = (p.paid_fen = w.paid_fen)
