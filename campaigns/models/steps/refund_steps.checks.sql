-- fail: refunds of a line take more than was paid
select o.shop_id, o.order_id, o.line_no, o.paid_fen, sum(s.refunded_fen) as refunded_fen
from refund_steps as s
join orders as o on o.shop_id = s.shop_id and o.order_id = s.order_id and o.line_no = s.line_no
group by o.shop_id, o.order_id, o.line_no, o.paid_fen
having sum(s.refunded_fen) > greatest(o.paid_fen, 0);

-- warn: more was refunded than was paid; only what was left counts
select shop_id, order_id, line_no, refund_id, claimed_fen, refunded_fen
from refund_steps
where claimed_fen > refunded_fen;

-- warn: a refund names an order, or a line of one, that no file has brought
select r.refund_id, r.shop_id, r.order_id, r.line_no
from refunds as r
left join (
    select shop_id, order_id, line_no from orders
    union
    select shop_id, order_id, 0 as line_no from orders
) as o on o.shop_id = r.shop_id and o.order_id = r.order_id and o.line_no = r.line_no
where o.order_id is null;

-- warn: a refund is in another currency than its order and does not count
select distinct r.refund_id, r.shop_id, r.order_id, r.line_no, r.currency
from refunds as r
join orders as o
    on o.shop_id = r.shop_id and o.order_id = r.order_id and (o.line_no = r.line_no or r.line_no = 0)
where r.currency <> o.currency;
