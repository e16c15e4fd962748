"""千帆 动账流水: every movement of the shop's account, with the balance after it, in yuan.

The export (7 columns; evidence C, one parser) has income and outcome in two columns of which the other is blank; open
API finance.querySellerAccountRecords (evidence A, official docs) says the same with milliseconds. `moved_fen` is income
less outcome. A movement is told by second, business number, amount and balance, so that both give it the same id.

An account's movement sums up what statements say in detail: its kind begins with `ledger`, and it is never added to
them. Kept with the load, 0 when the columns mean what they say: Σ (balance − balance before − moved) where the API
states the balance before, and from row to row of the export, each gap counted without its sign.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.instants import EPOCH_MS, SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources import settlement_lines
from ingest.sources.api_answers import unfolding
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import LEDGER
from ingest.values import Fault, Grammar
from ingest.words import ID, words

_BOTH = Fault(
    "E-AMOUNTS",
    "income or outcome, not both, each zero or more",
    "correct the row after the account's page and load the file again",
)


def _moved(reading: Reading, income_column: str, outcome_column: str) -> pl.Series:
    """Income less outcome; both at once, signs, or neither, are refused."""
    income, outcome = reading.column(income_column, YUAN), reading.column(outcome_column, YUAN)
    is_odd = ((income != 0) & (outcome != 0)) | (income < 0) | (outcome < 0)
    reading.refuse(is_odd, outcome_column, _BOTH, reading.raw(outcome_column))
    moved = (income.fill_null(0) - outcome.fill_null(0)).set(income.is_null() & outcome.is_null(), None)
    reading.refuse_missing(moved, income_column)
    return moved


def _typed(reading: Reading, columns: Sequence[str], times: Grammar) -> tuple[Typed, ...]:
    """Columns: time, kind, income, outcome, balance, business number."""
    moment, kind, income, outcome, balance, number = columns
    moved_at = reading.column(moment, times, is_required=True)
    kinds = reading.column(kind, words(LEDGER), is_required=True)
    moved = _moved(reading, income, outcome)
    balances = reading.column(balance, YUAN, is_required=True)
    numbers = reading.column(number, ID)
    typed = reading.typed(
        {
            "statement_id": settlement_lines.ids("l", settlement_lines.seconds(moved_at), numbers, moved, balances),
            "line_no": reading.constant(1, pl.Int64()),
            "shop_id": reading.constant(SHOP, pl.String()),
            "order_id": numbers.set(~numbers.str.contains("^P[0-9]{18}$"), None),
            "after_sale_id": numbers.set(~numbers.str.contains("^R[0-9A-Za-z]+$"), None),
            "kind": kinds.str.replace("^unknown", "ledger_unknown"),
            "status": reading.constant("settled", pl.String()),
            "settled_at": moved_at,
            "currency": reading.constant("CNY", pl.String()),
            "moved_fen": moved,
            "balance": balances,
            "rest": balances - reading.column("balancebefore", YUAN) - moved,
        }
    )
    rest = typed.rows["rest"]
    left = _chain_rest(typed.rows) if rest.null_count() == rest.len() else int(rest.sum())
    totals = {} if left is None else {"settlements.residual_balance_fen": left}
    return (Typed(typed.table, typed.read, typed.rows.drop("rest", "balance"), typed.rejects, totals),)


def _chain_rest(rows: pl.DataFrame) -> int | None:
    """Σ (balance − balance before − moved) where only the rows themselves tell the balance before: the row above, or
    the one below in a list that begins with the newest."""
    if rows.height <= 1:
        return None
    in_order = rows if rows["settled_at"][0] <= rows["settled_at"][-1] else rows.reverse()
    steps = in_order["balance"].diff() - in_order["moved_fen"]
    return int(steps[1:].abs().sum())


def _type_export(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return _typed(Reading("settlements", frame, "收入"), _EXPORT, SHANGHAI_TIME)


def _type_api(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return _typed(Reading("settlements", frame, "tradeno"), _API, EPOCH_MS)


_EXPORT = ("创建时间", "交易类型描述", "收入", "支出", "账户余额", "业务单号")
_API = ("createdtime", "type", "incomeamount", "outcomeamount", "balanceamount", "businessno")
QIANFAN_LEDGER = Source(
    key="qianfan_ledger",
    title="千帆 动账流水 (account movements)",
    required=tuple(frozenset({name}) for name in _EXPORT),
    known=frozenset({*_EXPORT, "备注"}),
    type_rows=_type_export,
)
QIANFAN_LEDGER_API = Source(
    key="qianfan_ledger_api",
    title="千帆 finance.querySellerAccountRecords (account movements)",
    required=tuple(frozenset({name}) for name in ("tradeno", *_API)),
    known=frozenset({"tradeno", "accountid", "sellerid", "remark", "typedesc", "businesstype", "balancebefore"})
    | frozenset({"fundtype", "disablebusinessnolink", *_API}),
    type_rows=_type_api,
    unfold=unfolding("tradeNo", "incomeAmount", "outcomeAmount"),
)
