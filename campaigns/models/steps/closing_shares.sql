-- One row per line that the end of a month brings and collaboration it falls on.
-- key: terms_id, of_period, period, kind, collaboration_id
-- sources: period_closings, commission_events
-- runs: live
-- money: fen of the terms' currency; the shares of a line sum to it
-- why: terms of an agency or a platform cover several collaborations; what the end of a month brings is split over them by
--   what their orders of that month brought before any refund, largest remainder, ties to the lowest collaboration.
with sold as (
    select terms_id, of_period, collaboration_id, cast(sum(base_fen) as bigint) as base_fen
    from commission_events
    where is_agreed and state_no = 0
    group by terms_id, of_period, collaboration_id
),
weighed as (
    select
        terms_id, of_period, collaboration_id,
        case when sum(base_fen) over whole = 0 then 1 else base_fen end as weight,
        cast(case when sum(base_fen) over whole = 0 then count(*) over whole else sum(base_fen) over whole end as bigint)
            as whole_weight
    from sold
    window whole as (partition by terms_id, of_period)
),
floors as (
    select
        c.terms_id, c.of_period, c.period, c.kind, w.collaboration_id, c.amount_fen,
        share_floor(abs(c.amount_fen), w.weight, w.whole_weight) as floor_fen,
        share_remainder(abs(c.amount_fen), w.weight, w.whole_weight) as remainder
    from period_closings as c
    join weighed as w on w.terms_id = c.terms_id and w.of_period = c.of_period
),
ranked as (
    select
        terms_id, of_period, period, kind, collaboration_id, amount_fen, floor_fen,
        row_number() over (
            partition by terms_id, of_period, period, kind order by remainder desc, collaboration_id
        ) as place,
        abs(amount_fen) - sum(floor_fen) over (partition by terms_id, of_period, period, kind) as rest_fen
    from floors
)
select
    terms_id, of_period, period, kind, collaboration_id,
    cast(sign(amount_fen) * (floor_fen + case when place <= rest_fen then 1 else 0 end) as bigint) as amount_fen
from ranked
