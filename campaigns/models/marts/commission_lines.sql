-- One row per credited order line, part and event (the sale, each refund), per fixed fee of a published note, and per line
-- that the end of a month brings.
-- key: line_id
-- sources: commission_events, agreed_postings, closing_shares, terms_in_force, notes, records.collaboration, records.collaboration_note, records.terms
-- runs: live
-- money: fen of the terms' currency; a sale is what is owed, zero lines kept; refunds take back and are negative or zero
-- why: a refund posts the new amount less the amount so far, in the month of the refund; base_fen of a refund is the
--   change of the base. Terms are those in force when the line was ordered or the note published. true_up, minimum and
--   guarantee stand on the last day of the month that brings them, and of_period names the month of the orders.
select
    e.shop_id || '/' || e.order_id || '/' || e.line_no || '/' || e.part || '/' || coalesce(e.refund_id, '') as line_id,
    e.campaign_id, e.collaboration_id, e.kol_id, e.note_id, e.shop_id, e.order_id, e.line_no, e.refund_id, e.terms_id, e.part,
    case when e.state_no = 0 then 'sale' else 'refund' end as kind, e.base_name, e.currency, e.base_fen, e.rate_ppm,
    e.change_fen as amount_fen, e.period, e.of_period, e.event_at
from commission_events as e
where not e.is_agreed
union all
select
    e.shop_id || '/' || e.order_id || '/' || e.line_no || '/' || e.part || '/' || coalesce(e.refund_id, '') as line_id,
    e.campaign_id, e.collaboration_id, e.kol_id, e.note_id, e.shop_id, e.order_id, e.line_no, e.refund_id, e.terms_id, e.part,
    case when e.state_no = 0 then 'sale' else 'refund' end as kind, e.base_name, e.currency, e.base_fen, e.rate_ppm,
    p.posted_fen as amount_fen, e.period, e.of_period, e.event_at
from commission_events as e
join agreed_postings as p
    on p.terms_id = e.terms_id and p.of_period = e.of_period and p.period = e.period and p.shop_id = e.shop_id
    and p.order_id = e.order_id and p.line_no = e.line_no and p.state_no = e.state_no
where e.is_agreed
union all
select
    'note/' || l.note_id as line_id, c.campaign_id, c.id as collaboration_id, c.kol_id, l.note_id, null as shop_id,
    null as order_id, null as line_no, null as refund_id, t.terms_id, 'kol' as part, 'fixed_fee' as kind, null as base_name,
    t.currency, 0 as base_fen, null as rate_ppm, t.fixed_fee_fen as amount_fen, period_of(n.published_at) as period,
    period_of(n.published_at) as of_period, n.published_at as event_at
from records.collaboration_note as l
join records.collaboration as c on c.id = l.collaboration_id
join notes as n on n.note_id = l.note_id
join terms_in_force as t
    on t.collaboration_id = c.id and t.channel = '-' and t.category = '-' and t.part = 'kol'
    and t.business_date = shanghai_date(n.published_at)
where t.fixed_fee_fen > 0
union all
select
    'terms/' || s.terms_id || '/' || s.of_period || '/' || s.period || '/' || s.kind || '/' || s.collaboration_id as line_id,
    c.campaign_id, s.collaboration_id, c.kol_id, null as note_id, null as shop_id, null as order_id, null as line_no,
    null as refund_id, s.terms_id, t.part, s.kind, null as base_name, t.currency, 0 as base_fen, null as rate_ppm,
    s.amount_fen, s.period, s.of_period, period_end(s.period) as event_at
from closing_shares as s
join records.collaboration as c on c.id = s.collaboration_id
join records.terms as t on t.id = s.terms_id
