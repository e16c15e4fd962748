-- One row per campaign: what it cost, what it sold, what it left.
-- key: campaign_id
-- sources: campaign_credits, commission_lines, campaign_notes, campaign_days, conversion, sample_status, records.campaign
-- runs: live
-- money: CNY fen, all positive but contribution; refunds and costs are subtracted, commissions are net of refunds so far
-- why: spend_fen is what the campaign costs besides the platform fee: fixed fees + samples + ads + KOL commission + third-party
--   cut. contribution_fen = net sales − product cost − platform fee − third-party cut − KOL commission − fixed fees − samples − ads.
--   Product cost is cost × quantity in proportion to what was not refunded, rounded half up per line. What a sample costs is
--   said by sample_status. Ads: on linked notes, on the campaign's days.
with sales as (
    select
        campaign_id, cast(sum(credit_fen) as bigint) as gmv_fen, cast(sum(refund_fen) as bigint) as refunds_fen,
        cast(sum(product_cost_fen) as bigint) as product_cost_fen,
        count(distinct shop_id || '/' || order_id) as orders,
        count(distinct case when credit_fen > refund_fen then shop_id || '/' || order_id end) as kept_orders
    from campaign_credits
    where currency = 'CNY'
    group by campaign_id
),
fees as (
    select
        campaign_id,
        cast(sum(case when part = 'platform_fee' then amount_fen else 0 end) as bigint) as platform_fee_fen,
        cast(sum(case when part = 'third_party' then amount_fen else 0 end) as bigint) as third_party_fen,
        cast(sum(case when part = 'kol' and kind <> 'fixed_fee' then amount_fen else 0 end) as bigint) as kol_commission_fen,
        cast(sum(case when kind = 'fixed_fee' then amount_fen else 0 end) as bigint) as fixed_fee_fen
    from commission_lines
    where currency = 'CNY'
    group by campaign_id
),
samples as (
    select campaign_id, cast(sum(cost_fen) as bigint) as samples_fen from sample_status group by campaign_id
),
audience as (
    select
        campaign_id, cast(sum(impressions) as bigint) as impressions, cast(sum(reads) as bigint) as reads,
        cast(sum(engagement) as bigint) as engagement, count(published_at) as notes,
        count(distinct case when published_at is not null then kol_id end) as kols
    from campaign_notes
    where is_paid
    group by campaign_id
),
days as (
    select
        campaign_id, cast(sum(ad_spend_fen) as bigint) as ads_fen,
        min(business_date) as data_since_date, max(business_date) as data_until_date
    from campaign_days
    group by campaign_id
),
costs as (
    select
        p.id as campaign_id, p.budget_fen, coalesce(s.gmv_fen, 0) as gmv_fen, coalesce(s.refunds_fen, 0) as refunds_fen,
        coalesce(s.product_cost_fen, 0) as product_cost_fen, coalesce(f.platform_fee_fen, 0) as platform_fee_fen,
        coalesce(f.third_party_fen, 0) as third_party_fen, coalesce(f.kol_commission_fen, 0) as kol_commission_fen,
        coalesce(f.fixed_fee_fen, 0) as fixed_fee_fen, coalesce(m.samples_fen, 0) as samples_fen,
        coalesce(d.ads_fen, 0) as ads_fen, coalesce(s.orders, 0) as orders, coalesce(s.kept_orders, 0) as kept_orders,
        d.data_since_date, d.data_until_date
    from records.campaign as p
    left join sales as s on s.campaign_id = p.id
    left join fees as f on f.campaign_id = p.id
    left join samples as m on m.campaign_id = p.id
    left join days as d on d.campaign_id = p.id
)
select
    c.campaign_id, c.budget_fen,
    c.fixed_fee_fen + c.samples_fen + c.ads_fen + c.kol_commission_fen + c.third_party_fen as spend_fen,
    c.gmv_fen, c.refunds_fen, c.gmv_fen - c.refunds_fen as net_sales_fen, c.product_cost_fen, c.platform_fee_fen,
    c.third_party_fen, c.kol_commission_fen, c.fixed_fee_fen, c.samples_fen, c.ads_fen,
    c.gmv_fen - c.refunds_fen - c.product_cost_fen - c.platform_fee_fen - c.third_party_fen - c.kol_commission_fen
        - c.fixed_fee_fen - c.samples_fen - c.ads_fen as contribution_fen,
    a.impressions, a.reads, a.engagement, coalesce(v.clicks, 0) as clicks, c.orders, c.kept_orders,
    coalesce(v.clickers, 0) as clickers, coalesce(v.buyers, 0) as buyers, coalesce(a.notes, 0) as notes,
    coalesce(a.kols, 0) as kols, c.data_since_date, c.data_until_date
from costs as c
left join audience as a on a.campaign_id = c.campaign_id
left join conversion as v on v.dimension = 'campaign' and v.key = cast(c.campaign_id as varchar)
