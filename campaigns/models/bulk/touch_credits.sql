-- One row per order line and click that may have led to it: its part of the line under last, linear, position (40/20/40) and
-- time decay, in one pass. The rules, the rounding and the ties are those of the model line_shares; parts of a line sum to it.
-- `clicks` and `orders` are the facts of one part of the buyers.
-- money: CNY fen
with pairs as (
    select o.order_no, o.paid_fen, c.click_no, c.note_no, c.clicked_us
    from clicks as c
    join orders as o
        on o.buyer_key = c.buyer_key
        and o.product_no = c.product_no
        and c.clicked_us <= o.ordered_us
        and c.clicked_us >= o.ordered_us - $lookback_us
),
numbered as (
    select
        order_no, paid_fen, click_no, note_no,
        row_number() over line as touch_no, count(*) over whole as touch_count,
        last_value(clicked_us) over whole - clicked_us as before_last_us
    from pairs
    window
        line as (partition by order_no order by clicked_us, click_no),
        whole as (
            partition by order_no order by clicked_us, click_no rows between unbounded preceding and unbounded following
        )
),
weighed as (
    select
        order_no, paid_fen, click_no, note_no, touch_no, touch_count,
        cast(round(1073741824.0 * power(
            cast(0.5 as double), before_last_us / cast($half_life_us as double)
        )) as bigint) as weight
    from numbered
    where touch_count > 1
),
summed as (
    select
        order_no, paid_fen, click_no, note_no, touch_no, touch_count, weight,
        cast(sum(weight) over (partition by order_no) as bigint) as weights
    from weighed
),
ranked as (
    select
        order_no, paid_fen, click_no, note_no, touch_no, touch_count, narrow_floor(paid_fen, weight, weights) as decay_floor_fen,
        row_number() over (
            partition by order_no order by narrow_remainder(paid_fen, weight, weights) desc, touch_no
        ) as decay_place,
        paid_fen - sum(narrow_floor(paid_fen, weight, weights)) over (partition by order_no) as decay_missing_fen,
        narrow_floor(paid_fen, 2, 5) as end_floor_fen, narrow_remainder(paid_fen, 2, 5) * (touch_count - 2) as end_remainder,
        case when touch_count > 2 then narrow_floor(paid_fen, 1, 5 * greatest(touch_count - 2, 1)) else 0 end as mid_floor_fen,
        case when touch_count > 2 then paid_fen % (5 * greatest(touch_count - 2, 1)) else 0 end as mid_remainder
    from summed
),
placed as (
    select
        order_no, paid_fen, click_no, note_no, touch_no, touch_count, decay_floor_fen, decay_place, decay_missing_fen,
        end_floor_fen, mid_floor_fen, paid_fen - 2 * end_floor_fen - (touch_count - 2) * mid_floor_fen as position_missing_fen,
        case
            when end_remainder = mid_remainder then touch_no
            when end_remainder > mid_remainder and touch_no = 1 then 1
            when end_remainder > mid_remainder and touch_no = touch_count then 2
            when end_remainder > mid_remainder then touch_no + 1
            when touch_no = 1 then touch_count - 1
            when touch_no = touch_count then touch_count
            else touch_no - 1
        end as position_place
    from ranked
)
select
    order_no, click_no, note_no, true as is_last, paid_fen as last_fen, paid_fen as linear_fen, paid_fen as position_fen,
    paid_fen as decay_fen
from numbered
where touch_count = 1
union all
select
    order_no, click_no, note_no, touch_no = touch_count as is_last, case when touch_no = touch_count then paid_fen else 0 end as last_fen,
    narrow_floor(paid_fen, 1, touch_count) + case when touch_no <= paid_fen % touch_count then 1 else 0 end as linear_fen,
    case
        when touch_count = 2 then narrow_floor(paid_fen, 1, 2) + case when touch_no <= paid_fen % 2 then 1 else 0 end
        else case when touch_no = 1 or touch_no = touch_count then end_floor_fen else mid_floor_fen end
            + case when position_place <= position_missing_fen then 1 else 0 end
    end as position_fen,
    cast(decay_floor_fen + case when decay_place <= decay_missing_fen then 1 else 0 end as bigint) as decay_fen
from placed
