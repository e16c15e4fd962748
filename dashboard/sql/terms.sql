-- One row per terms: whom they are for, what they pay, whether they hold on the day $today, and the band that a platform's
-- fee is held against, most specific scope first, then by name and start.
-- Parameter: today (date).
with banded as (
    select
        t.id, b.low_ppm, b.high_ppm,
        row_number() over (
            partition by t.id order by (b.category <> '') desc, b.since_date desc
        ) as choice
    from records.terms as t
    join records.platform_band as b
        on b.platform = coalesce(t.platform, 'xiaohongshu') and b.category in ('', coalesce(t.category, ''))
        and b.since_date <= t.since_date
    where t.part = 'platform_fee'
)
select
    t.id, t.version, t.scope, t.part, t.collaboration_id, t.agency_id, t.campaign_id, t.platform, t.category,
    t.since_date as since_date, t.before_date as before_date, t.base, t.rate_ppm, t.tiers, t.tier_mode, t.cap_fen,
    t.minimum_fen, t.guarantee_kind, t.guarantee_fen, t.fixed_fee_fen, t.cps_share_ppm, t.currency, t.entered_by,
    t.entered_at as entered_at, k.kol_name, k.kol_id, c.code as campaign_code, c.name as campaign, c.name_zh as campaign_zh,
    a.name as agency, b.low_ppm, b.high_ppm, coalesce(t.rate_ppm not between b.low_ppm and b.high_ppm, false) as is_outside,
    case
        when t.since_date > $today::date then 'coming'
        when t.before_date is not null and t.before_date <= $today::date then 'ended'
        else 'holds'
    end as state
from records.terms as t
left join records.collaboration as k on k.id = t.collaboration_id
left join records.campaign as c on c.id = coalesce(t.campaign_id, k.campaign_id)
left join records.agency as a on a.id = t.agency_id
left join banded as b on b.id = t.id and b.choice = 1
order by
    list_position(['platform', 'platform_category', 'agency', 'agency_campaign', 'collaboration'], t.scope),
    coalesce(t.platform, ''), coalesce(a.name, ''), coalesce(c.code, ''), coalesce(k.kol_name, ''), coalesce(t.category, ''), t.part,
    t.since_date desc, t.id
