-- One row per note: from impression to kept order, under the rule of the last touch within 15 days.
-- key: note_id
-- sources: notes, note_latest, conversion_counts, order_credits
-- runs: warehouse
-- money: CNY fen, refunds positive; orders in other currencies are counted but not summed
-- why: the same touches and the same rule as `conversion`, so that the two never disagree; what is payable is in
--   `campaign_notes`. A note that only clicks name is listed too, without title.
with everyone as (
    select note_id from notes
    union
    select key as note_id from conversion_counts where dimension = 'note'
),
money as (
    select
        note_id, count(distinct case when credit_fen > refund_fen then shop_id || '/' || order_id end) as kept_orders,
        cast(sum(quantity) as bigint) as units,
        cast(sum(case when currency = 'CNY' then credit_fen else 0 end) as bigint) as gmv_fen,
        cast(sum(case when currency = 'CNY' then refund_fen else 0 end) as bigint) as refunds_fen
    from order_credits
    where rule = 'last' and note_id is not null
    group by note_id
)
select
    e.note_id, n.kol_id, n.title, n.kind, coalesce(m.gmv_fen, 0) as gmv_fen, coalesce(m.refunds_fen, 0) as refunds_fen,
    coalesce(m.gmv_fen, 0) - coalesce(m.refunds_fen, 0) as net_sales_fen, l.impressions, l.reads, l.likes, l.collects,
    l.comments, l.shares, l.engagement, coalesce(c.clicks, 0) as clicks, coalesce(c.clickers, 0) as clickers,
    coalesce(c.buyers, 0) as buyers, coalesce(c.orders, 0) as orders, coalesce(m.kept_orders, 0) as kept_orders,
    coalesce(m.units, 0) as units, coalesce(n.is_provisional, false) as is_provisional, n.published_at, l.captured_at
from everyone as e
left join notes as n on n.note_id = e.note_id
left join note_latest as l on l.note_id = e.note_id
left join conversion_counts as c on c.dimension = 'note' and c.key = e.note_id
left join money as m on m.note_id = e.note_id
