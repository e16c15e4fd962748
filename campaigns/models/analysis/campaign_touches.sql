-- One row per campaign, order line of its products on its days, and click that may have led to it within a month.
-- key: campaign_id, shop_id, order_id, line_no, click_id
-- sources: campaign_lines, clicks, records.campaign, records.product, records.collaboration, records.collaboration_note
-- runs: live
-- money: CNY fen, the paid goods of the line
-- why: the touches that the rules of the analysis share a line over. A click counts by the same buyer for the same product, or
--   for any product of its brand where the campaign matches on the brand; up to 30 days or the campaign's own window, whichever
--   is longer, in exact seconds, both ends included. touchpoint is the KOL whose linked note was clicked; notes that are not
--   the campaign's stand together as `outside`.
with relatives as (
    select c.id as campaign_id, a.product_id, b.product_id as clicked_product_id
    from records.campaign as c
    join records.product as a on a.brand_id = c.brand_id
    join records.product as b on b.brand_id = c.brand_id and (c.match_on = 'brand' or b.product_id = a.product_id)
),
own_notes as (
    select k.campaign_id, n.note_id, k.kol_id
    from records.collaboration_note as n
    join records.collaboration as k on k.id = n.collaboration_id
)
select
    l.campaign_id, l.shop_id, l.order_id, l.line_no, c.click_id, coalesce(n.kol_id, 'outside') as touchpoint, l.paid_fen,
    l.lookback_days, l.half_life_days, c.clicked_at, l.ordered_at
from campaign_lines as l
join relatives as r on r.campaign_id = l.campaign_id and r.product_id = l.product_id
join clicks as c
    on c.buyer_key = l.buyer_key
    and c.product_id = r.clicked_product_id
    and c.clicked_at <= l.ordered_at
    and c.clicked_at >= l.ordered_at - greatest(l.lookback_days, 30) * interval 86400 second
left join own_notes as n on n.campaign_id = l.campaign_id and n.note_id = c.note_id
where c.note_id is not null
