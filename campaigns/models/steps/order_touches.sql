-- One row per order line and click that may have led to it.
-- key: shop_id, order_id, line_no, click_id
-- sources: clicks, orders, notes
-- runs: warehouse
-- why: a touch is a click by the same buyer on a note's link to the same product, not after the order and at most
--   15 days (1,296,000 exact seconds, both ends included) before it. touch_no counts from the first touch of a line to
--   the last; equal times go by click id.
with lines as (
    select shop_id, order_id, line_no, product_id, buyer_key, ordered_at
    from orders
    where buyer_key is not null and product_id is not null and is_sale(status, paid_at)
),
pairs as (
    select
        l.shop_id, l.order_id, l.line_no, c.click_id, c.note_id, l.product_id, l.buyer_key, c.section,
        c.channel as click_channel, c.clicked_at, l.ordered_at
    from clicks as c
    join lines as l
        on l.buyer_key = c.buyer_key
        and l.product_id = c.product_id
        and c.clicked_at <= l.ordered_at
        and c.clicked_at >= l.ordered_at - interval 1296000 second
    where c.note_id is not null
),
numbered as (
    select
        shop_id, order_id, line_no, click_id, note_id, product_id, buyer_key, section, click_channel, clicked_at, ordered_at,
        row_number() over (partition by shop_id, order_id, line_no order by clicked_at, click_id) as touch_no,
        count(*) over (partition by shop_id, order_id, line_no) as touch_count
    from pairs
)
select
    t.shop_id, t.order_id, t.line_no, t.click_id, t.note_id, n.kol_id, t.product_id, t.buyer_key, t.section,
    t.click_channel, t.clicked_at, t.ordered_at, date_diff('second', t.clicked_at, t.ordered_at) as age_seconds,
    t.touch_no, t.touch_count
from numbered as t
left join notes as n on n.note_id = t.note_id
