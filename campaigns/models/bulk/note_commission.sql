-- One row per note of one part of the buyers: buyers, orders and paid goods credited to its last touch, and the commission on
-- them at $rate_ppm, rounded half up once per line. A line with a price of nothing is an order too.
-- money: CNY fen
with sold as (
    select c.note_no, c.last_fen, o.buyer_key
    from credits as c
    join orders as o on o.order_no = c.order_no
    where c.is_last
)
select
    note_no, count(distinct buyer_key) as buyers, count(*) as orders, cast(sum(last_fen) as bigint) as credit_fen,
    cast(sum(share_of(last_fen, $rate_ppm)) as bigint) as commission_fen
from sold
group by note_no
