-- One row per sample, the overdue first, then by the day the note is due. Parameters: campaign (code; empty for all),
-- state (a state, or all, open, overdue, trouble), search (part of a KOL's name, a tracking number or a sample's number),
-- rows and skipped (the page). `found` is how many there are on all pages.
with chosen as (
    select
        s.sample_id, s.collaboration_id, s.campaign_id, s.kol_id, s.kol_name, s.product_id, s.state, s.decided_state,
        s.carrier, s.tracking_no, s.courier_status, s.trouble, s.waiver_reason, s.note_id, s.cost_fen, s.units, s.rating,
        s.days_to_post, s.is_overdue, s.delivered_date, s.due_date, s.posted_at, s.as_of_date,
        (s.state = 'waived' or s.state = 'posted' or s.state = 'returned' or s.state = 'lost') as is_closed
    from sample_status as s
    join records.campaign as c on c.id = s.campaign_id
    where ($campaign = '' or c.code = $campaign)
        and ($search = '' or contains(lower(s.kol_name), lower($search)) or contains(lower(s.tracking_no), lower($search))
            or cast(s.sample_id as varchar) = $search)
        and case $state
            when 'all' then true
            when 'overdue' then s.is_overdue
            when 'trouble' then s.trouble is not null
            when 'open' then s.state in ('requested', 'approved', 'shipped', 'delivered', 'note_owed')
            else s.state = $state
        end
),
counted as (select count(*) as found from chosen),
paged as (
    select sample_id
    from chosen
    order by is_overdue desc, is_closed, due_date nulls last, sample_id
    limit $rows offset $skipped
)
select
    h.sample_id, r.version, c.code as campaign_code, c.name, c.name_zh, h.kol_id, h.kol_name, h.product_id,
    p.name as product_name, p.name_zh as product_name_zh, h.state, h.decided_state, h.carrier, h.tracking_no,
    h.courier_status, h.trouble, r.waiver_reason, r.feedback, h.note_id, n.title as note_title, h.cost_fen, r.shipping_fen, h.units,
    h.rating, h.days_to_post, h.is_overdue, case when h.is_overdue then h.as_of_date - h.due_date end as days_late,
    r.requested_date, h.delivered_date, r.delivered_date as entered_delivered_date, h.due_date, r.extended_until_date,
    h.posted_at, f.found
from chosen as h
join paged as g on g.sample_id = h.sample_id
cross join counted as f
join records.sample as r on r.id = h.sample_id
join records.campaign as c on c.id = h.campaign_id
join records.product as p on p.product_id = h.product_id
left join notes as n on n.note_id = h.note_id
order by h.is_overdue desc, h.is_closed, h.due_date nulls last, h.sample_id
