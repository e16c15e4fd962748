-- One row per commission line and rebate of a month ($1), as the ledger takes it: who is due how much for what, on which
-- date; what its order line came to before it, and the tax and the rate of exchange of the order's date.
-- The platform is the order's sales channel; the third party is the collaboration's agency. An empty party is for the
-- ledger to refuse: it means that the records changed under the line.
-- money: fen of the terms' currency, refunds negative
with channels as (
    select shop_id, order_id, line_no, channel, ordered_date from campaign_credits
),
due as (
    select
        l.line_id, l.part, l.kind,
        case l.part
            when 'platform_fee' then 'platform/' || s.channel
            when 'third_party' then 'agency/' || c.agency_id
            else 'kol/' || l.kol_id
        end as party,
        l.currency, l.amount_fen, shanghai_date(l.event_at) as business_date, l.collaboration_id,
        coalesce(s.ordered_date, shanghai_date(l.event_at)) as ordered_date, l.shop_id, l.order_id, l.line_no, l.event_at,
        l.refund_id
    from commission_lines as l
    join records.collaboration as c on c.id = l.collaboration_id
    left join channels as s on s.shop_id = l.shop_id and s.order_id = l.order_id and s.line_no = l.line_no
    where l.period = $1
    union all
    select
        'rebate/' || r.collaboration_id as line_id, 'rebate' as part, 'rebate' as kind, 'agency/' || r.agency_id as party,
        r.currency, r.amount_fen, shanghai_date(r.event_at) as business_date, r.collaboration_id,
        shanghai_date(r.event_at) as ordered_date, null as shop_id, null as order_id, null as line_no, r.event_at,
        null as refund_id
    from rebate_lines as r
    where r.period = $1
),
taxed as (
    select
        d.line_id, t.vat_ppm, t.is_vat_included,
        row_number() over (partition by d.line_id order by t.party = d.party desc, t.since_date desc) as choice
    from due as d
    join records.party_tax as t
        on t.party in (d.party, split_part(d.party, '/', 1)) and cast(t.since_date as date) <= d.ordered_date
),
exchanged as (
    select d.line_id, r.cny_ppm, row_number() over (partition by d.line_id order by r.since_date desc) as choice
    from due as d
    join records.exchange_rate as r on r.currency = d.currency and cast(r.since_date as date) <= d.ordered_date
),
earlier as (
    select d.line_id, cast(sum(l.amount_fen) as bigint) as before_fen
    from due as d
    join commission_lines as l
        on l.shop_id = d.shop_id and l.order_id = d.order_id and l.line_no = d.line_no and l.part = d.part
        and l.line_id <> d.line_id
        and (d.kind = 'refund' and l.kind = 'sale'
            or d.kind = 'refund' and l.kind = 'refund' and (l.event_at, l.refund_id) < (d.event_at, d.refund_id))
    where d.line_id in (select line_id from taxed) or d.line_id in (select line_id from exchanged)
    group by d.line_id
)
select
    d.line_id, d.part, d.kind, coalesce(d.party, '') as party, d.currency, d.amount_fen, d.business_date, d.collaboration_id,
    coalesce(e.before_fen, 0) as before_fen, t.vat_ppm, t.is_vat_included, x.cny_ppm
from due as d
left join taxed as t on t.line_id = d.line_id and t.choice = 1
left join exchanged as x on x.line_id = d.line_id and x.choice = 1
left join earlier as e on e.line_id = d.line_id
order by d.line_id
