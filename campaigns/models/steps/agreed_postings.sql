-- One row per event under terms with tiers, a cap, a minimum or a guarantee, and per true-up: what the cap lets through.
-- key: terms_id, of_period, period, shop_id, order_id, line_no, state_no
-- sources: commission_events, volume_closings, records.terms
-- runs: live
-- money: fen of the terms' currency
-- why: a cap holds per month of the orders, cumulative in order of events, true-ups included: a line posts
--   min(cap, uncapped total) − posted so far, so that a refund claws back only what the cap had let through. A true-up
--   comes after all events of its month; it has no order, and state_no -1.
with stream as (
    select
        terms_id, of_period, period, shop_id, order_id, line_no, state_no, event_id, change_fen, is_late,
        false as is_true_up, event_at
    from commission_events
    where is_agreed
    union all
    select
        terms_id, of_period, period, '' as shop_id, '' as order_id, 0 as line_no, -1 as state_no, '' as event_id, change_fen,
        false as is_late, true as is_true_up, null as event_at
    from volume_closings
),
summed as (
    select
        s.terms_id, s.of_period, s.period, s.shop_id, s.order_id, s.line_no, s.state_no, s.change_fen, t.cap_fen,
        s.is_true_up,
        sum(s.change_fen) over (
            partition by s.terms_id, s.of_period
            order by s.period, s.is_true_up, s.event_at, s.is_late, s.event_id
            rows between unbounded preceding and current row
        ) as total_fen
    from stream as s
    join records.terms as t on t.id = s.terms_id
)
select
    terms_id, of_period, period, shop_id, order_id, line_no, state_no,
    cast(least(cap_fen, total_fen) - least(cap_fen, total_fen - change_fen) as bigint) as posted_fen, is_true_up
from summed
