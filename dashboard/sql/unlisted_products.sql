-- One row per product that was ordered and that nobody has entered, the most ordered first: nothing of it reaches a campaign.
select o.product_id, count(distinct o.order_id) as orders, max(shanghai_date(o.ordered_at)) as sold_date
from orders as o
left join records.product as p on p.product_id = o.product_id
where o.product_id is not null and p.product_id is null
group by o.product_id
order by orders desc, o.product_id
limit 200
