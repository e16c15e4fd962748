-- One row per click on a note's product link.
-- key: click_id
-- sources: raw.clicks, links
-- runs: view
-- why: a click file may name the short link alone; its note and product are then those the records give the link.
select
    c.click_id, coalesce(c.note_id, l.note_id) as note_id, coalesce(c.product_id, l.product_id) as product_id, c.link_slug,
    c.buyer_key, c.section, c.channel, c.clicked_at, c.load_id, c.source_row
from raw.clicks as c
left join links as l on l.slug = c.link_slug and (c.note_id is null or c.product_id is null)
