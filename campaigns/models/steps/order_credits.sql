-- One row per order line that is a sale and rule of credit: the note and KOL it is credited to, if any.
-- key: shop_id, order_id, line_no, rule
-- sources: orders, order_touches, line_refunds, settlements, repeated_lines
-- runs: warehouse
-- money: fen of the order's currency; credit_fen is the paid goods of the whole line, refund_fen its refunds, positive
-- why: rule `last` credits the last touch within 15 days. Rule `payable` takes the strongest evidence: a settlement line
--   naming the KOL (`settlement`), the KOL id on the order (`source_kol`), the last click (`click`); the note is then the
--   KOL's own last touch, if there is one. Evidence that names two KOLs is a conflict, shown and never counted twice.
--   A line without evidence stays, without note and KOL, evidence `none`: credits sum to the lines under each rule.
with lines as (
    select
        o.shop_id, o.order_id, o.line_no, o.product_id, o.buyer_key, o.channel, o.currency, o.quantity, o.paid_fen,
        coalesce(r.refunded_fen, 0) as refund_fen, nullif(o.source_kol_id, '') as source_kol_id, o.ordered_at, o.paid_at
    from orders as o
    left join line_refunds as r on r.shop_id = o.shop_id and r.order_id = o.order_id and r.line_no = o.line_no
    left join repeated_lines as d on d.shop_id = o.shop_id and d.order_id = o.order_id and d.line_no = o.line_no
    where is_sale(o.status, o.paid_at) and d.order_id is null
),
statements as (
    select shop_id, order_id, min(kol_id) as kol_id, count(distinct kol_id) as kols
    from settlements
    where kol_id <> '' and order_id is not null
    group by shop_id, order_id
),
named as (
    select l.shop_id, l.order_id, l.line_no, min(s.kol_id) as kol_id, max(s.kols) > 1 or count(distinct s.kol_id) > 1 as is_split
    from statements as s
    join lines as l on l.order_id = s.order_id and (s.shop_id is null or l.shop_id = s.shop_id)
    group by l.shop_id, l.order_id, l.line_no
),
last_touches as (
    select shop_id, order_id, line_no, click_id, note_id, kol_id, section, click_channel
    from order_touches
    where touch_no = touch_count
),
evidence as (
    select
        l.shop_id, l.order_id, l.line_no, coalesce(s.kol_id, l.source_kol_id) as kol_id,
        case when s.kol_id is not null then 'settlement' else 'source_kol' end as evidence,
        s.kol_id as settlement_kol_id, l.source_kol_id, coalesce(s.is_split, false) as is_split
    from lines as l
    left join named as s on s.shop_id = l.shop_id and s.order_id = l.order_id and s.line_no = l.line_no
    where s.kol_id is not null or l.source_kol_id is not null
),
own_touches as (
    select
        t.shop_id, t.order_id, t.line_no, t.click_id, t.note_id, t.section, t.click_channel,
        row_number() over (partition by t.shop_id, t.order_id, t.line_no order by t.touch_no desc) as age
    from order_touches as t
    join evidence as e
        on e.shop_id = t.shop_id and e.order_id = t.order_id and e.line_no = t.line_no and e.kol_id = t.kol_id
),
credits as (
    select
        l.shop_id, l.order_id, l.line_no, 'last' as rule, t.click_id, t.note_id, t.kol_id, t.section, t.click_channel,
        case when t.click_id is null then 'none' else 'click' end as evidence, false as has_conflict
    from lines as l
    left join last_touches as t on t.shop_id = l.shop_id and t.order_id = l.order_id and t.line_no = l.line_no
    union all
    select
        l.shop_id, l.order_id, l.line_no, 'payable' as rule,
        case when e.kol_id is null then t.click_id else w.click_id end as click_id,
        case when e.kol_id is null then t.note_id else w.note_id end as note_id,
        coalesce(e.kol_id, t.kol_id) as kol_id,
        case when e.kol_id is null then t.section else w.section end as section,
        case when e.kol_id is null then t.click_channel else w.click_channel end as click_channel,
        case when e.kol_id is not null then e.evidence when t.click_id is null then 'none' else 'click' end as evidence,
        e.kol_id is not null and (
            e.is_split or coalesce(e.source_kol_id <> e.kol_id, false) or coalesce(t.kol_id <> e.kol_id, false)
        ) as has_conflict
    from lines as l
    left join last_touches as t on t.shop_id = l.shop_id and t.order_id = l.order_id and t.line_no = l.line_no
    left join evidence as e on e.shop_id = l.shop_id and e.order_id = l.order_id and e.line_no = l.line_no
    left join own_touches as w
        on w.shop_id = l.shop_id and w.order_id = l.order_id and w.line_no = l.line_no and w.age = 1
)
select
    c.shop_id, c.order_id, c.line_no, c.rule, 15 as lookback_days, c.click_id, c.note_id, c.kol_id, l.product_id,
    l.buyer_key, l.channel, c.section, c.click_channel, c.evidence, l.currency, l.paid_fen as credit_fen, l.refund_fen,
    l.quantity, c.has_conflict, l.ordered_at, l.paid_at
from credits as c
join lines as l on l.shop_id = c.shop_id and l.order_id = c.order_id and l.line_no = c.line_no
