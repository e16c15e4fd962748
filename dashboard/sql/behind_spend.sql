-- One row per thing that a campaign or a note cost, the newest first, with the address of what brought it about, and their sum.
-- Parameters: figure (spend_fen: all but the platform fee; ads_fen, platform_fee_fen, third_party_fen, kol_commission_fen,
-- fixed_fee_fen, samples_fen), campaign (code), brand (code), note, since and before (business dates); empty for all.
-- rows, skipped: which part of the list. Commission has the address of its order or refund; what was decided here has none.
with
chosen as (
    select c.id, c.since_date, c.before_date
    from records.campaign as c
    join records.brand as b on b.id = c.brand_id
    where case when $campaign = '' then not c.is_archived and ($brand = '' or b.code = $brand) else c.code = $campaign end
),
commissions as (
    select
        y.event_at, coalesce(y.order_id, n.title, k.kol_name) as what, y.amount_fen as adds,
        case when y.kind = 'fixed_fee' then 'fixed_fee_fen' when y.part = 'kol' then 'kol_commission_fen' else y.part || '_fen' end as part,
        case when y.refund_id is not null then 'refunds' when y.order_id is not null then 'orders' end as fact,
        case
            when y.refund_id is not null then 'refund_id=' || y.refund_id
            when y.order_id is not null then 'shop_id=' || y.shop_id || ',order_id=' || y.order_id || ',line_no=' || y.line_no
        end as key,
        case when y.refund_id is null then o.load_id else coalesce(r.load_id, w.load_id) end as load_id,
        case when y.refund_id is null then o.source_row else coalesce(r.source_row, w.source_row) end as source_row
    from commission_lines as y
    join chosen as c on c.id = y.campaign_id
    left join records.collaboration as k on k.id = y.collaboration_id
    left join notes as n on n.note_id = y.note_id
    left join orders as o on o.shop_id = y.shop_id and o.order_id = y.order_id and o.line_no = y.line_no
    left join refunds as r on r.refund_id = y.refund_id and r.order_id = y.order_id and r.line_no = y.line_no
    left join refunds as w on w.refund_id = y.refund_id and w.order_id = y.order_id and w.line_no = 0
    where y.currency = 'CNY' and ($note = '' or y.note_id = $note)
),
ads as (
    select
        timezone('Asia/Shanghai', a.date::timestamp) as event_at, coalesce(n.title, a.note_id) as what, a.spend_fen as adds,
        'ads_fen' as part, 'ad_spend' as fact, 'source=' || a.source || ',unit_id=' || a.unit_id || ',date=' || a.date as key,
        a.load_id, a.source_row
    from records.collaboration_note as g
    join records.collaboration as k on k.id = g.collaboration_id
    join chosen as c on c.id = k.campaign_id
    join ad_spend as a on a.note_id = g.note_id and a.currency = 'CNY' and a.date >= c.since_date and a.date < c.before_date
    left join notes as n on n.note_id = a.note_id
    where $note = '' or a.note_id = $note
),
samples as (
    select
        timezone('Asia/Shanghai', s.shipped_date::timestamp) as event_at, s.kol_name as what, s.cost_fen as adds,
        'samples_fen' as part, null as fact, null as key, null as load_id, null as source_row
    from sample_status as s
    join chosen as c on c.id = s.campaign_id
    where $note = ''
),
listed as (
    select event_at, what, adds, part, fact, key, load_id, source_row from commissions
    union all
    select event_at, what, adds, part, fact, key, load_id, source_row from ads
    union all
    select event_at, what, adds, part, fact, key, load_id, source_row from samples
),
events as (
    select event_at, what, adds, fact, key, load_id, source_row
    from listed
    where adds <> 0 and case $figure when 'spend_fen' then part <> 'platform_fee_fen' else part = $figure end
        and ($since = '' or shanghai_date(event_at) >= try_cast($since as date))
        and ($before = '' or shanghai_date(event_at) < try_cast($before as date))
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select e.event_at, e.what, e.adds::bigint as adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
order by e.event_at desc nulls last, e.what, e.key, e.adds
limit $rows offset $skipped
