"""千帆 open API bill.queryCpsSettle: what each KOL earns on each order. Evidence A, official docs.

Amounts are fen, rates basis points (`kolUserRate` 1200 is 12 %, kept as 120,000 ppm), times milliseconds with 0 for
"not yet". Waiting lines show up 48 hours after the order and are replaced when they settle: a line is told by order,
goods and KOL. Nothing moves on the shop's account here, so `moved_fen` stays null and the kind is `cps`: the statement
has the shop's side of the same commission. Kept with the load, 0 when the columns mean what they say: Σ of base less
(paid − refunded − tax), and Σ of commission less base × rate, rounded half up per line.
"""

from __future__ import annotations

import polars as pl

from campaigns.money import share_of
from ingest.instants import EPOCH_MS
from ingest.numbers import BASIS_POINTS, FEN
from ingest.sources import settlement_lines
from ingest.sources.api_answers import unfolding
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import SETTLEMENT_STATE
from ingest.words import ID, KOL_ID, ORDER_ID, TOPICS, words

_PARTS = ("dealtotalamount", "returntotalamount", "taxtotalamount")
_ONE_STATE = {key: SETTLEMENT_STATE[key] for key in ("WAIT_SETTLE", "SETTLED")}


def _only_case(reading: Reading) -> pl.Series:
    """The after-sale case of a line that has exactly one."""
    cases = reading.column("returnids", TOPICS)
    first = cases.list.first().set((cases.list.len() != 1).fill_null(True), None)
    return first.set((~first.str.contains("^R[0-9A-Za-z]+$")).fill_null(True), None)


def _residuals(rows: pl.DataFrame) -> dict[str, int]:
    lines = rows.select("base_fen", "kol_rate_ppm", "kol_commission_fen").rows()
    due = sum(share_of(base, rate) - paid for base, rate, paid in lines if None not in (base, rate, paid))
    return {
        "settlements.residual_base_fen": int((rows["base_fen"] - rows["parts"]).sum() or 0),
        "settlements.residual_commission_fen": -due,
    }


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "packageid")
    order_ids = reading.column("packageid", ORDER_ID, is_required=True)
    kols = reading.column("koluserid", KOL_ID, is_required=True)
    ids = settlement_lines.ids("c", order_ids, reading.column("goodsid", ID), kols)
    paid, returned, tax = (reading.column(name, FEN) for name in _PARTS)
    amounts = {
        "base_fen": reading.column("carryingtotalamount", FEN, is_required=True),
        "kol_commission_fen": reading.column("kolusercommissionamount", FEN, is_required=True),
    }
    typed = reading.typed(
        {
            "statement_id": ids,
            "line_no": settlement_lines.line_numbers(ids, amounts),
            "shop_id": reading.constant(SHOP, pl.String()),
            "order_id": order_ids,
            "after_sale_id": _only_case(reading),
            "kol_id": kols,
            "kind": reading.constant("cps", pl.String()),
            "status": reading.column("settlestatus", words(_ONE_STATE), is_required=True),
            "ordered_at": reading.column("ordertime", EPOCH_MS),
            "can_settle_at": reading.column("cansettletime", EPOCH_MS),
            "settled_at": reading.column("settletime", EPOCH_MS),
            "currency": reading.constant("CNY", pl.String()),
            **amounts,
            "kol_rate_ppm": reading.column("koluserrate", BASIS_POINTS),
            "tax_fen": tax,
            "parts": paid - returned.fill_null(0) - tax.fill_null(0),
        }
    )
    totals = _residuals(typed.rows)
    return (Typed(typed.table, typed.read, typed.rows.drop("parts"), typed.rejects, totals),)


_REQUIRED = ("packageid", "koluserid", "carryingtotalamount", "koluserrate", "kolusercommissionamount", "settlestatus")
QIANFAN_CPS = Source(
    key="qianfan_cps",
    title="千帆 bill.queryCpsSettle (KOL commission per order)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, *_PARTS, "returnids", "goodsid", "goodsname", "goodstotal", "sellerid", "kolusername"})
    | frozenset({"sellerrate", "kolusershareratio", "ordertime", "finishtime", "cansettletime", "settletime"}),
    type_rows=_type_rows,
    is_whole=True,
    unfold=unfolding("packageId", "kolUserId", "kolUserCommissionAmount"),
)
