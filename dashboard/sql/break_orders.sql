-- The order lines behind a break, with what came back of each. Parameter: order (its id).
select
    o.order_id, o.line_no, o.ordered_at, o.completed_at, o.list_fen, o.brand_discount_fen, o.platform_discount_fen,
    o.shipping_fen, o.tax_fen, o.paid_fen, coalesce(r.refunded_fen, 0)::bigint as refunds_fen, l.name as file, o.source_row
from orders as o
join loads as l on l.load_id = o.load_id
left join (
    select shop_id, order_id, line_no, sum(goods_fen)::bigint as refunded_fen from refunds group by shop_id, order_id, line_no
) as r on r.shop_id = o.shop_id and r.order_id = o.order_id and r.line_no = o.line_no
where o.order_id = $order
order by o.line_no
