-- Terms in force on some day of the month that commission_lines does not apply yet. Parameter: the month, 2026-05.
select id, part
from records.terms
where (tiers is not null or cap_fen is not null or minimum_fen is not null or guarantee_fen is not null)
    and strftime(cast(since_date as date), '%Y-%m') <= $1
    and (before_date is null or strftime(cast(before_date as date) - 1, '%Y-%m') >= $1)
order by id
