-- One row per thing that waits for a person: what it is, whom it concerns, and the money at stake.
-- key: kind, subject
-- sources: campaign_totals, sample_status, sell_outs, data_reach, order_credits, commission_lines, note_proposals, rejects, records.campaign, records.product, records.collaboration, records.collaboration_draft, records.ledger_lock, records.reconciliation_case
-- runs: live
-- money: CNY fen, positive; what may be lost, is owed, or waits, by kind; null where it is not known
-- why: at stake is: over_budget the excess; loss the negative contribution; sample_* the cost of the parcel; note_overdue the cost
--   that was sent out; draft_*, step_due the fee that was quoted; proposal the note's net sales; sold_out what the product sold in
--   the seven days before (a demand seen, never called lost); month_* the lines of the month, break_open the
--   differences of breaks, either sign. due_date is when it became due, null: now; whether that is past is for the reader, who
--   knows what day it is. Roles are decided by the page.
with reach as (
    select max(newest_at) as newest_at from data_reach
),
money as (
    select 'over_budget' as kind, campaign_id, spend_fen - budget_fen as amount_fen from campaign_totals where spend_fen > budget_fen
    union all
    select 'loss' as kind, campaign_id, -contribution_fen as amount_fen from campaign_totals where contribution_fen < 0
),
drafts as (
    select
        id, collaboration_id, state, submitted_at,
        row_number() over (partition by collaboration_id order by number desc) as newness
    from records.collaboration_draft
),
of_collaborations as (
    select
        case when state = 'requested' then 'sample_to_approve' when state = 'approved' then 'sample_to_ship' else 'note_overdue' end as kind,
        cast(sample_id as varchar) as subject, collaboration_id, case when state in ('requested', 'approved') then unit_cost_fen * units else cost_fen end as amount_fen,
        case when state = 'requested' then requested_date when state = 'approved' then approved_date else due_date end as due_date
    from sample_status
    where state in ('requested', 'approved') or is_overdue
    union all
    select
        case when d.state = 'submitted' then 'draft_waiting' else 'draft_returned' end as kind, cast(d.id as varchar) as subject,
        d.collaboration_id, c.quote_fen as amount_fen, shanghai_date(d.submitted_at) as due_date
    from drafts as d
    join records.collaboration as c on c.id = d.collaboration_id
    where d.newness = 1 and d.state in ('submitted', 'returned') and c.state not in ('declined', 'dropped', 'settled')
    union all
    select 'step_due' as kind, cast(id as varchar) as subject, id as collaboration_id, quote_fen as amount_fen, cast(next_date as date) as due_date
    from records.collaboration
    where next_date is not null and state not in ('declined', 'dropped', 'settled')
    union all
    select 'proposal' as kind, note_id as subject, collaboration_id, net_sales_fen as amount_fen, shanghai_date(published_at) as due_date
    from note_proposals
    where rank = 1 and strength in ('strong', 'good')
),
stock as (
    select
        o.product_id, max(o.sold_out_at) as sold_out_at, cast(sum(o.clicks_without_stock) as bigint) as clicks, bool_or(o.is_out_still) as is_out_still
    from sell_outs as o
    cross join reach as r
    where o.clicks_without_stock > 0 and (o.is_out_still or o.restocked_at > r.newest_at - interval 14 day)
    group by o.product_id
),
sold_before as (
    select k.product_id, cast(sum(k.credit_fen - k.refund_fen) as bigint) as amount_fen
    from order_credits as k
    join stock as o on o.product_id = k.product_id and k.ordered_at < o.sold_out_at and k.ordered_at >= o.sold_out_at - interval 7 day
    where k.rule = 'payable' and k.currency = 'CNY'
    group by k.product_id
),
months as (
    select period, cast(sum(abs(amount_fen)) as bigint) as amount_fen, count(*) as items
    from commission_lines
    where currency = 'CNY'
    group by period
),
locked as (
    select max(case when approved_by is not null then period end) as until_period from records.ledger_lock
)
select
    m.kind, cast(m.campaign_id as varchar) as subject, p.code, p.name, p.name_zh, cast(null as varchar) as who, p.brand_id, m.campaign_id,
    cast(null as integer) as collaboration_id, cast(null as integer) as agency_id, m.amount_fen, cast(1 as bigint) as items, cast(null as date) as due_date
from money as m
join records.campaign as p on p.id = m.campaign_id and not p.is_archived
union all
select
    t.kind, t.subject, p.code, p.name, p.name_zh, c.kol_name as who, p.brand_id, c.campaign_id, t.collaboration_id, c.agency_id,
    t.amount_fen, cast(1 as bigint) as items, t.due_date
from of_collaborations as t
join records.collaboration as c on c.id = t.collaboration_id
join records.campaign as p on p.id = c.campaign_id and not p.is_archived
union all
select
    'sold_out' as kind, o.product_id as subject, o.product_id as code, p.name, p.name_zh, case when o.is_out_still then 'still' else 'over' end as who,
    p.brand_id, null as campaign_id, null as collaboration_id, null as agency_id, s.amount_fen, o.clicks as items, shanghai_date(o.sold_out_at) as due_date
from stock as o
join records.product as p on p.product_id = o.product_id
left join sold_before as s on s.product_id = o.product_id
union all
select
    case when l.period is null then 'month_open' else 'month_to_approve' end as kind, m.period as subject, m.period as code, m.period as name,
    m.period as name_zh, l.requested_by as who, null as brand_id, null as campaign_id, null as collaboration_id, null as agency_id, m.amount_fen, m.items, null as due_date
from months as m
cross join reach as r
cross join locked as k
left join records.ledger_lock as l on l.period = m.period
where m.period < period_of(r.newest_at) and (k.until_period is null or m.period > k.until_period)
union all
select
    'refused' as kind, cast(load_id as varchar) as subject, min(sheet) as code, '' as name, '' as name_zh, null as who, null as brand_id,
    null as campaign_id, null as collaboration_id, null as agency_id, null as amount_fen, count(*) as items, null as due_date
from rejects
group by load_id
union all
select
    'break_open' as kind, b.period || '/' || b.sender || '/' || b.kind as subject, b.period || '/' || b.kind as code, b.kind as name,
    '' as name_zh, b.period as who, null as brand_id, null as campaign_id, null as collaboration_id, null as agency_id,
    cast(sum(abs(b.theirs_fen - b.ours_fen)) as bigint) as amount_fen, count(*) as items, null as due_date
from records.reconciliation_case as b
where b.state = 'open' and b.currency = 'CNY' and b.kind not in ('timing', 'different_kol')
group by b.period, b.sender, b.kind
