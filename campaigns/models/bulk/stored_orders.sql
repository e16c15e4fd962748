-- One row per order line of a day's file, with numbers for names; lines without a buyer or of an unlinked product have no
-- touch, whatever was clicked, and stay out: they are unattributed.
-- money: CNY fen, the paid goods
select
    o.buyer_key % $parts as part, o.buyer_key, p.product_no, o.order_no, o.paid_fen, epoch_us(o.ordered_at) as ordered_us
from arrived as o
join product_names as p on p.product_id = o.product_id
where o.buyer_key is not null
