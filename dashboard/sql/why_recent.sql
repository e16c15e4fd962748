-- One row per order among the latest with a refund or tiers, to look at: where the reason is worth reading.
select l.order_id, max(l.event_at) as event_at
from commission_lines as l
where l.order_id is not null and l.kind = 'refund'
group by l.order_id
order by event_at desc, l.order_id
limit 8
