-- One row per campaign that is not archived, with what a plan needs of it, the newest first.
select
    c.id, c.code, c.name, c.name_zh, b.code as brand, c.budget_fen, c.budget_parts, c.since_date as since_date,
    c.before_date as before_date
from records.campaign as c
join records.brand as b on b.id = c.brand_id
where not c.is_archived
order by c.since_date desc, c.code
