-- fail: the credits of a rule do not sum to the paid goods of the lines
with paid as (
    select sum(o.paid_fen) as paid_fen
    from orders as o
    left join repeated_lines as d on d.shop_id = o.shop_id and d.order_id = o.order_id and d.line_no = o.line_no
    where is_sale(o.status, o.paid_at) and d.order_id is null
)
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
