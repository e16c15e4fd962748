-- One row per KOL of a campaign with payable orders of its lines: what is counted for them, by the strongest evidence.
-- Parameter: campaign (code).
select m.kol_id as touchpoint, sum(m.credit_fen)::bigint as payable_fen, count(distinct m.shop_id || '/' || m.order_id) as orders
from campaign_credits as m
join records.campaign as c on c.id = m.campaign_id
where c.code = $campaign and m.currency = 'CNY'
group by m.kol_id
order by payable_fen desc, touchpoint
