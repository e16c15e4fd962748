-- One row per method: net sales within so many days of each note's publication, against what its collaborations cost to date.
-- Parameter: days. Only collaborations all of whose notes are that old. Spend: of the notes, and the samples of the collaboration.
-- error: standard error of net sales per yuan spent, collaborations taken as the sample (ratio estimator); null below three.
with
reach as (select epoch(max(newest_at)) as newest from data_reach where fact = 'orders'),
aged as (
    select
        n.campaign_id, n.collaboration_id, sum(n.spend_fen)::bigint as spend_fen, count(*) as notes,
        sum(n.clicks)::bigint as clicks
    from campaign_notes as n
    cross join reach as r
    where n.is_paid
    group by n.campaign_id, n.collaboration_id
    having bool_and(n.published_at is not null and epoch(n.published_at) + $days * 86400 <= r.newest)
),
sold as (
    select
        n.collaboration_id, count(distinct c.shop_id || '/' || c.order_id) as orders,
        sum(greatest(c.credit_fen - c.refund_fen, 0))::bigint as net_sales_fen
    from campaign_notes as n
    join campaign_credits as c on c.campaign_id = n.campaign_id and c.note_id = n.note_id
    where n.is_paid and c.currency = 'CNY' and c.ordered_at >= n.published_at
        and epoch(c.ordered_at) < epoch(n.published_at) + $days * 86400
    group by n.collaboration_id
),
parcels as (
    select collaboration_id, sum(cost_fen)::bigint as cost_fen from sample_status group by collaboration_id
),
each as (
    select
        p.method, a.notes, a.clicks, coalesce(s.orders, 0) as orders, coalesce(s.net_sales_fen, 0) as net_sales_fen,
        a.spend_fen + coalesce(m.cost_fen, 0) as spend_fen
    from aged as a
    join records.campaign as p on p.id = a.campaign_id and not p.is_archived
    left join sold as s on s.collaboration_id = a.collaboration_id
    left join parcels as m on m.collaboration_id = a.collaboration_id
),
sums as (
    select
        method, count(*) as kols, sum(notes)::bigint as notes, sum(clicks)::bigint as clicks, sum(orders)::bigint as orders,
        sum(net_sales_fen)::bigint as net_sales_fen, sum(spend_fen)::bigint as spend_fen,
        sum(net_sales_fen)::double / nullif(sum(spend_fen), 0) as roas
    from each
    group by method
)
select
    s.method, s.kols, s.notes, s.clicks, s.orders, s.net_sales_fen, s.spend_fen, s.roas,
    case when s.kols >= 3 then
        sqrt(s.kols::double / (s.kols - 1) * sum(power(e.net_sales_fen::double - s.roas * e.spend_fen, 2))) / nullif(s.spend_fen, 0)
    end as error
from sums as s
join each as e on e.method = s.method
group by s.method, s.kols, s.notes, s.clicks, s.orders, s.net_sales_fen, s.spend_fen, s.roas
order by s.roas desc nulls last, s.method
