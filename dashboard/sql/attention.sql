-- One row per thing that needs a decision, with the amount at stake. Kinds: over_budget, loss, samples, sold_out,
-- unattributed. Parameters: brand (code; empty for all), recent_days (how long a sell-out that is over stays on the list).
with
open_campaigns as (
    select c.id, c.code, c.name, c.name_zh
    from records.campaign as c
    join records.brand as b on b.id = c.brand_id
    where not c.is_archived and ($brand = '' or b.code = $brand)
),
over_budget as (
    select 'over_budget' as kind, c.code, c.name, c.name_zh, t.spend_fen - t.budget_fen as amount_fen,
        null::bigint as items, t.spend_fen::double / nullif(t.budget_fen, 0) as share, null::timestamptz as since_at, null::timestamptz as before_at
    from campaign_totals as t
    join open_campaigns as c on c.id = t.campaign_id
    where t.spend_fen > t.budget_fen
),
loss as (
    select 'loss' as kind, c.code, c.name, c.name_zh, t.contribution_fen as amount_fen,
        null::bigint as items, t.contribution_fen::double / nullif(t.net_sales_fen, 0) as share, null::timestamptz as since_at, null::timestamptz as before_at
    from campaign_totals as t
    join open_campaigns as c on c.id = t.campaign_id
    where t.contribution_fen < 0
),
samples as (
    select 'samples' as kind, c.code, c.name, c.name_zh, sum(s.cost_fen)::bigint as amount_fen, count(*)::bigint as items,
        null::double as share, min(s.delivered_at) as since_at, null::timestamptz as before_at
    from sample_status as s
    join open_campaigns as c on c.id = s.campaign_id
    where s.is_overdue
    group by c.code, c.name, c.name_zh
),
newest as (select max(newest_at) as at from data_reach),
sold_out as (
    select
        'sold_out' as kind, o.product_id as code, coalesce(p.name, o.product_id) as name, p.name_zh,
        null::bigint as amount_fen, sum(o.clicks_without_stock)::bigint as items, null::double as share,
        min(o.sold_out_at) as since_at, case when not bool_or(o.is_out_still) then max(o.restocked_at) end as before_at
    from sell_outs as o
    cross join newest as n
    left join records.product as p on p.product_id = o.product_id
    left join records.brand as b on b.id = p.brand_id
    where o.clicks_without_stock > 0
        and (o.is_out_still or o.restocked_at > n.at - to_days($recent_days::integer))
        and ($brand = '' or b.code = $brand)
    group by o.product_id, p.name, p.name_zh
),
credited as (
    select sum(credit_fen)::bigint as whole_fen,
        (sum(credit_fen) filter (where note_id is null and kol_id is null))::bigint as open_fen
    from order_credits
    where rule = 'payable' and currency = 'CNY'
),
unattributed as (
    select 'unattributed' as kind, '' as code, '' as name, '' as name_zh, open_fen as amount_fen, null::bigint as items,
        open_fen::double / nullif(whole_fen, 0) as share, null::timestamptz as since_at, null::timestamptz as before_at
    from credited
    where $brand = '' and open_fen > 0
)
select kind, code, name, name_zh, amount_fen, items, share, since_at, before_at from over_budget
union all
select kind, code, name, name_zh, amount_fen, items, share, since_at, before_at from loss
union all
select kind, code, name, name_zh, amount_fen, items, share, since_at, before_at from samples
union all
select kind, code, name, name_zh, amount_fen, items, share, since_at, before_at from sold_out
union all
select kind, code, name, name_zh, amount_fen, items, share, since_at, before_at from unattributed
