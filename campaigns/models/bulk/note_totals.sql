-- One row per note that was clicked: its funnel and what its last touches sold and earn, the parts put together.
-- money: CNY fen
with met as (
    select note_no, cast(sum(clicks) as bigint) as clicks, cast(sum(clickers) as bigint) as clickers
    from conversion_parts
    group by note_no
),
sold as (
    select
        note_no, cast(sum(orders) as bigint) as orders, cast(sum(buyers) as bigint) as buyers,
        cast(sum(credit_fen) as bigint) as credit_fen, cast(sum(commission_fen) as bigint) as commission_fen
    from commission_parts
    group by note_no
)
select
    m.note_no, m.clicks, m.clickers, coalesce(s.buyers, 0) as buyers, coalesce(s.orders, 0) as orders,
    coalesce(s.credit_fen, 0) as credit_fen, coalesce(s.commission_fen, 0) as commission_fen,
    coalesce(s.buyers, 0) / cast(m.clickers as double) as by_clicker, wilson_low(coalesce(s.buyers, 0), m.clickers) as by_clicker_low,
    wilson_high(coalesce(s.buyers, 0), m.clickers) as by_clicker_high
from met as m
left join sold as s on s.note_no = m.note_no
