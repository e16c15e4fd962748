-- One row per stock count of a product in a campaign's days, in order of time. Parameters: campaign (code), product (id).
select s.captured_at, s.available
from stock_levels as s
join records.campaign as c on c.code = $campaign
where s.product_id = $product and shanghai_date(s.captured_at) >= c.since_date and shanghai_date(s.captured_at) < c.before_date
order by s.captured_at
