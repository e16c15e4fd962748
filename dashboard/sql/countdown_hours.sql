-- One row per countdown sale and hour from its start until a week after its end (or the end of the data): orders of the product,
-- the mean of the same weekday and hour in up to four weeks before the sale, and whether the product was out of stock.
-- Parameter: campaign (code). variance: of orders less expected, both taken as counts (Poisson).
with
plans as (
    select c.id as campaign_id, unnest(from_json(c.countdowns, '["JSON"]')) as sale
    from records.campaign as c
    where c.code = $campaign
),
sales as (
    select
        sale ->> 'product_id' as product_id, cast(sale ->> 'since_at' as timestamptz) as since_at,
        cast(sale ->> 'before_at' as timestamptz) as before_at
    from plans
),
reach as (
    select epoch(min(o.ordered_at)) as first_at, epoch(max(o.ordered_at)) as last_at from orders as o
),
bought as (
    select
        s.product_id, s.since_at, floor((epoch(o.ordered_at) - epoch(s.since_at)) / 3600)::bigint as hour_no,
        count(distinct o.shop_id || '/' || o.order_id) as orders
    from sales as s
    join orders as o on o.product_id = s.product_id and is_sale(o.status, o.paid_at)
    group by s.product_id, s.since_at, hour_no
),
hours as (
    select s.product_id, s.since_at, s.before_at, unnest(range(
        0, least(
            ceil((epoch(s.before_at) - epoch(s.since_at)) / 3600) + 168, floor((r.last_at - epoch(s.since_at)) / 3600)
        )::bigint
    )) as hour_no
    from sales as s
    cross join reach as r
),
weeks as (
    select h.product_id, h.since_at, h.hour_no, h.hour_no - 168 * w.week as earlier_no
    from hours as h
    cross join (values (1), (2), (3), (4), (5)) as w (week)
    cross join reach as r
    where h.hour_no - 168 * w.week < 0 and h.hour_no - 168 * w.week >= -672
        and epoch(h.since_at) + 3600 * (h.hour_no - 168 * w.week) >= r.first_at
),
baseline as (
    select w.product_id, w.since_at, w.hour_no, count(*) as weeks, coalesce(sum(b.orders), 0) as orders
    from weeks as w
    left join bought as b on b.product_id = w.product_id and b.since_at = w.since_at and b.hour_no = w.earlier_no
    group by w.product_id, w.since_at, w.hour_no
),
gaps as (
    select
        h.product_id, h.since_at, h.hour_no,
        bool_or(g.sold_out_at <= h.since_at + to_hours(h.hour_no)
            and coalesce(g.restocked_at, 'infinity'::timestamptz) > h.since_at + to_hours(h.hour_no)) as is_out
    from hours as h
    join sell_outs as g on g.product_id = h.product_id
    group by h.product_id, h.since_at, h.hour_no
)
select
    h.product_id, coalesce(p.name, h.product_id) as name, p.name_zh, h.since_at, h.before_at, h.hour_no,
    coalesce(b.orders, 0) as orders, l.orders::double / l.weeks as expected, coalesce(l.weeks, 0) as weeks,
    coalesce(b.orders, 0) + l.orders::double / (l.weeks * l.weeks) as variance,
    h.since_at + to_hours(h.hour_no) < h.before_at as is_in_window, coalesce(g.is_out, false) as is_out,
    h.since_at + to_hours(h.hour_no) as hour_at
from hours as h
left join bought as b on b.product_id = h.product_id and b.since_at = h.since_at and b.hour_no = h.hour_no
left join baseline as l on l.product_id = h.product_id and l.since_at = h.since_at and l.hour_no = h.hour_no
left join gaps as g on g.product_id = h.product_id and g.since_at = h.since_at and g.hour_no = h.hour_no
left join records.product as p on p.product_id = h.product_id
order by h.since_at, h.product_id, h.hour_no
