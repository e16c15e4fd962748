-- One row per note of a campaign that links a product, the one with most clicks on it first. Parameters: campaign (code),
-- product (id).
select n.note_id, n.title, n.kol_name, n.is_paid, count(k.click_id) as clicks, n.published_at
from campaign_notes as n
join records.campaign as c on c.id = n.campaign_id and c.code = $campaign
join note_products as x on x.note_id = n.note_id and x.product_id = $product
left join clicks as k on k.note_id = n.note_id and k.product_id = $product
where n.published_at is not null
group by n.note_id, n.title, n.kol_name, n.is_paid, n.published_at
order by clicks desc, n.published_at, n.note_id
