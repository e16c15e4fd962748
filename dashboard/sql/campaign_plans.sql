-- One row per campaign, archived ones too: what is planned, what was spent by part, and how many KOLs stand where; newest first.
with
placed as (
    select
        campaign_id, count(*) filter (where state not in ('declined', 'dropped')) as kols,
        count(*) filter (where state in ('agreed', 'sample_out', 'draft_in', 'approved', 'published', 'measured', 'settled')) as agreed,
        count(*) filter (where state in ('published', 'measured', 'settled')) as published,
        (sum(quote_fen) filter (where state not in ('declined', 'dropped')))::bigint as quoted_fen
    from records.collaboration
    group by campaign_id
)
select
    c.id, c.version, c.code, c.brand_id, b.code as brand, b.name as brand_name, b.name_zh as brand_name_zh, c.name, c.name_zh,
    c.method, c.target_audience, c.countdowns, c.budget_parts, c.brief, c.must_have, c.banned_extra, c.disclosure,
    c.budget_fen, t.spend_fen, t.fixed_fee_fen, t.kol_commission_fen, t.third_party_fen, t.samples_fen, t.ads_fen,
    t.platform_fee_fen, p.quoted_fen, t.net_sales_fen, t.contribution_fen, c.lookback_days, c.half_life_days, c.credit_rule,
    c.match_on, c.posting_due_days,
    coalesce(p.kols, 0) as kols, coalesce(p.agreed, 0) as agreed, coalesce(p.published, 0) as published, t.notes,
    t.spend_fen::double / nullif(c.budget_fen, 0) as budget_share, c.is_archived,
    c.since_date as since_date, c.before_date as before_date
from records.campaign as c
join records.brand as b on b.id = c.brand_id
left join campaign_totals as t on t.campaign_id = c.id
left join placed as p on p.campaign_id = c.id
order by c.is_archived, c.since_date desc, c.code
