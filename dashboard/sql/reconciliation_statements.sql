-- One row per month and sender of a statement that is loaded ('' is the platform), newest month first, with what the last
-- comparison left: how much agrees, and how many of its breaks are open.
with loaded as (
    select
        period_of(settled_at) as period,
        case when kind like 'party%' then split_part(statement_id, '/', 2) else '' end as sender, count(*)::bigint as lines
    from settlements
    where settled_at is not null and kind not like 'ledger%'
    group by 1, 2
)
select
    l.period, l.sender, l.lines, r.matched_lines, r.matched, r.rolls, r.as_of, r.at as compared_at, r.who, r.build
from loaded as l
left join records.reconciliation_run as r on r.period = l.period and r.sender = l.sender
order by l.period desc, l.sender
