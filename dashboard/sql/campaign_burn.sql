-- One row per business date of a campaign's plan: the even plan, and what had been spent by then (null after the data ends).
-- Parameter: campaign (code).
with
chosen as (
    select c.id, c.since_date as since_date, c.before_date as before_date, t.budget_fen, t.spend_fen, t.ads_fen
    from records.campaign as c
    join campaign_totals as t on t.campaign_id = c.id
    where c.code = $campaign
),
dated as (
    select d.business_date, d.ad_spend_fen as fen
    from campaign_days as d
    join chosen as c on c.id = d.campaign_id
    union all
    select (l.event_at at time zone 'Asia/Shanghai')::date as business_date, l.amount_fen as fen
    from commission_lines as l
    join chosen as c on c.id = l.campaign_id
    where l.part in ('kol', 'third_party') and l.currency = 'CNY'
),
reach as (
    select greatest(max(d.business_date), (select max((clicked_at at time zone 'Asia/Shanghai')::date) from clicks)) as last_date
    from dated as d
),
axis as (
    select unnest(generate_series(c.since_date, greatest(c.before_date - 1, least(r.last_date, c.before_date + 60)), interval 1 day))::date
        as business_date
    from chosen as c
    cross join reach as r
),
undated as (select greatest(c.spend_fen - coalesce((select sum(fen) from dated), 0), 0)::bigint as fen from chosen as c)
select
    a.business_date,
    case when a.business_date <= r.last_date
        then (u.fen + coalesce((select sum(d.fen) from dated as d where d.business_date <= a.business_date), 0))::bigint
    end as spent_fen,
    (c.budget_fen::double * least(a.business_date - c.since_date + 1, c.before_date - c.since_date)
        / nullif(c.before_date - c.since_date, 0))::bigint as plan_fen
from axis as a
cross join chosen as c
cross join reach as r
cross join undated as u
order by a.business_date
