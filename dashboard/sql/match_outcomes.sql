-- What each collaboration of a campaign truly brought and cost, and what the simple rankings go by, as known before the
-- campaign began: the last three columns are joined by whoever compares.
-- money: CNY fen; spend is fees, commissions, the third party's cut, samples and ads, without the platform's fee
with chosen as (
    select k.id, k.kol_id
    from records.collaboration as k
    join records.campaign as c on c.id = k.campaign_id
    where c.code = $campaign and k.state not in ('declined', 'dropped')
),
sold as (
    select collaboration_id, cast(sum(credit_fen - refund_fen) as bigint) as net_sales_fen
    from campaign_credits
    where currency = 'CNY'
    group by collaboration_id
),
paid as (
    select collaboration_id, cast(sum(amount_fen) as bigint) as fees_fen
    from commission_lines
    where part <> 'platform_fee' and currency = 'CNY'
    group by collaboration_id
),
sent as (
    select collaboration_id, cast(sum(cost_fen) as bigint) as samples_fen from sample_status group by collaboration_id
),
pushed as (
    select collaboration_id, cast(sum(ads_fen) as bigint) as ads_fen
    from campaign_notes
    where collaboration_id is not null
    group by collaboration_id
)
select
    k.kol_id, coalesce(s.net_sales_fen, 0) as net_sales_fen,
    coalesce(p.fees_fen, 0) + coalesce(m.samples_fen, 0) + coalesce(a.ads_fen, 0) as spend_fen
from chosen as k
left join sold as s on s.collaboration_id = k.id
left join paid as p on p.collaboration_id = k.id
left join sent as m on m.collaboration_id = k.id
left join pushed as a on a.collaboration_id = k.id
order by k.kol_id
