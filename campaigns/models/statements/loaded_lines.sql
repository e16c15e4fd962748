-- One row per line of the statements that are loaded.
-- money: fen of the statement's currency, signs as its sender gives them
select
    statement_id, line_no, shop_id, order_id, after_sale_id, kol_id, kind, status, ordered_at, can_settle_at, settled_at,
    currency, base_fen, platform_fee_fen, third_party_fee_fen, kol_commission_fen, moved_fen, c.captured_at
from settlements as s
join loads as c on c.load_id = s.load_id
