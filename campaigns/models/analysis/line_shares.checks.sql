-- fail: the parts of an order line do not sum to it
select s.campaign_id, s.lookback_days, s.rule, s.shop_id, s.order_id, s.line_no
from line_shares as s
join campaign_lines as l
    on l.campaign_id = s.campaign_id and l.shop_id = s.shop_id and l.order_id = s.order_id and l.line_no = s.line_no
group by s.campaign_id, s.lookback_days, s.rule, s.shop_id, s.order_id, s.line_no
having sum(s.credit_fen) <> any_value(l.paid_fen);
