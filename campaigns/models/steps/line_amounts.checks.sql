-- fail: a refund raises what a part is due
select a.shop_id, a.order_id, a.line_no, a.part, a.state_no, a.due_fen
from line_amounts as a
join line_amounts as b
    on b.shop_id = a.shop_id and b.order_id = a.order_id and b.line_no = a.line_no and b.part = a.part and b.state_no = 0
where a.due_fen > b.due_fen or a.due_fen < 0;

-- fail: a fully refunded line leaves something due
select a.shop_id, a.order_id, a.line_no, a.part, a.due_fen
from line_amounts as a
join line_states as s
    on s.shop_id = a.shop_id and s.order_id = a.order_id and s.line_no = a.line_no and s.state_no = a.state_no
where s.is_all_refunded and a.due_fen <> 0;

-- warn: a credited line has no terms for the platform fee, so its contribution is too high
select c.shop_id, c.order_id, c.line_no, c.channel, c.category, c.ordered_date
from campaign_credits as c
left join line_amounts as a
    on a.shop_id = c.shop_id and a.order_id = c.order_id and a.line_no = c.line_no and a.state_no = 0
    and a.part = 'platform_fee'
where a.order_id is null;
