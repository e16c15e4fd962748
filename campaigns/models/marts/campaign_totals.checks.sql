-- fail: the days of a campaign do not sum to its totals
select t.campaign_id, t.gmv_fen, d.gmv_fen as days_gmv_fen, t.refunds_fen, d.refunds_fen as days_refunds_fen
from campaign_totals as t
left join (
    select campaign_id, sum(gmv_fen) as gmv_fen, sum(refunds_fen) as refunds_fen, sum(clicks) as clicks
    from campaign_days
    group by campaign_id
) as d on d.campaign_id = t.campaign_id
where coalesce(d.gmv_fen, 0) <> t.gmv_fen or coalesce(d.refunds_fen, 0) <> t.refunds_fen or coalesce(d.clicks, 0) <> t.clicks;

-- fail: the paid notes and the orders without a note do not sum to the campaign
select t.campaign_id, t.gmv_fen, n.gmv_fen as notes_gmv_fen, r.gmv_fen as rest_gmv_fen
from campaign_totals as t
left join (
    select campaign_id, sum(gmv_fen) as gmv_fen from campaign_notes where is_paid group by campaign_id
) as n on n.campaign_id = t.campaign_id
left join (
    select campaign_id, sum(credit_fen) as gmv_fen from campaign_credits where note_id is null and currency = 'CNY' group by campaign_id
) as r on r.campaign_id = t.campaign_id
where coalesce(n.gmv_fen, 0) + coalesce(r.gmv_fen, 0) <> t.gmv_fen;

-- warn: a campaign has cost more than its budget
select campaign_id, spend_fen, budget_fen from campaign_totals where spend_fen > budget_fen;
