-- One row per collaboration that terms may be entered for, newest campaign first.
select k.id, k.kol_name, k.kol_id, c.id as campaign_id, c.code as campaign_code, c.name as campaign, c.name_zh as campaign_zh
from records.collaboration as k
join records.campaign as c on c.id = k.campaign_id
where k.state not in ('declined', 'dropped') and not c.is_archived
order by c.since_date desc, c.code, k.kol_name, k.id
