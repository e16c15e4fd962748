-- One row per commission line of a month ($1), as the ledger takes it: who is due how much for what, on which date.
-- The platform is the order's sales channel; the third party is the collaboration's agency. An empty party is for the
-- ledger to refuse: it means that the records changed under the line.
-- money: fen of the terms' currency, refunds negative
with channels as (
    select shop_id, order_id, line_no, channel from campaign_credits
)
select
    l.line_id, l.part, l.kind,
    coalesce(
        case l.part
            when 'platform_fee' then 'platform/' || s.channel
            when 'third_party' then 'agency/' || c.agency_id
            else 'kol/' || l.kol_id
        end, ''
    ) as party,
    l.currency, l.amount_fen, shanghai_date(l.event_at) as business_date, l.collaboration_id
from commission_lines as l
join records.collaboration as c on c.id = l.collaboration_id
left join channels as s on s.shop_id = l.shop_id and s.order_id = l.order_id and s.line_no = l.line_no
where l.period = $1
order by l.line_id
