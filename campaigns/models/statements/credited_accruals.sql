-- One row per line of commission_lines that a KOL or an agency is due: credited order lines, their refunds, fixed fees.
-- due_at as for the platform's fee: the return window after completion, a refund not before its sale; a fixed fee when
-- the note was published, what the end of a month brings on its last day. evidence tells what the platform knows of: it pays KOLs that are named on the order only.
-- money: fen of the terms' currency; a refund is the new amount less the amount so far
with completed as (
    select
        shop_id, order_id,
        case when count(*) = count(completed_at) then max(completed_at) end + to_days($window_days) as due_at
    from orders
    where is_sale(status, paid_at)
    group by shop_id, order_id
),
fees as (
    select shop_id, order_id, line_no, amount_fen
    from commission_lines
    where part = 'platform_fee' and kind = 'sale'
)
select
    l.shop_id, coalesce(l.order_id, '') as order_id, coalesce(l.line_no, 0) as line_no, l.part, l.kind,
    coalesce(l.refund_id, case when l.kind = 'fixed_fee' then l.note_id else '' end) as event_id,
    case when l.part = 'kol' then l.kol_id else coalesce(a.code, '') end as party, l.kol_id,
    coalesce(c.evidence, 'note') as evidence, l.currency, coalesce(l.base_name, '') as base_name, l.base_fen,
    cast(coalesce(l.rate_ppm, 0) as bigint) * coalesce(t.cps_share_ppm, 1000000) as rate_ppt, l.amount_fen,
    coalesce(o.list_fen, 0) as list_fen, coalesce(o.brand_discount_fen, 0) as brand_discount_fen,
    coalesce(o.platform_discount_fen, 0) as platform_discount_fen, coalesce(o.shipping_fen, 0) as shipping_fen,
    coalesce(o.tax_fen, 0) as tax_fen, coalesce(o.paid_fen, 0) as paid_fen, coalesce(f.amount_fen, 0) as platform_fee_fen,
    coalesce(o.ordered_at, l.event_at) as ordered_at, l.event_at,
    case
        when l.order_id is null then l.event_at
        when d.due_at is not null then greatest(l.event_at, d.due_at)
    end as due_at
from commission_lines as l
left join campaign_credits as c on c.shop_id = l.shop_id and c.order_id = l.order_id and c.line_no = l.line_no
left join orders as o on o.shop_id = l.shop_id and o.order_id = l.order_id and o.line_no = l.line_no
left join completed as d on d.shop_id = l.shop_id and d.order_id = l.order_id
left join fees as f on f.shop_id = l.shop_id and f.order_id = l.order_id and f.line_no = l.line_no
left join records.collaboration as b on b.id = l.collaboration_id
left join records.agency as a on a.id = b.agency_id
left join records.terms as t on t.id = l.terms_id
where l.part in ('kol', 'third_party')
