-- One row per collaboration of a campaign that has not been declined, dropped or carried out: who might be chosen, at what
-- price, how surely a note of hers appears. price_fen is what was agreed, else last asked, else the price of her profile.
-- has_conflict: bound to another brand in what we sell. Parameter: campaign (code).
with asked as (
    select collaboration_id, arg_max(quote_fen, id) as quote_fen from records.collaboration_quote group by collaboration_id
),
listed as (
    select
        kol_id, image_price_fen,
        row_number() over (partition by kol_id order by as_of_date desc, source, scope) as age
    from kol_profiles
    where image_price_fen is not null
),
bound as (
    select distinct collaboration_id from kol_conflicts where kind = 'bound'
)
select
    k.id, k.version, k.kol_id, k.kol_name, k.state, k.tags, coalesce(a.name, '') as agency, coalesce(m.tier, '') as tier,
    coalesce(k.quote_fen, q.quote_fen, l.image_price_fen) as price_fen,
    case when k.quote_fen is not null then 'agreed' when q.quote_fen is not null then 'asked'
        when l.image_price_fen is not null then 'profile' else 'none' end as price_from,
    r.posted, r.judged, b.collaboration_id is not null as has_conflict
from records.collaboration as k
join records.campaign as c on c.id = k.campaign_id and c.code = $campaign
left join records.agency as a on a.id = k.agency_id
left join kols as m on m.kol_id = k.kol_id
left join asked as q on q.collaboration_id = k.id
left join listed as l on l.kol_id = k.kol_id and l.age = 1
left join kol_reliability as r on r.kol_id = k.kol_id
left join bound as b on b.collaboration_id = k.id
where k.state in ('shortlisted', 'contacted', 'negotiating', 'agreed')
order by k.kol_name, k.id
