-- One row per note that belongs to a collaboration, with its text and the products it links. Parameter: collaboration.
with
linking as (
    select note_id, product_id from note_products
    union
    select note_id, product_id from records.link
)
select
    l.note_id, n.title, n.body, n.url, coalesce(n.is_sponsored, false) as is_sponsored, n.published_at,
    string_agg(x.product_id, ' ' order by x.product_id) as products
from records.collaboration_note as l
left join notes as n on n.note_id = l.note_id
left join linking as x on x.note_id = l.note_id
where l.collaboration_id = $collaboration
group by l.note_id, n.title, n.body, n.url, n.is_sponsored, n.published_at
order by n.published_at, l.note_id
