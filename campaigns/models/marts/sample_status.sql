-- One row per sample: where it stands when what was decided is carried on by what couriers and notes say.
-- key: sample_id
-- sources: shipments, notes, data_reach, records.sample, records.collaboration, records.collaboration_note, records.campaign, records.product
-- runs: live
-- money: CNY fen; a sample costs units × the product's cost when it left + shipping once it has left, a returned one its shipping
-- why: the one definition of a sample's state, deadline and cost. A decision that closes a sample (posted, waived, returned, lost)
--   stands; `trouble` says where the courier disagrees. Else the first linked note after delivery makes it posted, the courier's
--   return returned, its delivery delivered, and from the next day on a note is owed; its first movement shipped. Parcels meet by
--   tracking number and carrier. A note is due posting_due_days after delivery, or until the one extension; late is what is past
--   due as of the newest event (data_reach).
with reach as (
    select shanghai_date(max(newest_at)) as as_of_date from data_reach
),
parcels as (
    select
        carrier, tracking_no, max(event_at) as last_event_at, arg_max(status, event_at) as courier_status,
        min(case when status in (
            'picked_up', 'in_transit', 'out_for_delivery', 'customs', 'delivered', 'exception', 'returning', 'returned'
        ) then event_at end) as moved_at,
        min(case when status = 'delivered' then event_at end) as delivered_at,
        max(case when status = 'returned' then event_at end) as returned_at
    from shipments
    group by carrier, tracking_no
),
parcel_of as (
    select
        s.id, min(p.moved_at) as moved_at, min(p.delivered_at) as delivered_at, max(p.returned_at) as returned_at,
        arg_max(p.courier_status, p.last_event_at) as courier_status
    from records.sample as s
    join parcels as p
        on p.tracking_no = s.tracking_no and (p.carrier = s.carrier or p.carrier = 'unstated' or s.carrier is null)
    group by s.id
),
walked as (
    select
        s.id, s.collaboration_id, s.product_id, s.carrier, s.tracking_no, s.state, s.waiver_reason, s.shipping_fen,
        s.unit_cost_fen, s.units, s.rating, s.requested_date, s.approved_date, s.extended_until_date, p.courier_status,
        p.delivered_at as signed_at, p.returned_at, coalesce(p.delivered_at, timezone('Asia/Shanghai', cast(s.delivered_date as timestamp))) as delivered_at,
        coalesce(shanghai_date(p.moved_at), s.shipped_date) as shipped_date,
        s.state not in ('requested', 'approved', 'waived') or p.moved_at is not null
            or (s.state = 'waived' and coalesce(s.tracking_no, cast(s.shipped_date as varchar), cast(s.delivered_date as varchar)) is not null)
            as has_left
    from records.sample as s
    left join parcel_of as p on p.id = s.id
),
published as (
    select l.collaboration_id, l.note_id, n.published_at
    from records.collaboration_note as l
    left join notes as n on n.note_id = l.note_id
),
noted as (
    select
        w.id, p.note_id, p.published_at,
        row_number() over (partition by w.id order by p.published_at nulls last, p.note_id) as place
    from walked as w
    join published as p
        on p.collaboration_id = w.collaboration_id
        and (p.published_at is null or p.published_at >= coalesce(w.delivered_at, timezone('Asia/Shanghai', cast(w.shipped_date as timestamp)), p.published_at))
    where w.has_left
),
placed as (
    select
        w.id, n.note_id, n.published_at, shanghai_date(w.delivered_at) as delivered_date,
        greatest(shanghai_date(w.delivered_at) + cast(g.posting_due_days as integer), w.extended_until_date) as due_date,
        case
            when w.state in ('posted', 'waived', 'returned', 'lost') then w.state
            when n.note_id is not null then 'posted'
            when w.returned_at > coalesce(w.signed_at, w.returned_at - interval 1 second) then 'returned'
            when w.state = 'note_owed' or shanghai_date(w.delivered_at) < r.as_of_date then 'note_owed'
            when w.state = 'delivered' or w.delivered_at is not null then 'delivered'
            when w.has_left then 'shipped'
            else w.state
        end as state
    from walked as w
    join records.collaboration as c on c.id = w.collaboration_id
    join records.campaign as g on g.id = c.campaign_id
    cross join reach as r
    left join noted as n on n.id = w.id and n.place = 1
)
select
    w.id as sample_id, w.collaboration_id, c.campaign_id, g.brand_id, c.agency_id, c.kol_id, w.product_id,
    case when t.state = 'posted' then t.note_id end as note_id, c.kol_name, t.state, w.state as decided_state, w.carrier, w.tracking_no, w.courier_status,
    case
        when w.state in ('lost', 'returned') and w.courier_status = 'delivered' then 'found'
        when t.state = 'shipped' and w.courier_status in ('exception', 'returning') then w.courier_status
        when t.state in ('delivered', 'note_owed') and w.delivered_at is null then 'no_delivery_date'
    end as trouble,
    w.waiver_reason, coalesce(w.unit_cost_fen, p.cost_fen) as unit_cost_fen,
    case when not w.has_left then 0 else w.shipping_fen + case when t.state = 'returned' then 0 else coalesce(w.unit_cost_fen, p.cost_fen) * w.units end end as cost_fen,
    w.units, w.rating, case when t.state = 'posted' then greatest(epoch(t.published_at) - epoch(w.delivered_at), 0) / 86400.0 end as days_to_post,
    w.has_left, t.state in ('delivered', 'note_owed') and t.due_date < r.as_of_date as is_overdue,
    w.extended_until_date is not null as is_extended, w.requested_date, w.approved_date, w.shipped_date, t.delivered_date, t.due_date, r.as_of_date,
    w.delivered_at, case when t.state = 'posted' then t.published_at end as posted_at
from walked as w
join placed as t on t.id = w.id
join records.collaboration as c on c.id = w.collaboration_id
join records.campaign as g on g.id = c.campaign_id
join records.product as p on p.product_id = w.product_id
cross join reach as r
