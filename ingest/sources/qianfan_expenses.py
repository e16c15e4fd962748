"""千帆 其他服务款: small payments, freight insurance, coupons and other money beside the orders, signs as given.

The export (8 columns, yuan; evidence C, one parser) and open API finance.pageQueryExpense (evidence A, official docs;
milliseconds, the unit of the amount proven by a decimal point or refused) tell of the same movements under the same
business number, and so give them the same id. An expense that is not settled has moved nothing,
and gives way once it settles. The amount is one figure without parts: there is nothing to audit it against.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import EPOCH_MS, SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources import settlement_lines
from ingest.sources.api_answers import unfolding
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import EXPENSE, MOVEMENT_KIND, SETTLEMENT_KIND, SETTLEMENT_STATE
from ingest.values import MISSING
from ingest.words import ID, ORDER_ID, words


def _typed(reading: Reading, facts: dict[str, pl.Series], direction: pl.Series, number: pl.Series) -> tuple[Typed, ...]:
    """What both shapes share. A settled expense is told by kind, order, number, direction and second."""
    reading.refuse_missing(facts["moved_fen"], "动账金额" if reading.has("动账金额") else "amount")
    is_settled = (facts["status"] == "settled").fill_null(False)
    moved = settlement_lines.seconds(facts["settled_at"])
    known = settlement_lines.ids("e", facts["kind"], facts["order_id"], number, direction, moved)
    ids = known.zip_with(is_settled, facts["statement_id"])
    waiting = settlement_lines.ids("w", facts["kind"], facts["order_id"], number, direction)
    amounts = {"moved_fen": facts["moved_fen"].set(~is_settled, None)}
    shared = {
        "statement_id": ids,
        "line_no": settlement_lines.line_numbers(ids, {"moved_fen": facts["moved_fen"]}),
        "movement_id": waiting.set(number.is_null(), None),
        "shop_id": reading.constant(SHOP, pl.String()),
        "currency": reading.constant("CNY", pl.String()),
    }
    return (reading.typed({**facts, **shared, **amounts}),)


def _type_export(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "业务单据号")
    facts = {
        "statement_id": reading.constant(None, pl.String()),
        "order_id": reading.column("订单号", ORDER_ID),
        "kind": reading.column("业务款项", words(EXPENSE), is_required=True),
        "status": reading.constant("settled", pl.String()),
        "settled_at": reading.column("结算时间", SHANGHAI_TIME, is_required=True),
        "moved_fen": reading.column("动账金额", YUAN),
    }
    direction = reading.column("交易类型", words(SETTLEMENT_KIND))
    return _typed(reading, facts, direction, reading.column("业务单据号", ID))


def _type_api(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "expenseid")
    settlement_lines.refuse_unstated_unit(reading, ["amount"])
    states = reading.column("transactionsettlestatus", words(SETTLEMENT_STATE), is_required=True)
    moment = reading.parsed("settledtime", EPOCH_MS)
    settled = moment.values
    expense = reading.column("expenseid", ID, is_required=True)
    reading.refuse((states == "settled") & settled.is_null() & moment.fault.is_null(), "settledtime", MISSING)
    facts = {
        "statement_id": settlement_lines.ids("x", expense),
        "transaction_id": expense,
        "order_id": reading.column("packageid", ORDER_ID),
        "kind": reading.column("basebiztype", words(EXPENSE), is_required=True),
        "status": states,
        "settled_at": settled.set((states != "settled").fill_null(True), None),
        "moved_fen": reading.column("amount", YUAN),
    }
    direction = reading.column("settlebiztype", words(MOVEMENT_KIND))
    return _typed(reading, facts, direction, reading.column("bizno", ID))


QIANFAN_EXPENSES = Source(
    key="qianfan_expenses",
    title="千帆 其他服务款 (other services)",
    required=tuple(frozenset({name}) for name in ("业务款项", "业务单据号", "结算时间", "动账金额")),
    known=frozenset({"业务款项", "订单号", "业务单据号", "结算时间", "结算账户", "交易类型", "动账金额", "备注"}),
    type_rows=_type_export,
    is_whole=True,
)
QIANFAN_EXPENSES_API = Source(
    key="qianfan_expenses_api",
    title="千帆 finance.pageQueryExpense (other services)",
    required=tuple(frozenset({name}) for name in ("expenseid", "basebiztype", "transactionsettlestatus", "amount")),
    known=frozenset({"expenseid", "basebiztype", "packageid", "bizno", "settledtime", "erqingtype", "settlebiztype"})
    | frozenset({"transactionsettlestatus", "commonsettlestatus", "amount"}),
    type_rows=_type_api,
    is_whole=True,
    unfold=unfolding("expenseId", "baseBizType", "amount"),
)
