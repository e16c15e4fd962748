-- One row per campaign: the audience of the KOLs it works with, each by the newest profile that says so, all KOLs alike.
-- Parameter: campaign (code).
with
newest as (
    select k.kol_id, max_by(p.female_share, p.as_of_date) filter (where p.female_share is not null) as female_share,
        max_by(p.tier1_city_share, p.as_of_date) filter (where p.tier1_city_share is not null) as tier1_city_share
    from records.collaboration as k
    join records.campaign as c on c.id = k.campaign_id
    join kol_profiles as p on p.kol_id = k.kol_id
    where c.code = $campaign and k.state not in ('declined', 'dropped')
    group by k.kol_id
)
select
    count(female_share) as female_share_known, count(tier1_city_share) as tier1_city_share_known,
    avg(female_share) as female_share, avg(tier1_city_share) as tier1_city_share
from newest
