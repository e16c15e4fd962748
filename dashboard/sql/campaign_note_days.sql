-- One row per business date on which notes of a campaign came out, with up to three of their titles.
-- Parameter: campaign (code).
select
    (n.published_at at time zone 'Asia/Shanghai')::date as business_date,
    count(*)::bigint as notes_published,
    array_to_string(list_slice(list(coalesce(nullif(n.title, ''), '…') order by n.net_sales_fen desc, n.note_id), 1, 3), chr(10)) as titles
from campaign_notes as n
join records.campaign as c on c.id = n.campaign_id
where c.code = $campaign and n.published_at is not null
group by business_date
order by business_date
