-- One row per order line whose touches a day's facts may have changed: the day's own, and older or later ones of the same buyer
-- and product that a late click reaches. `clicks` and `orders` are the facts of one part of the buyers, `new_clicks` and
-- `new_orders` those of them that the day brought.
-- money: CNY fen, the paid goods
select o.buyer_key, o.product_no, o.order_no, o.paid_fen, o.ordered_us
from new_orders as o
union
select o.buyer_key, o.product_no, o.order_no, o.paid_fen, o.ordered_us
from new_clicks as c
join orders as o
    on o.buyer_key = c.buyer_key
    and o.product_no = c.product_no
    and c.clicked_us <= o.ordered_us
    and c.clicked_us >= o.ordered_us - $lookback_us
