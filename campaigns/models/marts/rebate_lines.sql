-- One row per collaboration through an agency whose agency owes us a rebate: the share of the quote that comes back.
-- key: collaboration_id
-- sources: terms_in_force, notes, records.collaboration, records.collaboration_note
-- runs: live
-- money: fen of the terms' currency, what the agency owes
-- why: the quote is earned when the collaboration's first note is published, and so is the rebate on it, under the terms
--   of that day. A receivable of its own: it is never taken off what the agency is due.
with published as (
    select l.collaboration_id, min(n.published_at) as event_at
    from records.collaboration_note as l
    join notes as n on n.note_id = l.note_id
    where n.published_at is not null
    group by l.collaboration_id
)
select
    c.id as collaboration_id, c.campaign_id, c.kol_id, c.agency_id, t.terms_id, t.currency, c.quote_fen,
    share_of(c.quote_fen, t.rate_ppm) as amount_fen, t.rate_ppm, period_of(p.event_at) as period, p.event_at
from published as p
join records.collaboration as c on c.id = p.collaboration_id
join terms_in_force as t
    on t.collaboration_id = c.id and t.channel = '-' and t.category = '-' and t.part = 'rebate'
    and t.business_date = shanghai_date(p.event_at)
where c.agency_id is not null and c.quote_fen is not null and t.rate_ppm is not null
