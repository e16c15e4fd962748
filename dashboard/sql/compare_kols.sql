-- One row per KOL asked for who may be seen: who she is, and what her newest profile with each figure says. Parameter: kols (a JSON list of
-- ids).
with asked as (
    select unnest(from_json($kols, '["VARCHAR"]')) as kol_id
),
named as (
    select kol_id, max(kol_name) as kol_name from records.collaboration group by kol_id
),
told as (
    select
        p.kol_id,
        arg_max(p.read_median, (p.as_of_date, p.scope)) filter (where p.read_median is not null) as read_median,
        arg_max(p.engagement_median, (p.as_of_date, p.scope)) filter (where p.engagement_median is not null) as engagement_median,
        arg_max(p.female_share, (p.as_of_date, p.scope)) filter (where p.female_share is not null) as female_share,
        arg_max(p.age_18_24_share + p.age_25_34_share, (p.as_of_date, p.scope))
            filter (where p.age_18_24_share + p.age_25_34_share is not null) as age_18_34_share,
        arg_max(p.tier1_city_share, (p.as_of_date, p.scope)) filter (where p.tier1_city_share is not null) as tier1_city_share,
        max(p.as_of_date) as as_of_date
    from kol_profiles as p
    where p.kol_id in (select kol_id from asked)
    group by p.kol_id
)
select
    a.kol_id, coalesce(k.nickname, n.kol_name, a.kol_id) as kol_name, coalesce(k.red_id, '') as red_id,
    coalesce(k.home_city, '') as home_city, coalesce(k.tier, '') as tier, k.followers, t.read_median, t.engagement_median,
    t.female_share, t.age_18_34_share, t.tier1_city_share, t.as_of_date
from asked as a
left join kols as k on k.kol_id = a.kol_id
left join named as n on n.kol_id = a.kol_id
left join told as t on t.kol_id = a.kol_id
where k.kol_id is not null or n.kol_id is not null or t.kol_id is not null
order by a.kol_id
