-- One row per product, by name.
select product_id, brand_id, name, name_zh, category
from records.product
order by name, product_id
