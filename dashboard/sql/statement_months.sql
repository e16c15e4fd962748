-- One row per month that is over and has statements or commission lines, the newest first: how many statements it has, by
-- what they wait for, and what is to be paid on them. A month without statements is there for whoever can make them.
select
    coalesce(s.period, l.period) as period, coalesce(s.statements, 0) as statements, coalesce(s.due_fen, 0) as due_fen,
    coalesce(s.paid_fen, 0) as paid_fen
from (
    select period, count(*) as statements, cast(sum(due_fen) as bigint) as due_fen, cast(sum(paid_fen) as bigint) as paid_fen
    from records.statement
    group by period
) as s
full join (
    select distinct period from commission_lines where period < period_of(current_timestamp)
) as l on l.period = s.period
order by 1 desc
