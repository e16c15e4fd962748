-- The short links that the models were computed with.
select slug, note_id, product_id from links order by slug
