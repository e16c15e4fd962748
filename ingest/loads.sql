-- What the warehouse itself knows of its loads.
select load_id, sha256, counts, totals from loads order by load_id
