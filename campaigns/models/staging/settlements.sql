-- One row per line of a platform's statement that stands: what waited is gone once the same movement settled.
-- key: statement_id, line_no
-- sources: raw.settlements
-- runs: view
-- money: fen of the statement's currency, signs as the platform gives them
-- why: before it settles a movement is known by its transaction, afterwards by its second, and the export never names the
--   transaction. A waiting line gives way to the settled line of its transaction; the others of its movement give way one
--   for one to settled lines that name no transaction, the oldest first.
with settled as (
    select movement_id, transaction_id from raw.settlements where movement_id is not null and status = 'settled'
),
waiting as (
    select
        w.statement_id, w.line_no, w.movement_id,
        row_number() over (
            partition by w.movement_id order by w.ordered_at nulls first, w.statement_id, w.line_no
        ) as place
    from raw.settlements as w
    where
        w.movement_id is not null and w.status <> 'settled' and not exists (
            select 1 from settled as s where s.transaction_id = w.transaction_id
        )
),
unnamed as (
    select movement_id, count(*) as lines from settled where transaction_id is null group by movement_id
),
gone as (
    select w.statement_id, w.line_no
    from waiting as w
    join unnamed as u on u.movement_id = w.movement_id
    where w.place <= u.lines
    union all
    select w.statement_id, w.line_no
    from raw.settlements as w
    where
        w.movement_id is not null and w.status <> 'settled' and exists (
            select 1 from settled as s where s.transaction_id = w.transaction_id
        )
)
select
    r.statement_id, r.line_no, r.movement_id, r.transaction_id, r.shop_id, r.order_id, r.after_sale_id, r.kol_id, r.kind,
    r.status, r.ordered_at, r.can_settle_at, r.settled_at, r.currency, r.base_fen, r.platform_fee_fen,
    r.third_party_fee_fen, r.kol_commission_fen, r.kol_rate_ppm, r.freight_fen, r.tax_fen, r.subsidy_fen,
    r.channel_fee_fen, r.moved_fen, r.load_id, r.source_row
from raw.settlements as r
left join gone as g on g.statement_id = r.statement_id and g.line_no = r.line_no
where g.statement_id is null
