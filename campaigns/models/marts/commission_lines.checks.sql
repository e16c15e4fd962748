-- fail: what is left of a line, part by part, is below zero, though no cap was agreed
select shop_id, order_id, line_no, l.part, sum(amount_fen) as left_fen
from commission_lines as l
join records.terms as t on t.id = l.terms_id
where l.order_id is not null and t.cap_fen is null
group by shop_id, order_id, line_no, l.part
having sum(amount_fen) < 0;

-- fail: a refund pays out more
select line_id, amount_fen from commission_lines where kind = 'refund' and amount_fen > 0;

-- warn: lines in a currency for which nobody entered a rate of exchange
select l.currency, l.terms_id, min(l.period) as first_period
from commission_lines as l
where l.currency <> 'CNY'
    and not exists (
        select 1 from records.exchange_rate as r
        where r.currency = l.currency and r.since_date <= shanghai_date(l.event_at)
    )
group by l.currency, l.terms_id;
