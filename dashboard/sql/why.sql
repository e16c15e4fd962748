-- One row per commission line of an order, or the one line of that id, with what it takes to say why: the row of the order
-- and its file, the evidence, the terms, the volume before the line, what it came to so far, what the cap let through.
-- Parameter: order (an order id, or the id of one line).
with found as (
    select l.*, e.event_id, e.is_late, e.state_no, e.change_fen, e.event_at as counted_at
    from commission_lines as l
    left join commission_events as e
        on e.shop_id = l.shop_id and e.order_id = l.order_id and e.line_no = l.line_no and e.part = l.part
        and e.refund_id is not distinct from l.refund_id
    where l.order_id = $order or l.line_id = $order
),
sales as (
    select f.line_id, e.terms_id, e.of_period, e.event_at, e.event_id, e.base_fen as first_base_fen
    from found as f
    join commission_events as e
        on e.shop_id = f.shop_id and e.order_id = f.order_id and e.line_no = f.line_no and e.part = f.part and e.state_no = 0
),
volumes as (
    select s.line_id, cast(sum(e.base_fen) as bigint) as volume_fen
    from sales as s
    join commission_events as e
        on e.terms_id = s.terms_id and e.of_period = s.of_period
        and (e.event_at, e.is_late, e.event_id) < (s.event_at, false, s.event_id)
    group by s.line_id
),
states as (
    select
        f.line_id, cast(sum(e.base_fen) as bigint) as base_now_fen,
        cast(sum(e.change_fen) as bigint) as due_fen
    from found as f
    join commission_events as e
        on e.shop_id = f.shop_id and e.order_id = f.order_id and e.line_no = f.line_no and e.part = f.part
        and e.state_no <= f.state_no
    group by f.line_id
)
select
    f.line_id, f.part, f.kind, f.currency, f.period, f.of_period, f.shop_id, f.order_id, f.line_no, f.refund_id, f.base_name,
    f.base_fen, f.amount_fen, f.change_fen, coalesce(v.volume_fen, 0) as volume_fen, s.first_base_fen, n.base_now_fen, n.due_fen,
    w.refunded_fen, o.list_fen, o.brand_discount_fen, o.platform_discount_fen, o.tax_fen, o.paid_fen, o.status, o.source_row,
    d.name as file, r.evidence, r.has_conflict, k.kol_name, c.code as campaign_code, f.terms_id, t.scope, t.base, t.rate_ppm,
    t.tiers, t.tier_mode, t.cap_fen, t.minimum_fen, t.guarantee_kind, t.guarantee_fen, t.fixed_fee_fen, t.cps_share_ppm,
    t.entered_by, z.volume_fen as month_volume_fen, z.fresh_fen, z.change_fen as month_change_fen, p.amount_fen as whole_fen,
    t.since_date as since_date, t.before_date as before_date, o.ordered_at as ordered_at, f.event_at as event_at
from found as f
left join sales as s on s.line_id = f.line_id
left join volumes as v on v.line_id = f.line_id
left join states as n on n.line_id = f.line_id
left join line_states as w
    on w.shop_id = f.shop_id and w.order_id = f.order_id and w.line_no = f.line_no and w.state_no = f.state_no
left join orders as o on o.shop_id = f.shop_id and o.order_id = f.order_id and o.line_no = f.line_no
left join loads as d on d.load_id = o.load_id
left join campaign_credits as r on r.shop_id = f.shop_id and r.order_id = f.order_id and r.line_no = f.line_no
left join records.terms as t on t.id = f.terms_id
left join records.collaboration as k on k.id = f.collaboration_id
left join records.campaign as c on c.id = f.campaign_id
left join volume_closings as z
    on f.kind = 'true_up' and z.terms_id = f.terms_id and z.of_period = f.of_period and z.period = f.period
left join period_closings as p
    on p.kind = f.kind and p.terms_id = f.terms_id and p.of_period = f.of_period and p.period = f.period
order by f.line_no, f.event_at, f.refund_id nulls first, list_position(['platform_fee', 'third_party', 'kol'], f.part), f.line_id
