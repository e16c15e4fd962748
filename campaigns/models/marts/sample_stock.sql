-- One row per product of which sample units were received or asked for: what came, what went, what is left.
-- key: product_id
-- sources: sample_status, records.sample_receipt, records.product, records.setting
-- runs: live
-- why: units are out once they have left and until they come back (returned ones are in again); what is requested or approved
--   but has not left is promised. left_units is unknown where no receipt was entered, and may be negative: more went out than
--   anybody entered. The number below which to warn is the setting `sample.warn_below.<product>`; without one there is none.
with received as (
    select product_id, cast(sum(units) as bigint) as units from records.sample_receipt group by product_id
),
went as (
    select
        product_id, cast(sum(case when has_left and state <> 'returned' then units else 0 end) as bigint) as out_units,
        cast(sum(case when not has_left and state <> 'waived' then units else 0 end) as bigint) as promised_units
    from sample_status
    group by product_id
)
select
    p.product_id, p.brand_id, p.name, p.name_zh, coalesce(r.units, 0) as received_units, coalesce(w.out_units, 0) as out_units,
    coalesce(w.promised_units, 0) as promised_units, r.units - coalesce(w.out_units, 0) as left_units,
    try_cast(s.value as bigint) as warn_below, s.version as warn_version,
    coalesce(r.units - coalesce(w.out_units, 0) < try_cast(s.value as bigint), false) as is_low
from records.product as p
left join received as r on r.product_id = p.product_id
left join went as w on w.product_id = p.product_id
left join records.setting as s on s.key = 'sample.warn_below.' || p.product_id
where r.product_id is not null or w.product_id is not null
