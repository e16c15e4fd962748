-- One row per refund and order line that it takes goods from.
-- key: shop_id, order_id, line_no, refund_id
-- sources: refunds, orders, repeated_lines
-- runs: warehouse
-- money: fen of the order's currency, positive; claimed_fen is what the refund asks of the line
-- why: the after-sale export names the order and one sum, not the line (line_no 0). Such a sum is split over the order's
--   lines by what is left of each, largest remainder, ties to the lowest line; what exceeds the order falls on its first
--   line, where it shows as an over-refund. Cases of 0 fen are open or refused and take nothing. Order lists that say only
--   what is left imply the rest (ids that begin with `net-`): what the order's named refunds say is taken off that.
with recursive named as (
    select r.shop_id, r.order_id, r.refund_id, o.line_no, r.goods_fen, r.shipping_fen, r.is_estimated, r.refunded_at
    from refunds as r
    join orders as o on o.shop_id = r.shop_id and o.order_id = r.order_id and o.line_no = r.line_no
    where r.currency = o.currency
),
told as (
    select r.shop_id, r.order_id, r.currency, cast(sum(r.goods_fen) as bigint) as goods_fen
    from refunds as r
    join refunds as i on i.shop_id = r.shop_id and i.order_id = r.order_id and i.currency = r.currency
    where i.refund_id like 'net-%' and r.refund_id not like 'net-%'
    group by r.shop_id, r.order_id, r.currency
),
whole as (
    select
        r.shop_id, r.order_id, r.refund_id, r.currency, r.shipping_fen, r.is_estimated, r.refunded_at,
        case when r.refund_id like 'net-%' then r.goods_fen - coalesce(t.goods_fen, 0) else r.goods_fen end as goods_fen
    from refunds as r
    left join told as t on t.shop_id = r.shop_id and t.order_id = r.order_id and t.currency = r.currency
    where r.line_no = 0
),
unnamed as (
    select r.shop_id, r.order_id, r.refund_id, r.goods_fen, r.shipping_fen, r.is_estimated, r.refunded_at
    from whole as r
    where
        r.goods_fen > 0 and exists (
            select 1 from orders as o
            where o.shop_id = r.shop_id and o.order_id = r.order_id and o.currency = r.currency
        )
),
lines as (
    select
        o.shop_id, o.order_id, o.line_no, o.ordered_at, greatest(o.paid_fen, 0) as left_fen,
        count(*) over (partition by o.shop_id, o.order_id) as line_count
    from orders as o
    left join repeated_lines as d on d.shop_id = o.shop_id and d.order_id = o.order_id and d.line_no = o.line_no
    where d.order_id is null and exists (
        select 1 from unnamed as u where u.shop_id = o.shop_id and u.order_id = o.order_id
    )
),
events as (
    select
        e.shop_id, e.order_id, e.refund_id, e.line_no, e.goods_fen,
        row_number() over (
            partition by e.shop_id, e.order_id
            order by greatest(e.refunded_at, s.ordered_at), e.refund_id, e.line_no
        ) as event_no
    from (
        select shop_id, order_id, refund_id, line_no, goods_fen, refunded_at from named
        union all
        select shop_id, order_id, refund_id, 0 as line_no, goods_fen, refunded_at from unnamed
    ) as e
    join (
        select shop_id, order_id, min(ordered_at) as ordered_at from lines where line_count > 1 group by shop_id, order_id
    ) as s on s.shop_id = e.shop_id and s.order_id = e.order_id
),
walk as (
    select
        shop_id, order_id, cast(0 as bigint) as event_no, cast('' as varchar) as refund_id, cast(-1 as bigint) as named_line,
        line_no, left_fen, cast(0 as bigint) as claimed_fen
    from lines
    where line_count > 1
    union all
    select
        shop_id, order_id, event_no, refund_id, named_line, line_no,
        greatest(left_fen - claimed_fen, 0) as left_fen, claimed_fen
    from (
        select
            shop_id, order_id, event_no, refund_id, named_line, line_no, left_fen,
            cast(case
                when named_line = line_no then goods_fen
                when named_line <> 0 then 0
                else floor_fen + extra_fen + case
                    when row_number() over (
                        partition by shop_id, order_id order by remainder desc, line_no
                    ) <= shared_fen - sum(floor_fen) over (partition by shop_id, order_id) then 1 else 0
                end
            end as bigint) as claimed_fen
        from (
            select
                w.shop_id, w.order_id, e.event_no, e.refund_id, e.line_no as named_line, w.line_no, w.left_fen, e.goods_fen,
                part_floor(w.left_fen, e.goods_fen, sum(w.left_fen) over parts) as floor_fen,
                part_remainder(w.left_fen, e.goods_fen, sum(w.left_fen) over parts) as remainder,
                least(e.goods_fen, cast(sum(w.left_fen) over parts as bigint)) as shared_fen,
                case
                    when w.line_no = min(w.line_no) over parts
                    then greatest(e.goods_fen - cast(sum(w.left_fen) over parts as bigint), 0) else 0
                end as extra_fen
            from walk as w
            join events as e on e.shop_id = w.shop_id and e.order_id = w.order_id and e.event_no = w.event_no + 1
            window parts as (partition by w.shop_id, w.order_id)
        ) as parted
    ) as claimed
)
select
    shop_id, order_id, line_no, refund_id, goods_fen as claimed_fen, shipping_fen, is_estimated, refunded_at
from named
union all
select
    l.shop_id, l.order_id, l.line_no, u.refund_id, u.goods_fen as claimed_fen, u.shipping_fen, u.is_estimated,
    u.refunded_at
from unnamed as u
join lines as l on l.shop_id = u.shop_id and l.order_id = u.order_id
where l.line_count = 1
union all
select
    w.shop_id, w.order_id, w.line_no, w.refund_id, w.claimed_fen, u.shipping_fen, true as is_estimated, u.refunded_at
from walk as w
join unnamed as u on u.shop_id = w.shop_id and u.order_id = w.order_id and u.refund_id = w.refund_id
where w.named_line = 0 and w.claimed_fen > 0
