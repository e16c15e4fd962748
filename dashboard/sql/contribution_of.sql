-- One row per member of a dimension: what it sold, what it cost, what it left, to the fen. What belongs to no member (a
-- sample to no note, a fixed fee to no product) stands under an empty key, so that every column sums to campaign_totals.
-- Parameters: dimension (kol, note, product or campaign), campaign (its code; '' for all).
with ads as (
    select c.campaign_id, c.kol_id, l.note_id, a.spend_fen
    from records.collaboration_note as l
    join records.collaboration as c on c.id = l.collaboration_id
    join records.campaign as p on p.id = c.campaign_id
    join ad_spend as a
        on a.note_id = l.note_id and a.currency = 'CNY' and a.date >= cast(p.since_date as date)
        and a.date < cast(p.before_date as date)
),
lines as (
    select
        l.campaign_id, l.kol_id, l.note_id, c.product_id,
        case when l.kind = 'fixed_fee' then 'fixed_fee' else l.part end as part, l.amount_fen
    from commission_lines as l
    left join campaign_credits as c on c.shop_id = l.shop_id and c.order_id = l.order_id and c.line_no = l.line_no
    where l.currency = 'CNY'
),
facts as (
    select campaign_id, kol_id, note_id, product_id, 'gmv' as part, credit_fen as amount_fen
    from campaign_credits where currency = 'CNY'
    union all
    select campaign_id, kol_id, note_id, product_id, 'refunds' as part, refund_fen as amount_fen
    from campaign_credits where currency = 'CNY'
    union all
    select campaign_id, kol_id, note_id, product_id, 'product_cost' as part, product_cost_fen as amount_fen
    from campaign_credits where currency = 'CNY'
    union all
    select campaign_id, kol_id, note_id, product_id, part, amount_fen from lines
    union all
    select campaign_id, kol_id, null as note_id, product_id, 'samples' as part, cost_fen as amount_fen from sample_status
    union all
    select campaign_id, kol_id, note_id, null as product_id, 'ads' as part, spend_fen as amount_fen from ads
),
keyed as (
    select
        coalesce(case $dimension
            when 'kol' then f.kol_id when 'note' then f.note_id when 'product' then f.product_id else p.code
        end, '') as key,
        f.part, f.amount_fen
    from facts as f
    join records.campaign as p on p.id = f.campaign_id
    where $campaign = '' or p.code = $campaign
),
summed as (
    select
        key,
        cast(sum(amount_fen) filter (where part = 'gmv') as bigint) as gmv_fen,
        cast(sum(amount_fen) filter (where part = 'refunds') as bigint) as refunds_fen,
        cast(sum(amount_fen) filter (where part = 'product_cost') as bigint) as product_cost_fen,
        cast(sum(amount_fen) filter (where part = 'platform_fee') as bigint) as platform_fee_fen,
        cast(sum(amount_fen) filter (where part = 'third_party') as bigint) as third_party_fen,
        cast(sum(amount_fen) filter (where part = 'kol') as bigint) as kol_commission_fen,
        cast(sum(amount_fen) filter (where part = 'fixed_fee') as bigint) as fixed_fee_fen,
        cast(sum(amount_fen) filter (where part = 'samples') as bigint) as samples_fen,
        cast(sum(amount_fen) filter (where part = 'ads') as bigint) as ads_fen
    from keyed
    group by key
),
named as (
    select kol_id as key, max(kol_name) as name, '' as name_zh from records.collaboration where $dimension = 'kol' group by kol_id
    union all
    select note_id, max(title), '' from notes where $dimension = 'note' group by note_id
    union all
    select product_id, name, name_zh from records.product where $dimension = 'product'
    union all
    select code, name, name_zh from records.campaign where $dimension = 'campaign'
)
select
    s.key, coalesce(nullif(n.name, ''), s.key) as name, coalesce(n.name_zh, '') as name_zh,
    coalesce(s.gmv_fen, 0) as gmv_fen, coalesce(s.refunds_fen, 0) as refunds_fen,
    coalesce(s.gmv_fen, 0) - coalesce(s.refunds_fen, 0) as net_sales_fen, coalesce(s.product_cost_fen, 0) as product_cost_fen,
    coalesce(s.platform_fee_fen, 0) as platform_fee_fen, coalesce(s.third_party_fen, 0) as third_party_fen,
    coalesce(s.kol_commission_fen, 0) as kol_commission_fen, coalesce(s.fixed_fee_fen, 0) as fixed_fee_fen,
    coalesce(s.samples_fen, 0) as samples_fen, coalesce(s.ads_fen, 0) as ads_fen,
    coalesce(s.gmv_fen, 0) - coalesce(s.refunds_fen, 0) - coalesce(s.product_cost_fen, 0) - coalesce(s.platform_fee_fen, 0)
        - coalesce(s.third_party_fen, 0) - coalesce(s.kol_commission_fen, 0) - coalesce(s.fixed_fee_fen, 0)
        - coalesce(s.samples_fen, 0) - coalesce(s.ads_fen, 0) as contribution_fen
from summed as s
left join named as n on n.key = s.key
order by contribution_fen desc, s.key
