"""What statements of every make share: ids made from what a movement is, numbers of equal ones, and the sign audit.

The console's export and the open API tell of the same movements, and neither names the other's id. So a movement's id
is made from its order, after-sale case, kind and second, and a movement loaded from both counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import polars as pl

from ingest.sources.reading import Reading
from ingest.values import Fault, Grammar

AMOUNTS = (
    "base_fen",
    "platform_fee_fen",
    "third_party_fee_fen",
    "kol_commission_fen",
    "freight_fen",
    "tax_fen",
    "subsidy_fen",
    "channel_fee_fen",
    "moved_fen",
)
UNSTATED_UNIT = Fault(
    "E-MONEY-UNIT",
    "an amount with decimals somewhere in the file: whether these are yuan or fen is not documented",
    "save the answers of several pages or days as one file, or load the export of the console",
)
_INCOME = ("freight_fen", "subsidy_fen")
_COSTS = ("platform_fee_fen", "third_party_fee_fen", "kol_commission_fen", "tax_fen", "channel_fee_fen")


def summed(reading: Reading, columns: Sequence[str], grammar: Grammar) -> pl.Series:
    """The sum of the columns that hold something; null where none does."""
    parts = pl.DataFrame({name: reading.column(name, grammar) for name in columns})
    return (
        parts.select(pl.sum_horizontal(pl.all(), ignore_nulls=True))
        .to_series()
        .set(parts.select(pl.all_horizontal(pl.all().is_null())).to_series(), None)
    )


def waiting_ids(orders: pl.Series, cases: pl.Series, kinds: pl.Series) -> pl.Series:
    """What a movement of an order is about, whether it waits or has settled: its id without the moment. A row that
    names no order has none, and gives way to nothing."""
    made = ids("w", orders, cases, kinds)
    return made.set(orders.is_null(), None)


def movement_ids(orders: pl.Series, cases: pl.Series, kinds: pl.Series, moved_at: pl.Series) -> pl.Series:
    """Ids of movements, the same whichever file tells of them; times count to the second."""
    return ids("s", orders, cases, kinds, seconds(moved_at))


def seconds(moments: pl.Series) -> pl.Series:
    """Instants as microseconds since 1970, cut to the second: exports do not know more."""
    return moments.dt.truncate("1s").dt.epoch("us")


def ids(prefix: str, *parts: pl.Series) -> pl.Series:
    """An id for each row, the same wherever the parts are."""
    frame = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)])
    made = [
        hashlib.sha256("\n".join("" if part is None else str(part) for part in row).encode()).hexdigest()[:24]
        for row in frame.iter_rows()
    ]
    return pl.Series([f"{prefix}-{digest}" for digest in made], dtype=pl.String())


def line_numbers(statement_ids: pl.Series, amounts: Mapping[str, pl.Series]) -> pl.Series:
    """Numbers from 1 of rows with the same id, by their amounts, over the whole sheet."""
    frame = pl.DataFrame({"id": statement_ids, **amounts})
    first = [name for name in ("moved_fen",) if name in amounts]
    ranked = pl.struct(*first, *sorted(set(amounts) - set(first))).rank("ordinal").over("id")
    return frame.select(ranked.cast(pl.Int64).alias("line_no")).to_series()


def residuals(rows: pl.DataFrame, goods: pl.Series, other_costs: int = 0) -> dict[str, int]:
    """Σ (moved − parts) over the rows, in fen, once with the fees subtracted as costs, once added as signed parts.

    The reading whose rest is 0 is the file's own.
    """

    def total(names: Sequence[str]) -> int:
        return sum(int(rows[name].sum() or 0) for name in names if name in rows.columns)

    income = int(goods.sum() or 0) + total(_INCOME)
    moved, costs = total(["moved_fen"]), total(_COSTS) + other_costs
    return {
        "settlements.residual_fees_subtracted_fen": moved - (income - costs),
        "settlements.residual_fees_added_fen": moved - (income + costs),
    }


def refuse_unstated_unit(reading: Reading, columns: Sequence[str]) -> None:
    """Refuse the rows with amounts of a sheet in which no amount has a decimal point: nothing says yuan or fen there.

    The open API's documentation does not state the unit of these strings. Fen have no decimals, so that one amount with
    a point shows the whole sheet to be in yuan; sizes show nothing.
    """
    texts = {name: reading.raw(name).cast(pl.String()).str.strip_chars() for name in columns}
    if any(text.str.contains(r"^-?[0-9,]+\.[0-9]+$").any() for text in texts.values()):
        return
    for name, text in texts.items():
        reading.refuse(text.str.contains("[1-9]"), name, UNSTATED_UNIT, text)
