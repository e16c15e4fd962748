-- One row per line of a statement and part it speaks of: what platform, KOL or agency say they took or paid out.
-- `statement_lines` are the lines that are loaded, or those beside files named for one run: loaded_lines.sql and
-- named_lines.sql. `sender` is who sent the statement: empty for the platform, else the party (a KOL's id, an agency's
-- code) whose own statement it is; what one sender says leaves what the others say alone. A line that is not settled, or
-- was netted away against its refund, moves nothing: 0 fen. A fee of 0 says that the platform charged nothing; 0 for a KOL
-- or an agency says nothing, unless the line names the KOL. Where lines of an order name the KOL, they alone speak of the
-- commission: the platform's own bill repeats it without the name. A line that waits gives way to the one that settled.
-- Movements of the account repeat what statements say, but for fines and corrections; services beside the orders
-- (couriers, insurance, coupons) are nothing that we accrue, and are left out.
-- money: fen of the statement's currency, positive for what they take, negative for what they give back
with known as (
    select order_id, min(shop_id) as shop_id, min(ordered_at) as ordered_at from orders group by order_id
),
named as (
    select
        l.statement_id || '/' || l.line_no as line_id, coalesce(l.order_id, '') as order_id,
        coalesce(l.after_sale_id, '') as event_id, coalesce(l.kol_id, '') as kol_id,
        case when l.kind like 'party%' then split_part(l.statement_id, '/', 2) else '' end as sender,
        coalesce(l.shop_id, k.shop_id, '') as shop_id, k.order_id is not null as is_known,
        coalesce(l.ordered_at, k.ordered_at) as ordered_at, l.can_settle_at, l.settled_at, l.currency, l.base_fen,
        l.platform_fee_fen, l.third_party_fee_fen, l.kol_commission_fen, l.moved_fen, l.captured_at,
        case
            when lower(l.kind) in ('refund', 'party_refund', '退款', '退货退款', '客服退款', '售后退款') then 'refund'
            when lower(l.kind) in (
                'fine', 'penalty', 'adjustment', 'party_adjustment', 'other', 'deduction', '罚款', '违约金', '调账',
                '其他',
                'ledger_fine', 'ledger_fine_returned', 'ledger_adjustment', 'ledger_commission_return',
                'late_shipment_compensation', 'fast_refund_compensation', 'arbitration'
            ) then 'adjustment'
            when l.kind like 'ledger%' or l.kind in (
                'coupon', 'courier_fee', 'freight_insurance', 'instalment_subsidy', 'small_payment', 'freight_reimbursement'
            ) then 'service'
            when coalesce(l.platform_fee_fen, l.third_party_fee_fen, l.kol_commission_fen) is null then 'adjustment'
            else 'sale'
        end as kind,
        case
            when lower(l.status) in ('offset', 'netted', 'none', '正逆冲抵', '6') then 'netted'
            when l.settled_at is null or lower(l.status) in (
                'unsettled', 'pending', 'error', 'wait_settle', '待结算', '未结算', '初始', '可结算', '结算中'
            ) then 'pending'
            else 'settled'
        end as state
    from statement_lines as l
    left join known as k on k.order_id = l.order_id
),
claims as (
    select line_id, order_id, event_id, kol_id, sender, shop_id, is_known, ordered_at, can_settle_at, settled_at, currency,
        base_fen, kind, state, captured_at, 'platform_fee' as part, platform_fee_fen as said_fen, false as is_repeated
    from named
    where kind in ('sale', 'refund') and platform_fee_fen is not null
    union all
    select line_id, order_id, event_id, kol_id, sender, shop_id, is_known, ordered_at, can_settle_at, settled_at, currency,
        base_fen, kind, state, captured_at, 'third_party' as part, third_party_fee_fen as said_fen, false as is_repeated
    from named
    where kind in ('sale', 'refund') and third_party_fee_fen <> 0
    union all
    select line_id, order_id, event_id, kol_id, sender, shop_id, is_known, ordered_at, can_settle_at, settled_at, currency,
        base_fen, kind, state, captured_at, 'kol' as part, kol_commission_fen as said_fen,
        order_id <> '' and kol_id = '' and bool_or(kol_id <> '') over (partition by sender, order_id) as is_repeated
    from named
    where kind in ('sale', 'refund') and (kol_commission_fen <> 0 or (kol_id <> '' and kol_commission_fen is not null))
    union all
    select line_id, order_id, event_id, kol_id, sender, shop_id, is_known, ordered_at, can_settle_at, settled_at, currency,
        base_fen, kind, state, captured_at, 'other' as part,
        coalesce(-moved_fen, platform_fee_fen, third_party_fee_fen, kol_commission_fen, 0) as said_fen, false as is_repeated
    from named
    where kind = 'adjustment'
)
select
    line_id || '/' || part as record_id, part, order_id, kind, case when kind = 'refund' then event_id else '' end as event_id,
    kol_id, sender, shop_id, currency, base_fen, said_fen, case when state = 'settled' then said_fen else 0 end as amount_fen,
    state, is_known, ordered_at, can_settle_at, settled_at, captured_at
from claims
where not is_repeated
qualify state <> 'pending' or order_id = ''
    or not bool_or(state <> 'pending') over (partition by sender, part, order_id, kind, event_id, kol_id)
