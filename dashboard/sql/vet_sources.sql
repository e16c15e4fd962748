-- What each source last said about one KOL, scope by scope, and every earlier count of followers.
select
    source, scope, as_of_date, followers, read_median, engagement_median, impression_median, image_price_fen,
    video_price_fen, female_share, active_share,
    row_number() over (partition by source, scope order by as_of_date desc) as age
from kol_profiles
where kol_id = $kol
order by as_of_date desc, source, scope
