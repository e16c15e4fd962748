-- One row per overdue sample, the one that is late longest first, with what a reminder says. Parameter: campaign (code;
-- empty for all).
select
    s.sample_id, s.collaboration_id, s.kol_name, a.name as agency_name, b.name as brand_name, b.name_zh as brand_name_zh,
    c.code as campaign_code, p.name as product_name, p.name_zh as product_name_zh, s.carrier, s.tracking_no, s.units,
    s.as_of_date - s.due_date as days_late, s.is_extended, s.delivered_date, s.due_date
from sample_status as s
join records.campaign as c on c.id = s.campaign_id
join records.brand as b on b.id = s.brand_id
join records.product as p on p.product_id = s.product_id
left join records.agency as a on a.id = s.agency_id
where s.is_overdue and ($campaign = '' or c.code = $campaign)
order by s.due_date, s.kol_name, s.sample_id
