-- One row per order line that is a sale and event (the sale, each refund): the platform fee that we accrue for it.
-- The same rules as commission_lines (flat terms, base as shrunk, rounded once per line), but for every line of every shop
-- with platform terms in force when it was ordered, credited to a KOL or not. A statement should show the sale when the
-- return window after completion is over (due_at; null while a line is not completed), a refund not before its sale.
-- money: fen of the order's currency; a refund is the new amount less the amount so far
with sold as (
    select
        o.shop_id, o.order_id, o.line_no, o.channel, coalesce(p.category, '-') as category, o.currency, o.list_fen,
        o.brand_discount_fen, o.platform_discount_fen, o.shipping_fen, o.tax_fen, o.paid_fen, o.ordered_at,
        shanghai_date(o.ordered_at) as business_date,
        case when count(*) over whole = count(o.completed_at) over whole then max(o.completed_at) over whole end
            + to_days($window_days) as due_at
    from orders as o
    left join records.product as p on p.product_id = o.product_id
    left join repeated_lines as d on d.shop_id = o.shop_id and d.order_id = o.order_id and d.line_no = o.line_no
    where is_sale(o.status, o.paid_at) and d.order_id is null
    window whole as (partition by o.shop_id, o.order_id)
),
asked as (
    select distinct channel, category, business_date, currency from sold
),
in_force as (
    select
        a.channel, a.category, a.business_date, a.currency, t.base as base_name, t.rate_ppm,
        row_number() over (
            partition by a.channel, a.category, a.business_date, a.currency
            order by case t.scope when 'platform_category' then 1 else 2 end, t.id
        ) as choice
    from asked as a
    join records.terms as t
        on t.part = 'platform_fee' and t.platform = a.channel and t.currency = a.currency and t.rate_ppm is not null
        and (t.scope = 'platform' or (t.scope = 'platform_category' and t.category = a.category))
        and cast(t.since_date as date) <= a.business_date
        and (t.before_date is null or a.business_date < cast(t.before_date as date))
),
states as (
    select shop_id, order_id, line_no, 0 as state_no, null as refund_id, 0 as refunded_fen, false as is_all_refunded,
        ordered_at as event_at
    from sold
    union all
    select shop_id, order_id, line_no, refund_no as state_no, refund_id, refunded_so_far_fen as refunded_fen,
        is_all_refunded, event_at
    from refund_steps
),
based as (
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, s.refund_id, s.event_at, t.base_name, t.rate_ppm,
        case when s.is_all_refunded then 0 else shrunk(
            case t.base_name
                when 'merchant_receives' then o.paid_fen - o.tax_fen + o.platform_discount_fen
                when 'list_price' then o.list_fen - o.tax_fen
                else o.paid_fen - o.tax_fen
            end, o.paid_fen, s.refunded_fen
        ) end as base_fen
    from states as s
    join sold as o on o.shop_id = s.shop_id and o.order_id = s.order_id and o.line_no = s.line_no
    join in_force as t
        on t.channel = o.channel and t.category = o.category and t.business_date = o.business_date
        and t.currency = o.currency and t.choice = 1
    where t.base_name in ('buyer_paid', 'merchant_receives', 'list_price')
),
posted as (
    select
        shop_id, order_id, line_no, state_no, refund_id, event_at, base_name, rate_ppm,
        base_fen - coalesce(lag(base_fen) over line, 0) as base_fen,
        share_of(base_fen, rate_ppm) - coalesce(lag(share_of(base_fen, rate_ppm)) over line, 0) as amount_fen
    from based
    window line as (partition by shop_id, order_id, line_no order by state_no)
)
select
    p.shop_id, p.order_id, p.line_no, 'platform_fee' as part, case when p.state_no = 0 then 'sale' else 'refund' end as kind,
    coalesce(p.refund_id, '') as event_id, 'platform' as party, '' as kol_id, '' as evidence, o.currency, p.base_name,
    p.base_fen, cast(p.rate_ppm as bigint) * 1000000 as rate_ppt, p.amount_fen, o.list_fen, o.brand_discount_fen,
    o.platform_discount_fen, o.shipping_fen, o.tax_fen, o.paid_fen, cast(0 as bigint) as platform_fee_fen, o.ordered_at,
    p.event_at, case when o.due_at is null then null else greatest(p.event_at, o.due_at) end as due_at
from posted as p
join sold as o on o.shop_id = p.shop_id and o.order_id = p.order_id and o.line_no = p.line_no
