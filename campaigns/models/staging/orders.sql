-- One row per line of an order: its newest version, with the most precise times that any version gives.
-- key: shop_id, order_id, line_no
-- sources: raw.orders, loads
-- runs: view
-- money: fen of the order's currency
-- why: a file that a spreadsheet saved again has lost its seconds. Of each time the newest version that has one counts; a
--   more precise version sharpens it where both name the same minute or day. Whatever else the line says is the newest's.
with mixed as (
    select distinct c.shop_id, c.order_id, c.line_no
    from raw.orders as c
    join raw.orders as f
        on f.shop_id = c.shop_id and f.order_id = c.order_id and f.line_no = c.line_no
        and f.time_precision <> c.time_precision
    where c.time_precision <> 'second'
),
versions as (
    select
        o.shop_id, o.order_id, o.line_no, o.ordered_at, o.paid_at, o.completed_at, o.time_precision,
        case o.time_precision when 'second' then 3 when 'minute' then 2 else 1 end as sharpness,
        row_number() over (
            partition by o.shop_id, o.order_id, o.line_no order by l.captured_at, l.sha256, o.source_row
        ) as newness
    from mixed as m
    join raw.orders as o on o.shop_id = m.shop_id and o.order_id = m.order_id and o.line_no = m.line_no
    left join loads as l on l.load_id = o.load_id
),
times as (
    select shop_id, order_id, line_no, 'ordered' as what, ordered_at as moment, sharpness, newness from versions
    union all
    select shop_id, order_id, line_no, 'paid' as what, paid_at as moment, sharpness, newness
    from versions where paid_at is not null
    union all
    select shop_id, order_id, line_no, 'completed' as what, completed_at as moment, sharpness, newness
    from versions where completed_at is not null
),
latest as (
    select
        shop_id, order_id, line_no, what, arg_max(moment, newness) as moment, arg_max(sharpness, newness) as sharpness
    from times
    group by shop_id, order_id, line_no, what
),
sharpest as (
    select
        t.shop_id, t.order_id, t.line_no, t.what, arg_max(t.moment, t.sharpness) as moment, max(t.sharpness) as sharpness
    from times as t
    join latest as l
        on l.shop_id = t.shop_id and l.order_id = t.order_id and l.line_no = t.line_no and l.what = t.what
    where t.sharpness >= l.sharpness and case l.sharpness
        when 3 then t.moment = l.moment
        when 2 then date_trunc('minute', t.moment) = date_trunc('minute', l.moment)
        else cast(t.moment at time zone 'Asia/Shanghai' as date) = cast(l.moment at time zone 'Asia/Shanghai' as date)
    end
    group by t.shop_id, t.order_id, t.line_no, t.what
),
merged as (
    select
        s.shop_id, s.order_id, s.line_no, max(s.moment) filter (where s.what = 'ordered') as ordered_at,
        max(s.moment) filter (where s.what = 'paid') as paid_at,
        max(s.moment) filter (where s.what = 'completed') as completed_at,
        max(s.sharpness) filter (where s.what = 'ordered') as sharpness, max(n.time_precision) as newest_precision
    from sharpest as s
    join (
        select shop_id, order_id, line_no, arg_max(time_precision, newness) as time_precision
        from versions group by shop_id, order_id, line_no
    ) as n on n.shop_id = s.shop_id and n.order_id = s.order_id and n.line_no = s.line_no
    group by s.shop_id, s.order_id, s.line_no
)
select
    o.shop_id, o.order_id, o.line_no, o.channel, o.product_id, o.sku, o.buyer_key,
    coalesce(m.ordered_at, o.ordered_at) as ordered_at, coalesce(m.paid_at, o.paid_at) as paid_at,
    coalesce(m.completed_at, o.completed_at) as completed_at,
    case m.sharpness when 3 then 'second' when 2 then 'minute' when 1 then 'day' else o.time_precision end
    as time_precision,
    o.quantity, o.currency, o.list_fen, o.brand_discount_fen, o.platform_discount_fen, o.shipping_fen, o.tax_fen,
    o.paid_fen, o.promo_code, o.source_kol_id, o.status, o.load_id, o.source_row
from raw.orders as o
left join merged as m on m.shop_id = o.shop_id and m.order_id = o.order_id and m.line_no = o.line_no
where m.order_id is null or m.newest_precision = o.time_precision
