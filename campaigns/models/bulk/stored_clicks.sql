-- One row per click of a day's file, with numbers for names: `arrived` is the file, `note_names` and `product_names` number
-- every id once. Clicks without a buyer, a note or a known product lead to no order and stay out.
select
    c.buyer_key % $parts as part, c.buyer_key, p.product_no, n.note_no, c.click_no, epoch_us(c.clicked_at) as clicked_us
from arrived as c
join note_names as n on n.note_id = c.note_id
join product_names as p on p.product_id = c.product_id
where c.buyer_key is not null
