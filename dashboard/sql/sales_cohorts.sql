-- One row per week of publication and day of age at which its notes brought net sales (null where none did): what they sold
-- until the end of that day of their age, what they cost, how many there are, and how many whole days all of them are seen.
-- Parameter: campaign (code; empty for all).
with
chosen as (
    select id from records.campaign where case when $campaign = '' then not is_archived else code = $campaign end
),
reach as (select max(newest_at) as newest_at from data_reach where fact = 'orders'),
cohorts as (
    select
        cast(date_trunc('week', shanghai_date(n.published_at)) as date) as cohort_date, count(*) as notes,
        sum(n.spend_fen)::bigint as spend_fen,
        max(floor((epoch(r.newest_at) - epoch(n.published_at)) / 86400))::bigint as oldest_days,
        greatest(min(floor((epoch(r.newest_at) - epoch(n.published_at)) / 86400)), 0)::bigint as seen_days
    from campaign_notes as n
    cross join reach as r
    where n.is_paid and n.published_at is not null and n.campaign_id in (select id from chosen)
    group by cohort_date
),
days as (
    select cohort_date, age_days, sum(net_sales_fen)::bigint as net_sales_fen
    from cohort_sales
    where campaign_id in (select id from chosen)
    group by cohort_date, age_days
)
select
    c.cohort_date, d.age_days,
    (sum(d.net_sales_fen) over (partition by c.cohort_date order by d.age_days))::bigint as net_sales_fen, c.spend_fen,
    c.notes, c.seen_days
from cohorts as c
left join days as d on d.cohort_date = c.cohort_date
order by c.cohort_date, d.age_days
