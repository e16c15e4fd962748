-- One row per line of the files named for this run (records.statement_line), which stand for the months they settle in, and
-- of the statements that are loaded for the other months.
-- money: fen of the statement's currency, signs as its sender gives them
select
    statement_id, line_no, shop_id, order_id, after_sale_id, kol_id, kind, status, ordered_at, can_settle_at, settled_at,
    currency, base_fen, platform_fee_fen, third_party_fee_fen, kol_commission_fen, moved_fen, c.captured_at
from settlements as s
join loads as c on c.load_id = s.load_id
where not exists (
        select 1 from records.statement_line as g where period_of(g.settled_at) = period_of(s.settled_at)
    )
    and not exists (
        select 1 from records.statement_line as f where f.statement_id = s.statement_id and f.line_no = s.line_no
    )
union all
select
    statement_id, line_no, shop_id, order_id, after_sale_id, kol_id, kind, status, ordered_at, can_settle_at, settled_at,
    currency, base_fen, platform_fee_fen, third_party_fee_fen, kol_commission_fen, moved_fen, captured_at
from records.statement_line
