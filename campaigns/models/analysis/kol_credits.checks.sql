-- fail: the credits of a rule and window do not sum to the paid goods of the campaign's lines
with paid as (
    select campaign_id, sum(paid_fen) as paid_fen from campaign_lines group by campaign_id
)
select k.campaign_id, k.lookback_days, k.rule, sum(k.credit_fen) as credit_fen, any_value(p.paid_fen) as paid_fen
from kol_credits as k
join paid as p on p.campaign_id = k.campaign_id
group by k.campaign_id, k.lookback_days, k.rule
having sum(k.credit_fen) <> any_value(p.paid_fen);
