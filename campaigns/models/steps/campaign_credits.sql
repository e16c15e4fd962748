-- One row per order line whose payable credit belongs to a collaboration.
-- key: shop_id, order_id, line_no
-- sources: order_credits, orders, records.collaboration, records.collaboration_note, records.campaign, records.campaign_product, records.product
-- runs: live
-- money: fen of the order's currency; bases before any refund; product_cost_fen is the cost of what was kept, CNY
-- why: a note linked to a collaboration brings its credit along. Evidence that names the KOL without such a note
--   (`settlement`, `source_kol`) belongs to the KOL's collaboration whose campaign holds the order's business date and
--   whose products include the line's; of several, the campaign that began last. A click on an unlinked note stays
--   organic. A collaboration's promo code on an order of its campaign's products beats the last click, not a named KOL.
with credits as (
    select
        c.shop_id, c.order_id, c.line_no, c.note_id, c.kol_id, c.product_id, c.channel, c.evidence, c.currency,
        c.credit_fen, c.refund_fen, c.quantity, c.has_conflict, c.ordered_at, o.list_fen, o.platform_discount_fen, o.tax_fen,
        case when c.evidence not in ('settlement', 'source_kol') then upper(trim(o.promo_code)) end as promo_code
    from order_credits as c
    join orders as o on o.shop_id = c.shop_id and o.order_id = c.order_id and o.line_no = c.line_no
    where c.rule = 'payable' and (c.evidence <> 'none' or o.promo_code <> '')
),
by_code as (
    select c.shop_id, c.order_id, c.line_no, b.id as collaboration_id
    from credits as c
    join records.collaboration as b on upper(trim(b.promo_code)) = c.promo_code
    join records.campaign_product as g on g.campaign_id = b.campaign_id and g.product_id = c.product_id
),
by_note as (
    select c.shop_id, c.order_id, c.line_no, n.collaboration_id
    from credits as c
    join records.collaboration_note as n on n.note_id = c.note_id
),
by_kol as (
    select
        c.shop_id, c.order_id, c.line_no, b.id as collaboration_id,
        row_number() over (
            partition by c.shop_id, c.order_id, c.line_no order by cast(p.since_date as date) desc, b.id desc
        ) as choice
    from credits as c
    join records.collaboration as b on b.kol_id = c.kol_id and b.state not in ('declined', 'dropped')
    join records.campaign as p
        on p.id = b.campaign_id
        and shanghai_date(c.ordered_at) >= cast(p.since_date as date)
        and shanghai_date(c.ordered_at) < cast(p.before_date as date)
    join records.campaign_product as g on g.campaign_id = p.id and g.product_id = c.product_id
    left join by_note as n on n.shop_id = c.shop_id and n.order_id = c.order_id and n.line_no = c.line_no
    where c.evidence in ('settlement', 'source_kol') and n.order_id is null
),
chosen as (
    select shop_id, order_id, line_no, collaboration_id, 'code' as found_by from by_code
    union all
    select n.shop_id, n.order_id, n.line_no, n.collaboration_id, 'note' as found_by
    from by_note as n
    left join by_code as d on d.shop_id = n.shop_id and d.order_id = n.order_id and d.line_no = n.line_no
    where d.order_id is null
    union all
    select shop_id, order_id, line_no, collaboration_id, 'kol' as found_by from by_kol where choice = 1
)
select
    c.shop_id, c.order_id, c.line_no, b.campaign_id, h.collaboration_id, b.agency_id,
    case when h.found_by = 'note' then c.note_id end as note_id, b.kol_id, c.product_id, c.channel, p.category,
    case when h.found_by = 'code' then 'promo_code' else c.evidence end as evidence,
    c.currency, c.credit_fen, c.refund_fen,
    c.credit_fen - c.tax_fen as buyer_paid_fen,
    c.credit_fen - c.tax_fen + c.platform_discount_fen as merchant_receives_fen,
    c.list_fen - c.tax_fen as list_price_fen,
    shrunk(p.cost_fen * c.quantity, c.credit_fen, c.refund_fen) as product_cost_fen,
    c.quantity, c.has_conflict or coalesce(n.collaboration_id <> h.collaboration_id, false) as has_conflict,
    shanghai_date(c.ordered_at) as ordered_date, c.ordered_at
from chosen as h
join credits as c on c.shop_id = h.shop_id and c.order_id = h.order_id and c.line_no = h.line_no
join records.collaboration as b on b.id = h.collaboration_id
left join records.product as p on p.product_id = c.product_id
left join by_note as n on n.shop_id = c.shop_id and n.order_id = c.order_id and n.line_no = c.line_no
