-- One row per party, part and month: what commission lines come to, by the month they are posted in. For comparing terms.
-- money: fen of the terms' currency, refunds negative
with placed as (
    select
        l.part, l.currency, l.period, c.campaign_id, l.collaboration_id, l.amount_fen,
        case l.part
            when 'platform_fee' then 'platform/' || coalesce(s.channel, '')
            when 'third_party' then 'agency/' || c.agency_id
            else 'kol/' || l.kol_id
        end as party
    from commission_lines as l
    join records.collaboration as c on c.id = l.collaboration_id
    left join campaign_credits as s
        on s.shop_id = l.shop_id and s.order_id = l.order_id and s.line_no = l.line_no
)
select
    part, currency, period, campaign_id, collaboration_id, party, cast(sum(amount_fen) as bigint) as amount_fen
from placed
group by part, currency, period, campaign_id, collaboration_id, party
union all
select
    'rebate' as part, r.currency, r.period, r.campaign_id, r.collaboration_id, 'agency/' || r.agency_id as party, r.amount_fen
from rebate_lines as r
