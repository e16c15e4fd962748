-- fail: what is left of a line, part by part, is below zero
select shop_id, order_id, line_no, part, sum(amount_fen) as left_fen
from commission_lines
where order_id is not null
group by shop_id, order_id, line_no, part
having sum(amount_fen) < 0;

-- fail: a refund pays out more
select line_id, amount_fen from commission_lines where kind = 'refund' and amount_fen > 0;
