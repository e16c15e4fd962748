-- One row per commission line that a statement of a month ($period) has to explain: those of the months asked for, and the
-- earlier ones that are still within the return window when the month ends ($until).
-- A line of an order is payable $window_days after the whole order is completed, a refund not before its sale; what the end
-- of a month brings, as many days after it; a fixed fee when the note is out. Not completed is not payable.
-- base_before_fen and base_after_fen: what the line was charged on before and after its event, so that
-- rounded(after × rate) − rounded(before × rate) is the amount wherever nothing but a rate decided it.
-- money: fen of the terms' currency
with completed as (
    select
        shop_id, order_id,
        case when count(*) = count(completed_at) then max(completed_at) end + to_days($window_days) as payable_at
    from orders
    where is_sale(status, paid_at)
    group by shop_id, order_id
),
charged as (
    select
        shop_id, order_id, line_no, part, refund_id, base_fen,
        cast(sum(base_fen) over (
            partition by shop_id, order_id, line_no, part order by state_no rows between unbounded preceding and current row
        ) as bigint) as base_after_fen
    from commission_events
),
dated as (
    select
        l.line_id, l.part, l.kind, l.campaign_id, l.collaboration_id, l.kol_id, l.note_id, l.shop_id, l.order_id, l.line_no,
        l.refund_id, l.terms_id, l.base_name, l.currency, l.base_fen, l.rate_ppm, l.amount_fen, l.period, l.of_period,
        l.event_at,
        case
            when l.kind = 'fixed_fee' then l.event_at
            when l.order_id is null then l.event_at + to_days($window_days)
            when d.payable_at is not null then greatest(l.event_at, d.payable_at)
        end as payable_at
    from commission_lines as l
    left join completed as d on d.shop_id = l.shop_id and d.order_id = l.order_id
    where l.period <= $period
),
wanted as (
    select *, payable_at is null or payable_at >= $until as is_pending
    from dated
    where period in (select unnest($months)) or payable_at is null or payable_at >= $until
)
select
    w.line_id, w.part, w.kind,
    coalesce(
        case w.part
            when 'platform_fee' then 'platform/' || c.channel
            when 'third_party' then 'agency/' || b.agency_id
            else 'kol/' || w.kol_id
        end, ''
    ) as party,
    g.code as campaign_code, w.collaboration_id, w.kol_id, b.kol_name, w.note_id, w.shop_id, w.order_id, w.line_no,
    w.refund_id, coalesce(c.evidence, 'note') as evidence, w.terms_id, w.base_name, w.currency,
    h.base_after_fen - h.base_fen as base_before_fen, h.base_after_fen,
    cast(w.rate_ppm as bigint) * coalesce(t.cps_share_ppm, 1000000) as rate_ppt, w.amount_fen, w.period, w.of_period,
    w.is_pending, shanghai_date(w.event_at) as event_date, shanghai_date(w.payable_at) as payable_date, w.event_at
from wanted as w
join records.collaboration as b on b.id = w.collaboration_id
join records.campaign as g on g.id = w.campaign_id
left join records.terms as t on t.id = w.terms_id
left join campaign_credits as c on c.shop_id = w.shop_id and c.order_id = w.order_id and c.line_no = w.line_no
left join charged as h
    on h.shop_id = w.shop_id and h.order_id = w.order_id and h.line_no = w.line_no and h.part = w.part
    and h.refund_id is not distinct from w.refund_id
order by w.line_id
