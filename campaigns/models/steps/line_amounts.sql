-- One row per state of a credited order line and part with terms: what the part is due in that state.
-- key: shop_id, order_id, line_no, state_no, part
-- sources: line_states, terms_in_force
-- runs: live
-- money: fen of the terms' currency, cumulative; rates in parts per million
-- why: the parts build on each other in one direction only: the platform fee, then the KOL (whose base may be what the fee
--   leaves), then the third party (whose base may be the KOL's fee). Rounded half up, once per line, part and state.
--   A base that needs a part without terms gives no line. Terms with tiers are not flat and give no line here.
with flat as (
    select
        collaboration_id, channel, category, business_date, part, terms_id, base_name, currency,
        cast(rate_ppm as hugeint) * coalesce(cps_share_ppm, 1000000) as rate_ppt,
        rate_ppm
    from terms_in_force
    where rate_ppm is not null
),
platform as (
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, t.part, t.terms_id, t.base_name, t.rate_ppm,
        case t.base_name
            when 'buyer_paid' then s.buyer_paid_fen
            when 'merchant_receives' then s.merchant_receives_fen
            when 'list_price' then s.list_price_fen
        end as base_fen,
        t.rate_ppt
    from line_states as s
    join flat as t
        on t.part = 'platform_fee' and t.collaboration_id = s.collaboration_id and t.channel = s.channel
        and t.category = s.category and t.business_date = s.ordered_date and t.currency = s.currency
),
platform_due as (
    select shop_id, order_id, line_no, state_no, part, terms_id, base_name, rate_ppm, base_fen,
        round_half_up(base_fen * rate_ppt, 1000000000000) as due_fen
    from platform
    where base_fen is not null
),
kol as (
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, t.part, t.terms_id, t.base_name, t.rate_ppm,
        case t.base_name
            when 'buyer_paid' then s.buyer_paid_fen
            when 'merchant_receives' then s.merchant_receives_fen
            when 'list_price' then s.list_price_fen
            when 'after_platform_fee' then greatest(s.buyer_paid_fen - f.due_fen, 0)
        end as base_fen,
        t.rate_ppt
    from line_states as s
    join flat as t
        on t.part = 'kol' and t.collaboration_id = s.collaboration_id and t.channel = s.channel
        and t.category = s.category and t.business_date = s.ordered_date and t.currency = s.currency
    left join platform_due as f
        on f.shop_id = s.shop_id and f.order_id = s.order_id and f.line_no = s.line_no and f.state_no = s.state_no
),
kol_due as (
    select shop_id, order_id, line_no, state_no, part, terms_id, base_name, rate_ppm, base_fen,
        round_half_up(base_fen * rate_ppt, 1000000000000) as due_fen
    from kol
    where base_fen is not null
),
third_party as (
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, t.part, t.terms_id, t.base_name, t.rate_ppm,
        case t.base_name
            when 'buyer_paid' then s.buyer_paid_fen
            when 'merchant_receives' then s.merchant_receives_fen
            when 'list_price' then s.list_price_fen
            when 'after_platform_fee' then greatest(s.buyer_paid_fen - f.due_fen, 0)
            when 'kol_fee' then k.due_fen
        end as base_fen,
        t.rate_ppt
    from line_states as s
    join flat as t
        on t.part = 'third_party' and t.collaboration_id = s.collaboration_id and t.channel = s.channel
        and t.category = s.category and t.business_date = s.ordered_date and t.currency = s.currency
    left join platform_due as f
        on f.shop_id = s.shop_id and f.order_id = s.order_id and f.line_no = s.line_no and f.state_no = s.state_no
    left join kol_due as k
        on k.shop_id = s.shop_id and k.order_id = s.order_id and k.line_no = s.line_no and k.state_no = s.state_no
)
select shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen
from platform_due
union all
select shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen
from kol_due
union all
select shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm,
    round_half_up(base_fen * rate_ppt, 1000000000000) as due_fen
from third_party
where base_fen is not null
