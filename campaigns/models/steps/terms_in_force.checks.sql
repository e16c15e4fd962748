-- warn: terms of a platform with tiers, a cap, a minimum or a guarantee count the orders of collaborations only
select id as terms_id, scope, part
from records.terms
where scope in ('platform', 'platform_category')
    and (tiers is not null or cap_fen is not null or minimum_fen is not null or guarantee_fen is not null);

-- warn: credited orders in a currency other than their terms'
select distinct c.collaboration_id, c.currency, t.part, t.terms_id
from campaign_credits as c
join terms_in_force as t on t.collaboration_id = c.collaboration_id and t.business_date = c.ordered_date
where c.currency <> t.currency;

-- warn: fees outside the platform's band
with banded as (
    select
        t.id as terms_id, t.rate_ppm, b.low_ppm, b.high_ppm,
        row_number() over (partition by t.id order by b.category <> '' desc, b.since_date desc) as choice
    from records.terms as t
    join records.platform_band as b
        on b.platform = coalesce(t.platform, 'xiaohongshu') and b.category in ('', coalesce(t.category, ''))
        and b.since_date <= t.since_date
    where t.part = 'platform_fee'
)
select terms_id, rate_ppm, low_ppm, high_ppm
from banded
where choice = 1 and rate_ppm not between low_ppm and high_ppm;
