-- One row per refund and line: the exact amount where any file states it, else the newest estimate.
-- key: refund_id, line_no
-- sources: raw.refunds, loads
-- runs: view
-- money: fen of the order's currency, positive
-- why: the after-sale export only has what was applied for; what the API says went back must not give way to it, whichever
--   comes later. Among rows that are as good the newest counts, its time sharpened by one that names the same minute or day.
with better as (
    select distinct refund_id, line_no from raw.refunds where not is_estimated
),
versions as (
    select
        r.refund_id, r.line_no, r.shop_id, r.order_id, r.refunded_at, r.time_precision, r.currency, r.goods_fen,
        r.shipping_fen, r.is_estimated, r.load_id, r.source_row,
        case r.time_precision when 'second' then 3 when 'minute' then 2 else 1 end as sharpness,
        row_number() over (
            partition by r.refund_id, r.line_no order by l.captured_at desc, l.sha256 desc, r.source_row desc
        ) as age
    from raw.refunds as r
    left join better as b on b.refund_id = r.refund_id and b.line_no = r.line_no
    left join loads as l on l.load_id = r.load_id
    where b.refund_id is null or not r.is_estimated
),
sharpest as (
    select
        t.refund_id, t.line_no, arg_max(t.refunded_at, t.sharpness) as refunded_at,
        arg_max(t.time_precision, t.sharpness) as time_precision
    from versions as t
    join versions as n on n.refund_id = t.refund_id and n.line_no = t.line_no and n.age = 1
    where t.sharpness >= n.sharpness and case n.sharpness
        when 3 then t.refunded_at = n.refunded_at
        when 2 then date_trunc('minute', t.refunded_at) = date_trunc('minute', n.refunded_at)
        else cast(t.refunded_at at time zone 'Asia/Shanghai' as date) = cast(n.refunded_at at time zone 'Asia/Shanghai' as date)
    end
    group by t.refund_id, t.line_no
)
select
    v.refund_id, v.line_no, v.shop_id, v.order_id, s.refunded_at, s.time_precision, v.currency, v.goods_fen,
    v.shipping_fen, v.is_estimated, v.load_id, v.source_row
from versions as v
join sharpest as s on s.refund_id = v.refund_id and s.line_no = v.line_no
where v.age = 1
