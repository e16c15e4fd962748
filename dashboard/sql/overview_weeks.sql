-- One row per week (Monday) with attributed net sales; the first and last week may be unfinished.
-- Parameter: brand (code; empty for all).
with
days as (
    select d.business_date, sum(d.net_sales_fen)::bigint as net_sales_fen
    from campaign_days as d
    join records.campaign as c on c.id = d.campaign_id
    join records.brand as b on b.id = c.brand_id
    where not c.is_archived::boolean and ($brand = '' or b.code = $brand)
    group by d.business_date
),
bounds as (select min(business_date) as first_date, max(business_date) as last_date from days)
select
    date_trunc('week', d.business_date)::date as week_date,
    sum(d.net_sales_fen)::bigint as net_sales_fen,
    min(b.first_date) <= week_date and max(b.last_date) >= week_date + 6 as is_whole
from days as d
cross join bounds as b
group by week_date
order by week_date
