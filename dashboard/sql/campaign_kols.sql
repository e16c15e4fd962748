-- One row per KOL of a campaign: the name people know. Parameter: campaign (code).
select b.kol_id as touchpoint, coalesce(n.nickname, b.kol_name) as kol_name, n.tier
from records.collaboration as b
join records.campaign as c on c.id = b.campaign_id
left join kols as n on n.kol_id = b.kol_id
where c.code = $campaign
order by b.kol_id
