-- At most one row: the words that the brand of a campaign watches. Parameter: campaign (code).
select b.code as brand_code, s.value, s.version
from records.campaign as c
join records.brand as b on b.id = c.brand_id
left join records.setting as s on s.key = 'mention.watch.' || b.code
where c.code = $campaign
