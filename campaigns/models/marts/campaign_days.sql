-- One row per campaign and business date on which it had a note, a click, an order, a refund or ads.
-- key: campaign_id, business_date
-- sources: clicks, notes, campaign_credits, refund_steps, ad_spend, records.campaign, records.collaboration, records.collaboration_note
-- runs: live
-- money: CNY fen, refunds positive and on the day of the refund
-- why: the daily grain finance reconciles against the platform statement; the days sum to `campaign_totals`.
with linked as (
    select c.campaign_id, l.note_id
    from records.collaboration_note as l
    join records.collaboration as c on c.id = l.collaboration_id
),
events as (
    select
        l.campaign_id, shanghai_date(n.published_at) as business_date, 0 as gmv_fen, 0 as refunds_fen, 0 as ad_spend_fen,
        1 as notes_published, 0 as clicks, null as order_key
    from linked as l
    join notes as n on n.note_id = l.note_id
    where n.published_at is not null
    union all
    select
        l.campaign_id, shanghai_date(k.clicked_at) as business_date, 0 as gmv_fen, 0 as refunds_fen, 0 as ad_spend_fen,
        0 as notes_published, 1 as clicks, null as order_key
    from linked as l
    join clicks as k on k.note_id = l.note_id
    union all
    select
        campaign_id, ordered_date as business_date, credit_fen as gmv_fen, 0 as refunds_fen, 0 as ad_spend_fen,
        0 as notes_published, 0 as clicks, shop_id || '/' || order_id as order_key
    from campaign_credits
    where currency = 'CNY'
    union all
    select
        c.campaign_id, shanghai_date(r.event_at) as business_date, 0 as gmv_fen, r.refunded_fen as refunds_fen,
        0 as ad_spend_fen, 0 as notes_published, 0 as clicks, null as order_key
    from campaign_credits as c
    join refund_steps as r on r.shop_id = c.shop_id and r.order_id = c.order_id and r.line_no = c.line_no
    where c.currency = 'CNY'
    union all
    select
        l.campaign_id, a.date as business_date, 0 as gmv_fen, 0 as refunds_fen, a.spend_fen as ad_spend_fen,
        0 as notes_published, 0 as clicks, null as order_key
    from linked as l
    join records.campaign as p on p.id = l.campaign_id
    join ad_spend as a
        on a.note_id = l.note_id and a.currency = 'CNY' and a.date >= cast(p.since_date as date)
        and a.date < cast(p.before_date as date)
)
select
    campaign_id, cast(sum(gmv_fen) as bigint) as gmv_fen, cast(sum(refunds_fen) as bigint) as refunds_fen,
    cast(sum(gmv_fen) - sum(refunds_fen) as bigint) as net_sales_fen, cast(sum(ad_spend_fen) as bigint) as ad_spend_fen,
    cast(sum(notes_published) as bigint) as notes_published, cast(sum(clicks) as bigint) as clicks,
    count(distinct order_key) as orders, business_date
from events
group by campaign_id, business_date
