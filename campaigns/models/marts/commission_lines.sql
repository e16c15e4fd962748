-- One row per credited order line, part and event (the sale, each refund), and one per fixed fee of a published note.
-- key: line_id
-- sources: line_states, line_amounts, terms_in_force, notes, records.collaboration, records.collaboration_note
-- runs: live
-- money: fen of the terms' currency; a sale is what is owed, zero lines kept; refunds take back and are negative or zero
-- why: a refund posts the new amount less the amount so far, in the month of the refund; base_fen of a refund is the
--   change of the base. Terms are those in force when the line was ordered or the note published. Flat rates only.
with priced as (
    select
        s.campaign_id, s.collaboration_id, s.kol_id, s.note_id, s.shop_id, s.order_id, s.line_no, s.refund_id, s.state_no,
        a.part, a.terms_id, a.base_name, a.rate_ppm, s.currency, s.event_at,
        a.base_fen - coalesce(lag(a.base_fen) over (
            partition by s.shop_id, s.order_id, s.line_no, a.part order by s.state_no
        ), 0) as base_fen,
        a.due_fen - coalesce(lag(a.due_fen) over (
            partition by s.shop_id, s.order_id, s.line_no, a.part order by s.state_no
        ), 0) as amount_fen
    from line_states as s
    join line_amounts as a
        on a.shop_id = s.shop_id and a.order_id = s.order_id and a.line_no = s.line_no and a.state_no = s.state_no
)
select
    shop_id || '/' || order_id || '/' || line_no || '/' || part || '/' || coalesce(refund_id, '') as line_id,
    campaign_id, collaboration_id, kol_id, note_id, shop_id, order_id, line_no, refund_id, terms_id, part,
    case when state_no = 0 then 'sale' else 'refund' end as kind, base_name, currency, base_fen, rate_ppm, amount_fen,
    period_of(event_at) as period, event_at
from priced
union all
select
    'note/' || l.note_id as line_id, c.campaign_id, c.id as collaboration_id, c.kol_id, l.note_id, null as shop_id,
    null as order_id, null as line_no, null as refund_id, t.terms_id, 'kol' as part, 'fixed_fee' as kind, null as base_name,
    t.currency, 0 as base_fen, null as rate_ppm, t.fixed_fee_fen as amount_fen, period_of(n.published_at) as period,
    n.published_at as event_at
from records.collaboration_note as l
join records.collaboration as c on c.id = l.collaboration_id
join notes as n on n.note_id = l.note_id
join terms_in_force as t
    on t.collaboration_id = c.id and t.channel = '-' and t.category = '-' and t.part = 'kol'
    and t.business_date = shanghai_date(n.published_at)
where t.fixed_fee_fen > 0
