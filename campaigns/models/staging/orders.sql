-- One row per line of an order: its newest version, with the most precise times that any version gives.
-- key: shop_id, order_id, line_no
-- sources: raw.orders, loads
-- runs: view
-- money: fen of the order's currency
-- why: a file that a spreadsheet saved again has lost its seconds. Of each time the newest version that has one counts; a
--   more precise version sharpens it where both name the same minute or day. Whatever else the line says is the newest's.
--   A line has at most one version of each precision; only lines that have a coarse one are looked at closely.
with places as (
    select load_id, row_number() over (order by captured_at, sha256) as place from loads
),
coarse as (
    select distinct shop_id, order_id, line_no from raw.orders where time_precision <> 'second'
),
versions as (
    select
        o.shop_id, o.order_id, o.line_no, o.ordered_at, o.paid_at, o.completed_at, o.time_precision,
        p.place * 4294967296 + o.source_row as version
    from coarse as c
    join raw.orders as o on o.shop_id = c.shop_id and o.order_id = c.order_id and o.line_no = c.line_no
    left join places as p on p.load_id = o.load_id
),
several as (
    select
        shop_id, order_id, line_no, arg_max(time_precision, version) as newest_precision,
        any_value(ordered_at) filter (where time_precision = 'second') as ordered_second,
        any_value(ordered_at) filter (where time_precision = 'minute') as ordered_minute,
        any_value(ordered_at) filter (where time_precision = 'day') as ordered_day,
        any_value(cast(ordered_at at time zone 'Asia/Shanghai' as date)) filter (where time_precision = 'day') as ordered_date,
        arg_max(time_precision, version) filter (where ordered_at is not null) as ordered_known,
        any_value(paid_at) filter (where time_precision = 'second') as paid_second,
        any_value(paid_at) filter (where time_precision = 'minute') as paid_minute,
        any_value(paid_at) filter (where time_precision = 'day') as paid_day,
        any_value(cast(paid_at at time zone 'Asia/Shanghai' as date)) filter (where time_precision = 'day') as paid_date,
        arg_max(time_precision, version) filter (where paid_at is not null) as paid_known,
        any_value(completed_at) filter (where time_precision = 'second') as completed_second,
        any_value(completed_at) filter (where time_precision = 'minute') as completed_minute,
        any_value(completed_at) filter (where time_precision = 'day') as completed_day,
        any_value(cast(completed_at at time zone 'Asia/Shanghai' as date)) filter (where time_precision = 'day') as completed_date,
        arg_max(time_precision, version) filter (where completed_at is not null) as completed_known
    from versions
    group by shop_id, order_id, line_no
    having count(*) > 1
),
merged as (
    select
        shop_id, order_id, line_no, newest_precision,
        case ordered_known
            when 'second' then ordered_second
            when 'minute' then
                case when date_trunc('minute', ordered_second) = ordered_minute then ordered_second else ordered_minute end
            else case
                when cast(ordered_second at time zone 'Asia/Shanghai' as date) = ordered_date then ordered_second
                when cast(ordered_minute at time zone 'Asia/Shanghai' as date) = ordered_date then ordered_minute
                else ordered_day
            end
        end as ordered_at,
        case paid_known
            when 'second' then paid_second
            when 'minute' then
                case when date_trunc('minute', paid_second) = paid_minute then paid_second else paid_minute end
            else case
                when cast(paid_second at time zone 'Asia/Shanghai' as date) = paid_date then paid_second
                when cast(paid_minute at time zone 'Asia/Shanghai' as date) = paid_date then paid_minute
                else paid_day
            end
        end as paid_at,
        case completed_known
            when 'second' then completed_second
            when 'minute' then
                case when date_trunc('minute', completed_second) = completed_minute then completed_second else completed_minute end
            else case
                when cast(completed_second at time zone 'Asia/Shanghai' as date) = completed_date then completed_second
                when cast(completed_minute at time zone 'Asia/Shanghai' as date) = completed_date then completed_minute
                else completed_day
            end
        end as completed_at,
        case
            when ordered_second is not null and (
                ordered_known = 'second' or date_trunc('minute', ordered_second) = ordered_minute
                or (ordered_known = 'day' and cast(ordered_second at time zone 'Asia/Shanghai' as date) = ordered_date)
            ) then 'second'
            else ordered_known
        end as time_precision
    from several
)
select
    o.shop_id, o.order_id, o.line_no, o.channel, o.product_id, o.sku, o.buyer_key,
    coalesce(m.ordered_at, o.ordered_at) as ordered_at, coalesce(m.paid_at, o.paid_at) as paid_at,
    coalesce(m.completed_at, o.completed_at) as completed_at,
    coalesce(m.time_precision, o.time_precision) as time_precision, o.quantity, o.currency, o.list_fen,
    o.brand_discount_fen, o.platform_discount_fen, o.shipping_fen, o.tax_fen, o.paid_fen, o.promo_code,
    o.source_kol_id, o.status, o.load_id, o.source_row
from raw.orders as o
left join merged as m on m.shop_id = o.shop_id and m.order_id = o.order_id and m.line_no = o.line_no
where m.order_id is null or m.newest_precision = o.time_precision
