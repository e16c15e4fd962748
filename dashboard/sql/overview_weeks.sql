-- One row per week (Monday) from the first to the last day on which a campaign sold; the first and last may be unfinished.
-- Parameter: brand (code; empty for all).
with
days as (
    select d.business_date, sum(d.net_sales_fen)::bigint as net_sales_fen
    from campaign_days as d
    join records.campaign as c on c.id = d.campaign_id
    join records.brand as b on b.id = c.brand_id
    where not c.is_archived and ($brand = '' or b.code = $brand)
    group by d.business_date
),
bounds as (select min(business_date) as first_date, max(business_date) as last_date from days),
weeks as (
    select unnest(generate_series(date_trunc('week', first_date), last_date, interval 7 day))::date as week_date, first_date, last_date
    from bounds
    where first_date is not null
)
select
    w.week_date, coalesce(sum(d.net_sales_fen), 0)::bigint as net_sales_fen,
    w.first_date <= w.week_date and w.last_date >= w.week_date + 6 as is_whole
from weeks as w
left join days as d on d.business_date >= w.week_date and d.business_date < w.week_date + 7
group by w.week_date, w.first_date, w.last_date
order by w.week_date
