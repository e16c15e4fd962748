-- One row per month before $period, party and currency: what its commission lines come to now. All sales channels are one
-- party here: it is enough to see whether a month has changed since it was posted.
-- money: fen of the terms' currency
with due as (
    select
        l.period,
        case l.part
            when 'platform_fee' then 'platform'
            when 'third_party' then 'agency/' || c.agency_id
            else 'kol/' || l.kol_id
        end as party,
        l.currency, l.amount_fen
    from commission_lines as l
    join records.collaboration as c on c.id = l.collaboration_id
    where l.period < $period
)
select period, party, currency, cast(sum(amount_fen) as bigint) as amount_fen
from due
group by period, party, currency
having sum(amount_fen) <> 0
order by period, party, currency
