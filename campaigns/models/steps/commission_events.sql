-- One row per credited order line, part and event (the sale, each refund): the change it makes before any cap.
-- key: shop_id, order_id, line_no, state_no, part
-- sources: line_states, line_amounts, records.terms
-- runs: live
-- money: fen of the terms' currency; a refund is the new amount less the amount so far, base_fen the change of the base
-- why: one stream of events per terms and month of the orders, which caps, true-ups and top-ups are counted along.
--   is_agreed: the terms have tiers, a cap, a minimum or a guarantee, so the month has to be looked at as a whole.
select
    s.shop_id, s.order_id, s.line_no, s.state_no, s.refund_id, s.campaign_id, s.collaboration_id, s.kol_id, s.note_id,
    a.part, a.terms_id, a.base_name, s.currency, s.event_id, s.of_period, period_of(s.event_at) as period, a.rate_ppm,
    a.base_fen - coalesce(lag(a.base_fen) over line, 0) as base_fen,
    a.due_fen - coalesce(lag(a.due_fen) over line, 0) as change_fen,
    coalesce(t.tiers, '') <> '' or coalesce(t.cap_fen, t.minimum_fen, t.guarantee_fen) is not null as is_agreed,
    s.is_late, s.event_at
from line_states as s
join line_amounts as a
    on a.shop_id = s.shop_id and a.order_id = s.order_id and a.line_no = s.line_no and a.state_no = s.state_no
join records.terms as t on t.id = a.terms_id
window line as (partition by s.shop_id, s.order_id, s.line_no, a.part order by s.state_no)
