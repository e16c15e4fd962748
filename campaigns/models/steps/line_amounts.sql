-- One row per state of a credited order line and part with terms: what the part is due in that state, before any cap.
-- key: shop_id, order_id, line_no, state_no, part
-- sources: line_states, terms_in_force
-- runs: live
-- money: fen of the terms' currency, cumulative; rates in parts per million, null where there are tiers
-- why: the parts build on each other in one direction only: the platform fee, then the KOL (whose base may be what the fee
--   leaves), then the third party (whose base may be the KOL's fee). Rounded half up, once per line, part and state.
--   A base that needs a part without terms gives no line. What the events need of a state is carried along: looking it up
--   again by order costs more than all the arithmetic.
with terms as (
    select
        collaboration_id, channel, category, business_date, part, terms_id, base_name, rate_ppm, currency,
        len(bands) > 1 as is_tiered, bands[1].rate_ppt as rate_ppt, case when len(bands) > 1 then tier_mode end as tier_mode,
        case when len(bands) > 1 then bands end as bands
    from terms_in_force
    where bands is not null
),
asked as (
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, t.part, t.terms_id, t.base_name, t.rate_ppm, t.is_tiered, t.rate_ppt,
        t.tier_mode, t.bands,
        s.buyer_paid_fen,
        case t.base_name
            when 'buyer_paid' then s.buyer_paid_fen
            when 'merchant_receives' then s.merchant_receives_fen
            when 'list_price' then s.list_price_fen
        end as base_fen,
        s.campaign_id, s.collaboration_id, s.kol_id, s.note_id, s.refund_id, s.currency, s.event_id, s.of_period,
        s.is_late, s.event_at
    from line_states as s
    join terms as t
        on t.collaboration_id = s.collaboration_id and t.channel = s.channel and t.category = s.category
        and t.business_date = s.ordered_date and t.currency = s.currency
),
platform as (
    select
        shop_id, order_id, line_no, state_no, part, terms_id, base_name, rate_ppm, is_tiered, rate_ppt, tier_mode, bands, buyer_paid_fen, base_fen,
        campaign_id, collaboration_id, kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
    from asked
    where part = 'platform_fee'
),
platform_due as (
    select
        shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen, campaign_id, collaboration_id,
        kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
    from due_by_volume('platform')
),
kol as (
    select
        shop_id, order_id, line_no, state_no, part, terms_id, base_name, rate_ppm, is_tiered, rate_ppt, tier_mode, bands, buyer_paid_fen, base_fen,
        campaign_id, collaboration_id, kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
    from asked
    where part = 'kol' and base_name <> 'after_platform_fee'
    union all
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, s.part, s.terms_id, s.base_name, s.rate_ppm, s.is_tiered, s.rate_ppt, s.tier_mode, s.bands,
        s.buyer_paid_fen, left_after(s.buyer_paid_fen, f.due_fen) as base_fen, s.campaign_id, s.collaboration_id, s.kol_id, s.note_id, s.refund_id, s.currency,
        s.event_id, s.of_period, s.is_late, s.event_at
    from asked as s
    join platform_due as f
        on f.shop_id = s.shop_id and f.order_id = s.order_id and f.line_no = s.line_no and f.state_no = s.state_no
    where s.part = 'kol' and s.base_name = 'after_platform_fee'
),
kol_due as (
    select
        shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen, campaign_id, collaboration_id,
        kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
    from due_by_volume('kol')
),
third_party as (
    select
        shop_id, order_id, line_no, state_no, part, terms_id, base_name, rate_ppm, is_tiered, rate_ppt, tier_mode, bands, buyer_paid_fen, base_fen,
        campaign_id, collaboration_id, kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
    from asked
    where part = 'third_party' and base_name not in ('after_platform_fee', 'kol_fee')
    union all
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, s.part, s.terms_id, s.base_name, s.rate_ppm, s.is_tiered, s.rate_ppt, s.tier_mode, s.bands,
        s.buyer_paid_fen, left_after(s.buyer_paid_fen, f.due_fen) as base_fen, s.campaign_id, s.collaboration_id, s.kol_id, s.note_id, s.refund_id, s.currency,
        s.event_id, s.of_period, s.is_late, s.event_at
    from asked as s
    join platform_due as f
        on f.shop_id = s.shop_id and f.order_id = s.order_id and f.line_no = s.line_no and f.state_no = s.state_no
    where s.part = 'third_party' and s.base_name = 'after_platform_fee'
    union all
    select
        s.shop_id, s.order_id, s.line_no, s.state_no, s.part, s.terms_id, s.base_name, s.rate_ppm, s.is_tiered, s.rate_ppt, s.tier_mode, s.bands,
        s.buyer_paid_fen, k.due_fen as base_fen, s.campaign_id, s.collaboration_id, s.kol_id, s.note_id, s.refund_id, s.currency,
        s.event_id, s.of_period, s.is_late, s.event_at
    from asked as s
    join kol_due as k
        on k.shop_id = s.shop_id and k.order_id = s.order_id and k.line_no = s.line_no and k.state_no = s.state_no
    where s.part = 'third_party' and s.base_name = 'kol_fee'
)
select
    shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen, campaign_id, collaboration_id,
    kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
from platform_due
union all
select
    shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen, campaign_id, collaboration_id,
    kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
from kol_due
union all
select
    shop_id, order_id, line_no, state_no, part, terms_id, base_name, base_fen, rate_ppm, due_fen, campaign_id, collaboration_id,
    kol_id, note_id, refund_id, currency, event_id, of_period, is_late, event_at
from due_by_volume('third_party')
