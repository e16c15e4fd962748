-- fail: what is left of a line, part by part, is below zero, though no cap was agreed
select shop_id, order_id, line_no, l.part, sum(amount_fen) as left_fen
from commission_lines as l
join records.terms as t on t.id = l.terms_id
where l.order_id is not null and t.cap_fen is null
group by shop_id, order_id, line_no, l.part
having sum(amount_fen) < 0;

-- fail: a refund pays out more
select line_id, amount_fen from commission_lines where kind = 'refund' and amount_fen > 0;
