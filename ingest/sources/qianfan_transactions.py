"""千帆 open API finance.pageQueryTransaction: the movements of 结算账单, settled or not yet. Evidence A, official docs.

Signs stay as given and both readings of the fees are audited, as in `qianfan_settlements`; 佣金 is the total, service
providers' share included. Times are milliseconds. The documentation does not state the unit of the amounts, which are
strings: they are yuan where the file shows it by a decimal point, and refused where it does not.

A settled movement has the id that the export gives it, so that it counts once whichever file it comes in. One that is
not settled has moved nothing: `moved_fen` is null, and its id is its own. It gives way once it settles, in whichever
file that is told (the model `settlements`).
"""

from __future__ import annotations

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.numbers import YUAN
from ingest.sources import settlement_lines
from ingest.sources.api_answers import unfolding
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import MOVEMENT_KIND, SETTLEMENT_STATE
from ingest.values import MISSING
from ingest.words import AFTER_SALE_ID, ID, ORDER_ID, words

_SUMS = {
    "platform_fee_fen": ("commissionamount",),
    "kol_commission_fen": ("cpsamount",),
    "freight_fen": ("freightamount",),
    "tax_fen": ("taxamount", "freighttaxamount"),
    "subsidy_fen": ("apppromotion", "freightapppromotion"),
    "channel_fee_fen": ("paychannelamount", "installmentamount"),
    "moved_fen": ("amount",),
}
_GOODS, _EXTRA = "payamount", "extraamount"
_AMOUNTS = [_GOODS, _EXTRA, "goodsamount", *(name for names in _SUMS.values() for name in names)]
_REASONS = ("nofreightreason", "notaxreason", "nofreighttaxreason", "nopaychannelreason", "noinstallmentreason")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "transactionid")
    settlement_lines.refuse_unstated_unit(reading, _AMOUNTS)
    transaction = reading.column("transactionid", ID, is_required=True)
    order_ids = reading.column("packageid", ORDER_ID)
    cases = reading.column("returnid", AFTER_SALE_ID)
    kinds = reading.column("settlebiztype", words(MOVEMENT_KIND), is_required=True)
    states = reading.column("transactionsettlestatus", words(SETTLEMENT_STATE), is_required=True)
    is_settled = (states == "settled").fill_null(False)
    moment = reading.parsed("settledtime", EPOCH_MS)
    settled = moment.values
    reading.refuse(is_settled & settled.is_null() & moment.fault.is_null(), "settledtime", MISSING)
    amounts = {fact: settlement_lines.summed(reading, names, YUAN) for fact, names in _SUMS.items()}
    reading.refuse_missing(amounts["moved_fen"], "amount")
    amounts["moved_fen"] = amounts["moved_fen"].set(~is_settled, None)
    moved = settlement_lines.movement_ids(order_ids, cases, kinds, settled)
    ids = moved.zip_with(is_settled, settlement_lines.ids("t", transaction))
    facts = {
        "statement_id": ids,
        "line_no": settlement_lines.line_numbers(ids, amounts),
        "movement_id": settlement_lines.waiting_ids(order_ids, cases, kinds),
        "transaction_id": transaction,
        "shop_id": reading.constant(SHOP, pl.String()),
        "order_id": order_ids,
        "after_sale_id": cases,
        "kind": kinds,
        "status": states,
        "ordered_at": reading.column("ordertime", EPOCH_MS),
        "can_settle_at": reading.column("cansettletime", EPOCH_MS),
        "settled_at": settled.set(~is_settled, None),
        "currency": reading.constant("CNY", pl.String()),
        **amounts,
    }
    parts = {"goods": reading.column(_GOODS, YUAN), "extra": reading.column(_EXTRA, YUAN)}
    typed = reading.typed({**facts, **parts})
    audited = typed.rows.filter(pl.col("status") == "settled")
    totals = settlement_lines.residuals(audited, audited["goods"], int(audited["extra"].sum() or 0))
    return (Typed(typed.table, typed.read, typed.rows.drop("goods", "extra"), typed.rejects, totals),)


QIANFAN_TRANSACTIONS = Source(
    key="qianfan_transactions",
    title="千帆 finance.pageQueryTransaction (settlement of orders)",
    required=tuple(
        frozenset({name})
        for name in ("transactionid", "packageid", "settlebiztype", "transactionsettlestatus", "amount")
    ),
    known=frozenset({"transactionid", "packageid", "returnid", "deliveryid", "transactionbizno", "statementtype"})
    | frozenset({"transactionbiztype", "settlebiztype", "erqingtype", "commonsettlestatus", "transactionsettlestatus"})
    | frozenset({"ordertime", "cansettletime", "settledtime", "predictablesettletime", "calculateremark"})
    | frozenset({"goodsdetails", "noextrareason", *_REASONS, *_AMOUNTS}),
    type_rows=_type_rows,
    is_whole=True,
    unfold=unfolding("transactionId", "packageId", "settleBizType", "amount"),
)
