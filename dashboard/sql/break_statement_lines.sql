-- The lines of statements behind a break. Parameter: lines (statement_id/line_no, one per line of text).
select
    s.statement_id, s.order_id, s.kind, s.settled_at, s.base_fen, s.platform_fee_fen, s.kol_commission_fen,
    s.third_party_fee_fen as third_party_fen, s.moved_fen, l.name as file, s.source_row
from settlements as s
join loads as l on l.load_id = s.load_id
where list_contains(string_split($lines, chr(10)), s.statement_id || '/' || s.line_no)
order by s.settled_at, s.statement_id, s.line_no
