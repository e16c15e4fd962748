-- One row per campaign and note: those linked to its collaborations, and organic ones about its products in its time.
-- key: campaign_id, note_id
-- sources: note_funnel, kols, note_products, order_credits, campaign_credits, commission_lines, ad_spend, records.campaign, records.campaign_product, records.collaboration, records.collaboration_note
-- runs: live
-- money: CNY fen, refunds positive
-- why: impressions to buyers come from `note_funnel` (last touch); orders and money are the payable credit, so that the paid notes
--   and the KOL-only rest sum to `campaign_totals`. spend_fen is fixed fee + KOL commission + third-party cut + ads on the note in
--   the campaign's days; samples belong to the collaboration, not to a note. is_paid: linked to a collaboration.
with linked as (
    select c.campaign_id, l.collaboration_id, l.note_id, c.kol_id, c.kol_name, true as is_paid
    from records.collaboration_note as l
    join records.collaboration as c on c.id = l.collaboration_id
),
organic as (
    select distinct p.id as campaign_id, f.note_id, f.kol_id
    from records.campaign as p
    join records.campaign_product as g on g.campaign_id = p.id
    join note_products as x on x.product_id = g.product_id
    join note_funnel as f
        on f.note_id = x.note_id
        and shanghai_date(f.published_at) >= cast(p.since_date as date)
        and shanghai_date(f.published_at) < cast(p.before_date as date)
    left join linked as l on l.note_id = f.note_id
    where l.note_id is null
),
notes_of as (
    select campaign_id, collaboration_id, note_id, kol_id, kol_name, is_paid from linked
    union all
    select campaign_id, null as collaboration_id, note_id, kol_id, null as kol_name, false as is_paid from organic
),
credits as (
    select c.note_id, c.shop_id, c.order_id, c.credit_fen, c.refund_fen, c.quantity
    from order_credits as c
    left join campaign_credits as m on m.shop_id = c.shop_id and m.order_id = c.order_id and m.line_no = c.line_no
    where c.rule = 'payable' and c.currency = 'CNY' and c.note_id is not null and (m.order_id is null or m.note_id is not null)
),
money as (
    select
        note_id, count(distinct shop_id || '/' || order_id) as orders,
        count(distinct case when credit_fen > refund_fen then shop_id || '/' || order_id end) as kept_orders,
        cast(sum(quantity) as bigint) as units, cast(sum(credit_fen) as bigint) as gmv_fen,
        cast(sum(refund_fen) as bigint) as refunds_fen
    from credits
    group by note_id
),
fees as (
    select
        note_id,
        cast(sum(case when kind = 'fixed_fee' then amount_fen else 0 end) as bigint) as fixed_fee_fen,
        cast(sum(case when part <> 'platform_fee' then amount_fen else 0 end) as bigint) as fees_fen
    from commission_lines
    where note_id is not null and currency = 'CNY'
    group by note_id
),
ads as (
    select l.note_id, cast(sum(a.spend_fen) as bigint) as ads_fen
    from linked as l
    join records.campaign as p on p.id = l.campaign_id
    join ad_spend as a
        on a.note_id = l.note_id and a.currency = 'CNY' and a.date >= cast(p.since_date as date)
        and a.date < cast(p.before_date as date)
    group by l.note_id
)
select
    o.campaign_id, o.collaboration_id, o.note_id, o.kol_id, coalesce(k.nickname, o.kol_name) as kol_name, k.tier,
    f.title, f.kind, coalesce(e.fixed_fee_fen, 0) as fixed_fee_fen, coalesce(a.ads_fen, 0) as ads_fen,
    case when o.is_paid then coalesce(e.fees_fen, 0) + coalesce(a.ads_fen, 0) else 0 end as spend_fen,
    coalesce(m.gmv_fen, 0) as gmv_fen, coalesce(m.refunds_fen, 0) as refunds_fen,
    coalesce(m.gmv_fen, 0) - coalesce(m.refunds_fen, 0) as net_sales_fen, f.impressions, f.reads, f.likes, f.collects,
    f.comments, f.shares, f.engagement, coalesce(f.clicks, 0) as clicks, coalesce(f.clickers, 0) as clickers,
    coalesce(f.buyers, 0) as buyers, coalesce(m.orders, 0) as orders, coalesce(m.kept_orders, 0) as kept_orders,
    coalesce(m.units, 0) as units, o.is_paid, f.published_at
from notes_of as o
left join note_funnel as f on f.note_id = o.note_id
left join kols as k on k.kol_id = o.kol_id
left join money as m on m.note_id = o.note_id
left join fees as e on e.note_id = o.note_id
left join ads as a on a.note_id = o.note_id
