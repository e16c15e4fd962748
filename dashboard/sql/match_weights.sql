-- The weights that brands have saved, as JSON, with the version that a change must name.
select brand_id, weights, version from records.match_weights order by brand_id
