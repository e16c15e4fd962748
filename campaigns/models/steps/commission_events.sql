-- One row per credited order line, part and event (the sale, each refund): the change it makes before any cap.
-- key: shop_id, order_id, line_no, state_no, part
-- sources: line_amounts, records.terms
-- runs: live
-- money: fen of the terms' currency; a refund is the new amount less the amount so far, base_fen the change of the base
-- why: one stream of events per terms and month of the orders, which caps, true-ups and top-ups are counted along.
--   A refund is beside the state before it; a sale has none. is_agreed: the terms have tiers, a cap, a minimum or a guarantee, so the month has to be looked at as a whole.
with agreed as (
    select
        id as terms_id, coalesce(tiers, '') <> '' or coalesce(cap_fen, minimum_fen, guarantee_fen) is not null as is_agreed
    from records.terms
),
moved as (
    select
        a.shop_id, a.order_id, a.line_no, a.state_no, a.refund_id, a.campaign_id, a.collaboration_id, a.kol_id, a.note_id, a.part,
        a.terms_id, a.base_name, a.currency, a.event_id, a.of_period, a.rate_ppm, a.base_fen, a.due_fen as change_fen,
        a.is_late, a.event_at, a.of_period as period
    from line_amounts as a
    where a.state_no = 0
    union all
    select
        a.shop_id, a.order_id, a.line_no, a.state_no, a.refund_id, a.campaign_id, a.collaboration_id, a.kol_id, a.note_id, a.part,
        a.terms_id, a.base_name, a.currency, a.event_id, a.of_period, a.rate_ppm, a.base_fen - b.base_fen as base_fen,
        a.due_fen - b.due_fen as change_fen, a.is_late, a.event_at, period_of(a.event_at) as period
    from line_amounts as a
    join line_amounts as b
        on b.shop_id = a.shop_id and b.order_id = a.order_id and b.line_no = a.line_no and b.part = a.part
        and b.state_no = a.state_no - 1
    where a.state_no > 0
)
select
    m.shop_id, m.order_id, m.line_no, m.state_no, m.refund_id, m.campaign_id, m.collaboration_id, m.kol_id, m.note_id,
    m.part, m.terms_id, m.base_name, m.currency, m.event_id, m.of_period,
    m.period, m.rate_ppm,
    m.base_fen, m.change_fen, t.is_agreed, m.is_late, m.event_at
from moved as m
join agreed as t on t.terms_id = m.terms_id
