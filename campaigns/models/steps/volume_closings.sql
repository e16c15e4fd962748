-- One row per terms with tiers, month of orders, and ended month in which something happened to those orders.
-- key: terms_id, of_period, period
-- sources: commission_events, records.terms
-- runs: live
-- money: fen of the terms' currency, before any cap
-- why: when a month ends, one true-up makes the total what its remaining lines give when computed afresh, in order of
--   events (marginal: sliced again; whole volume: all at the rate of the final volume). A refund in a later month makes a
--   true-up there. A month that still runs has none yet.
with tiered as (
    select id as terms_id, tier_mode, bands_of(tiers, rate_ppm, coalesce(cps_share_ppm, 1000000)) as bands
    from records.terms
    where tiers is not null
),
events as (
    select
        e.terms_id, e.of_period, e.period, e.change_fen,
        cast(sum(e.base_fen) over so_far as bigint) as base_fen, lead(e.period) over line as next_period,
        first_value(e.event_at) over line as ordered_at, first_value(e.event_id) over line as sale_id
    from commission_events as e
    join tiered as t on t.terms_id = e.terms_id
    window
        line as (partition by e.shop_id, e.order_id, e.line_no, e.part order by e.state_no),
        so_far as (
            partition by e.shop_id, e.order_id, e.line_no, e.part order by e.state_no
            rows between unbounded preceding and current row
        )
),
ended as (
    select terms_id, of_period, period, cast(sum(change_fen) as bigint) as change_fen
    from events
    where period < period_of(current_timestamp)
    group by terms_id, of_period, period
),
standing as (
    select
        c.terms_id, c.of_period, c.period, e.base_fen,
        sum(e.base_fen) over (
            partition by c.terms_id, c.of_period, c.period order by e.ordered_at, e.sale_id
            rows between unbounded preceding and current row
        ) as until_fen,
        sum(e.base_fen) over (partition by c.terms_id, c.of_period, c.period) as whole_fen
    from ended as c
    join events as e
        on e.terms_id = c.terms_id and e.of_period = c.of_period and e.period <= c.period
        and (e.next_period is null or e.next_period > c.period)
),
afresh as (
    select
        s.terms_id, s.of_period, s.period, cast(max(s.whole_fen) as bigint) as volume_fen,
        cast(sum(case t.tier_mode
            when 'whole_volume' then earned_by(t.bands, t.tier_mode, cast(s.whole_fen as bigint), 0, s.base_fen)
            else earned_by(t.bands, t.tier_mode, cast(s.until_fen - s.base_fen as bigint), 0, s.base_fen)
        end) as bigint) as fresh_fen
    from standing as s
    join tiered as t on t.terms_id = s.terms_id
    group by s.terms_id, s.of_period, s.period
)
select
    f.terms_id, f.of_period, f.period, f.volume_fen, f.fresh_fen,
    f.fresh_fen - coalesce(lag(f.fresh_fen) over closed, 0) - c.change_fen as change_fen
from afresh as f
join ended as c on c.terms_id = f.terms_id and c.of_period = f.of_period and c.period = f.period
window closed as (partition by f.terms_id, f.of_period order by f.period)
