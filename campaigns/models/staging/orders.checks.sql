-- warn: lines of one order are in different currencies, which no sum adds
select shop_id, order_id, min(currency) as one, max(currency) as other
from orders
group by shop_id, order_id
having min(currency) <> max(currency);

-- warn: a line of an order stands twice
select shop_id, order_id, line_no, count(*) as copies
from orders
group by shop_id, order_id, line_no
having count(*) > 1;
