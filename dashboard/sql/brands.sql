-- One row per brand that has a campaign.
select b.code, b.name, b.name_zh
from records.brand as b
where exists (select 1 from records.campaign as c where c.brand_id = b.id and not c.is_archived)
order by b.name
