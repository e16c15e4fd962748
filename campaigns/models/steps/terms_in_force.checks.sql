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
