-- One row per KOL of a campaign, window and rule with a credit, and what notes outside of it and no note at all took.
-- Parameter: campaign (code).
select
    k.lookback_days, k.rule, k.touchpoint, coalesce(n.nickname, b.kol_name) as kol_name, n.tier, k.credit_fen, k.orders
from kol_credits as k
join records.campaign as c on c.id = k.campaign_id
left join records.collaboration as b on b.campaign_id = c.id and b.kol_id = k.touchpoint
left join kols as n on n.kol_id = k.touchpoint
where c.code = $campaign
order by k.lookback_days, k.rule, k.credit_fen desc, k.touchpoint
