-- One row per terms, month of orders, ended month in which something happened to them, and line that its end brings.
-- key: terms_id, of_period, period, kind
-- sources: agreed_postings, records.terms
-- runs: live
-- money: fen of the terms' currency; never zero
-- why: kinds: true_up, then minimum, then guarantee. A minimum and a guarantee top up, after cap and true-up, the commission
--   of a month that had sales; `fee_plus_commission` is paid on top of it. A later refund changes the top-up in the
--   refund's month. A month that still runs has no such line yet.
with ended as (
    select terms_id, of_period, period, cast(sum(posted_fen) as bigint) as posted_fen
    from agreed_postings
    where period < period_of(current_timestamp)
    group by terms_id, of_period, period
),
earned as (
    select
        terms_id, of_period, period,
        sum(posted_fen) over (
            partition by terms_id, of_period order by period rows between unbounded preceding and current row
        ) as commission_fen
    from ended
),
minimums as (
    select
        e.terms_id, e.of_period, e.period, e.commission_fen, t.guarantee_kind, t.guarantee_fen,
        case when t.minimum_fen is null then 0 else greatest(t.minimum_fen - e.commission_fen, 0) end as minimum_fen
    from earned as e
    join records.terms as t on t.id = e.terms_id
),
top_ups as (
    select
        terms_id, of_period, period, minimum_fen,
        case
            when guarantee_fen is null then 0
            when guarantee_kind = 'fee_plus_commission' then guarantee_fen
            else greatest(guarantee_fen - commission_fen - minimum_fen, 0)
        end as guarantee_fen
    from minimums
),
closings as (
    select terms_id, of_period, period, 'true_up' as kind, posted_fen as amount_fen
    from agreed_postings
    where is_true_up
    union all
    select terms_id, of_period, period, 'minimum' as kind, minimum_fen - coalesce(lag(minimum_fen) over month, 0) as amount_fen
    from top_ups
    window month as (partition by terms_id, of_period order by period)
    union all
    select
        terms_id, of_period, period, 'guarantee' as kind, guarantee_fen - coalesce(lag(guarantee_fen) over month, 0) as amount_fen
    from top_ups
    window month as (partition by terms_id, of_period order by period)
)
select terms_id, of_period, period, kind, cast(amount_fen as bigint) as amount_fen
from closings
where amount_fen <> 0
