-- One row per payment of a statement, in order.
-- Parameter: statement (its number).
select number, paid_date, amount_fen, reference, paid_by, recorded_at, reversal_id, reason
from records.statement_payment
where statement_id = $statement
order by number
