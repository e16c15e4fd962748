-- The newest profile of each KOL, source and scope from before the day $as_of, with the followers of the one before it.
with known as (
    select
        p.kol_id, p.source, p.scope, p.as_of_date, p.followers, p.image_price_fen, p.video_price_fen, p.impression_median,
        p.read_median, p.engagement_median, p.female_share, p.male_share, p.age_under_18_share, p.age_18_24_share,
        p.age_25_34_share, p.age_35_44_share, p.age_over_44_share, p.tier1_city_share, p.tier2_city_share,
        p.tier3_city_share,
        lead(p.followers) over newest as followers_before,
        date_diff('day', lead(p.as_of_date) over newest, p.as_of_date) as followers_span_days,
        row_number() over newest as age
    from kol_profiles as p
    where p.as_of_date < cast($as_of as date)
    window newest as (partition by p.kol_id, p.source, p.scope order by p.as_of_date desc)
)
select
    kol_id, source, scope, followers, followers_before, followers_span_days, read_median as reads,
    engagement_median as engagement, impression_median as impressions, cast(image_price_fen as double) as image_price,
    cast(video_price_fen as double) as video_price, female_share, male_share, age_under_18_share, age_18_24_share,
    age_25_34_share, age_35_44_share, age_over_44_share, tier1_city_share, tier2_city_share, tier3_city_share,
    date_diff('day', as_of_date, cast($as_of as date)) as age_days
from known
where age = 1
order by kol_id, source, scope
