"""Reads clicks and orders (CSV or Parquet) as `kol attribute` takes them; refusals name column and row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from campaigns.errors import BadValue
from campaigns.pathways import LINE_KEY

TEXT, INSTANT, WHOLE = "text", "instant", "whole"

CLICK_COLUMNS = {"click_id": TEXT, "note_id": TEXT, "product_id": TEXT, "buyer_key": TEXT, "clicked_at": INSTANT}
ORDER_COLUMNS = {
    "shop_id": TEXT, "order_id": TEXT, "line_no": WHOLE, "product_id": TEXT, "buyer_key": TEXT,
    "ordered_at": INSTANT, "paid_fen": WHOLE,
}  # fmt: skip

MAY_BE_EMPTY = ("buyer_key", "product_id", "note_id")


def read_clicks(path: Path) -> pl.DataFrame:
    """Clicks with CLICK_COLUMNS; identical rows count once, another row of the same click id is refused."""
    return _with_unique_key(_read(path, CLICK_COLUMNS).unique(maintain_order=True), ("click_id",), path)


def read_orders(path: Path) -> pl.DataFrame:
    """Order lines with ORDER_COLUMNS, each once."""
    frame = _read(path, ORDER_COLUMNS).unique(maintain_order=True)
    negative = frame.filter(pl.col("paid_fen") < 0)
    if negative.height:
        where = f"{path.name}, order {negative['order_id'][0]}, column paid_fen"
        raise BadValue(where, str(negative["paid_fen"][0]), "an amount in fen that is not negative", "E-MONEY")
    return _with_unique_key(frame, LINE_KEY, path)


def _read(path: Path, columns: Mapping[str, str]) -> pl.DataFrame:
    """The named columns, typed; ids as text, so that 12 in one file meets "12" in the other."""
    try:
        frame = pl.read_parquet(path) if path.suffix.lower() == ".parquet" else pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise BadValue(path.name, "", f"a CSV or Parquet file with a header ({error})", "E-FILE") from error
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise BadValue(f"{path.name}, header", ", ".join(frame.columns), f"also {', '.join(missing)}", "E-HEADER")
    typed = frame.select(list(columns))
    for name, kind in columns.items():
        typed = typed.with_columns(_typed(typed[name], kind, path))
    return typed


def _typed(column: pl.Series, kind: str, path: Path) -> pl.Series:
    if kind == INSTANT and isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone is None:
        raise BadValue(
            f"{path.name}, column {column.name}", "times without a zone", "instants, with their zone", "E-TIME"
        )
    if kind == INSTANT and column.dtype == pl.String:
        read = column.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    elif kind == INSTANT:
        read = column.cast(pl.Datetime("us", "UTC"), strict=False)
    else:
        read = column.cast(pl.Int64 if kind == WHOLE else pl.String, strict=False)
    if column.name in MAY_BE_EMPTY:
        return read
    bad = read.is_null() | (read == "" if kind == TEXT else False)
    if bad.any():
        row = int(bad.arg_max() or 0)
        expected = {TEXT: "an id", INSTANT: "a date and time with its offset", WHOLE: "a whole number"}[kind]
        found = "" if column[row] is None else str(column[row])
        raise BadValue(f"{path.name}, row {row + 2}, column {column.name}", found, expected)
    return read


def _with_unique_key(frame: pl.DataFrame, key: tuple[str, ...], path: Path) -> pl.DataFrame:
    doubled = frame.filter(pl.struct(*key).is_duplicated())
    if doubled.height:
        found = ", ".join(str(doubled[name][0]) for name in key)
        raise BadValue(f"{path.name}, {' + '.join(key)}", found, "one row, or rows that agree in all columns", "E-KEY")
    return frame
