-- fail: the credits of a rule do not sum to the paid goods of the lines
with paid as (select sum(paid_fen) as paid_fen from orders where is_sale(status, paid_at))
select c.rule, sum(c.credit_fen) as credit_fen, any_value(p.paid_fen) as paid_fen
from order_credits as c
cross join paid as p
group by c.rule
having sum(c.credit_fen) <> any_value(p.paid_fen);

-- fail: an unattributed line names a note or a KOL
select shop_id, order_id, line_no, rule from order_credits
where evidence = 'none' and (note_id is not null or kol_id is not null);

-- warn: two kinds of evidence name different KOLs
select shop_id, order_id, line_no, kol_id, evidence from order_credits where has_conflict;

-- warn: an order in another currency than CNY is left out of every sum of money
select shop_id, order_id, line_no, currency from order_credits where currency <> 'CNY' and rule = 'last';
