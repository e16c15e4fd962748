-- One row per statement of a month: state, balances, signatures. What is largest to pay comes first.
-- Parameter: period.
select
    id, party, party_name, currency, period, state, opening_fen, accrued_fen, clawback_fen, adjustment_fen, settled_fen,
    closing_fen, pending_fen, minimum_fen, due_fen, rebate_fen, paid_fen, line_count, lines_hash, ledger_entries, ledger_hash,
    made_by, made_at, submitted_by, submitted_at, approved_by, approved_at, closed_by, closed_at, remark, version
from records.statement
where period = $period
order by due_fen desc, closing_fen desc, party, currency
