-- One row per product with sample units, the ones that run low first.
select
    product_id, name, name_zh, received_units, out_units, promised_units, left_units, warn_below, warn_version, is_low
from sample_stock
order by is_low desc, left_units - promised_units nulls last, product_id
