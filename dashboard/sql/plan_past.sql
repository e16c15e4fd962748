-- One row: what the campaigns of a brand that sold came to together, which says what a net yuan leaves; and what parcels of
-- samples cost and how surely a note came of them. Parameter: campaign (code of a campaign of the brand).
with ours as (
    select p.id
    from records.campaign as c
    join records.campaign as p on p.brand_id = c.brand_id
    where c.code = $campaign
),
sold as (
    select
        count(*) as campaigns, sum(gmv_fen)::bigint as gmv_fen, sum(refunds_fen)::bigint as refunds_fen,
        sum(product_cost_fen)::bigint as product_cost_fen, sum(platform_fee_fen)::bigint as platform_fee_fen,
        sum(third_party_fen)::bigint as third_party_fen, sum(kol_commission_fen)::bigint as kol_commission_fen
    from campaign_totals
    where campaign_id in (select id from ours) and gmv_fen > refunds_fen
),
sent as (
    select sum(samples_fen)::bigint as samples_fen, sum(parcels)::bigint as parcels, sum(posted)::bigint as posted,
        sum(judged)::bigint as judged
    from kol_reliability
)
select
    s.campaigns, s.gmv_fen, s.refunds_fen, s.product_cost_fen, s.platform_fee_fen, s.third_party_fen, s.kol_commission_fen,
    t.samples_fen, t.parcels, t.posted, t.judged
from sold as s
cross join sent as t
