-- One row per collaboration, sales channel, product category, business date and part that some terms cover: those that hold.
-- key: collaboration_id, channel, category, business_date, part
-- sources: campaign_credits, notes, records.terms, records.collaboration, records.collaboration_note
-- runs: live
-- money: fen of the terms' currency; rates in parts per million
-- why: terms hold from since_date to the day before before_date, and the most specific stands: collaboration, agency in a
--   campaign, agency, platform and category, platform. Only the dates of orders and of publications are asked for; a
--   publication has channel and category `-`. A third party is paid only where the collaboration runs through an agency.
with dates as (
    select distinct collaboration_id, channel, coalesce(category, '-') as category, ordered_date as business_date
    from campaign_credits
    union
    select l.collaboration_id, '-' as channel, '-' as category, shanghai_date(n.published_at) as business_date
    from records.collaboration_note as l
    join notes as n on n.note_id = l.note_id
    where n.published_at is not null
),
asked as (
    select d.collaboration_id, d.channel, d.category, d.business_date, c.agency_id, c.campaign_id
    from dates as d
    join records.collaboration as c on c.id = d.collaboration_id
),
found as (
    select
        a.collaboration_id, a.channel, a.category, a.business_date, t.part, t.id as terms_id, t.base as base_name,
        t.rate_ppm, t.tier_mode, bands_of(t.tiers, t.rate_ppm, coalesce(t.cps_share_ppm, 1000000)) as bands, t.fixed_fee_fen,
        t.currency,
        row_number() over (
            partition by a.collaboration_id, a.channel, a.category, a.business_date, t.part
            order by
                case t.scope
                    when 'collaboration' then 1
                    when 'agency_campaign' then 2
                    when 'agency' then 3
                    when 'platform_category' then 4
                    else 5
                end,
                t.id
        ) as choice
    from asked as a
    join records.terms as t
        on cast(t.since_date as date) <= a.business_date
        and (t.before_date is null or a.business_date < cast(t.before_date as date))
        and (t.part <> 'third_party' or a.agency_id is not null)
        and (
            (t.scope = 'collaboration' and t.collaboration_id = a.collaboration_id)
            or (t.scope = 'agency_campaign' and t.agency_id = a.agency_id and t.campaign_id = a.campaign_id)
            or (t.scope = 'agency' and t.agency_id = a.agency_id)
            or (t.scope = 'platform_category' and t.platform = a.channel and t.category = a.category)
            or (t.scope = 'platform' and t.platform = a.channel)
        )
)
select
    collaboration_id, channel, category, business_date, part, terms_id, base_name, rate_ppm, tier_mode, bands,
    fixed_fee_fen, currency
from found
where choice = 1
