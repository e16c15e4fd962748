"""Reading one table out of a frame: columns by their possible names, and a list of everything that broke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from campaigns.periods import business_date
from ingest import relative_times
from ingest.instants import INSTANT
from ingest.sources.source import REJECT_COLUMNS, Typed
from ingest.values import MISSING, TOTAL_WORDS, Fault, Grammar, Parsed, read
from ingest.words import CODE, ID, PRECISION_FAULT, rounded_together

SHOWN_LENGTH = 80
_IDS = (ID, CODE)
Names = str | Sequence[str]
_CONTROL = r"[\x00-\x1f\x7f]"
_TOTALS_ROW = Fault("E-TOTALS-ROW", "a row of data, not a sum of rows", "nothing to do: sums are computed from rows")
_HEADER_ROW = Fault("E-HEADER-REPEATED", "a row of data, not the header again", "nothing to do, or delete the row")


class Reading:
    """The rows of one table in the making.

    Every column is asked for by the names it may have; the first that is there and not blank in this row wins.
    What breaks is kept with its address; `typed` leaves those rows out of the facts and in the rejects.
    `key` names a column that data always has: a first cell saying "total" beside a blank key is a sum, not data.
    """

    def __init__(self, table: str, frame: pl.DataFrame, key: str | Sequence[str] = ()) -> None:
        self.table = table
        self.frame = without_blank_rows(frame)
        self.height = self.frame.height
        self._bad = self.constant(False, pl.Boolean())
        self._not_data = self.constant(False, pl.Boolean())
        self._rejects: list[pl.DataFrame] = []
        self._refuse_what_is_not_data([key] if isinstance(key, str) else list(key))

    def has(self, *names: str) -> bool:
        """Whether one of the columns is there at all."""
        return any(name in self.frame.columns for name in names)

    def column(self, names: Names, grammar: Grammar, *, is_required: bool = False) -> pl.Series:
        """The values of a column, null where missing or broken."""
        return self.parsed(names, grammar, is_required=is_required).values

    def parsed(
        self, names: Names, grammar: Grammar, *, is_required: bool = False, seen: relative_times.Seen | None = None
    ) -> Parsed:
        """The values of a column with their marks; `seen` lets times such as `昨天 12:30` be read."""
        wanted = (names,) if isinstance(names, str) else tuple(names)
        present = [name for name in wanted if name in self.frame.columns]
        shown = present[0] if present else wanted[0]
        raw = self.raw(wanted)
        parsed = read(raw if seen is None else relative_times.made_absolute(raw, seen), grammar)
        for index, fault in enumerate(parsed.faults):
            self.refuse((parsed.fault == index).fill_null(False), shown, fault, raw)
        if grammar in _IDS:
            self.refuse(rounded_together(raw), shown, PRECISION_FAULT, raw)
        if is_required:
            self.refuse(parsed.values.is_null() & parsed.fault.is_null(), shown, MISSING, raw)
        return parsed

    def counts(self, columns: Mapping[str, Names], grammar: Grammar) -> dict[str, pl.Series]:
        """Count columns by fact name, and how exact they are (`flags`)."""
        parsed = {name: self.parsed(names, grammar) for name, names in columns.items()}
        return {**{name: one.values for name, one in parsed.items()}, **self.flags(*parsed.values())}

    def flags(self, *parsed: Parsed) -> dict[str, pl.Series]:
        """`is_rounded`: whether any of these numbers is not exact (`2.3万`); `is_capped`: whether any is a lower bound
        (`10万+`)."""
        is_rounded, is_capped = self.constant(False, pl.Boolean()), self.constant(False, pl.Boolean())
        for one in parsed:
            is_rounded = is_rounded | one.marks.is_not_null()
            is_capped = is_capped | (one.marks == "capped").fill_null(False)
        return {"is_rounded": is_rounded, "is_capped": is_capped}

    def raw(self, names: Names) -> pl.Series:
        """The cells as they came: of several columns that are there, the first that is not blank."""
        wanted = (names,) if isinstance(names, str) else tuple(names)
        present = [name for name in wanted if name in self.frame.columns]
        if not present:
            return self.constant(None, pl.String())
        if len(present) == 1:
            return self.frame[present[0]]
        texts = [pl.col(name).cast(pl.String()) for name in present]
        filled = [pl.when(text.str.strip_chars() != "").then(text) for text in texts]
        return self.frame.select(pl.coalesce(filled).alias(present[0])).to_series()

    def refuse(self, rows: pl.Series, column: str, fault: Fault, values: pl.Series | None = None) -> None:
        """Put the marked rows among the rejects, with what stood in the column."""
        rows = rows.fill_null(False) & ~self._not_data
        if not rows.any():
            return
        shown = self.constant(None, pl.String()) if values is None else values.cast(pl.String(), strict=False)
        broken = pl.DataFrame({"source_row": self.frame["source_row"], "value": shown}).filter(rows)
        self._rejects.append(
            broken.select(
                pl.col("source_row").cast(pl.Int64),
                pl.lit(column).alias("column_name"),
                pl.lit(fault.code).alias("code"),
                pl.col("value").str.replace_all(_CONTROL, "·").str.slice(0, SHOWN_LENGTH),
                pl.lit(fault.rule).alias("rule"),
                pl.lit(fault.remedy).alias("remedy"),
            )
        )
        self._bad = self._bad | rows

    def refuse_missing(self, values: pl.Series, column: str) -> None:
        """Rows without a value that has been put together from columns, unless the column has been refused already."""
        self.refuse(values.is_null() & ~self._bad, column, MISSING)

    def constant(self, value: object, dtype: pl.DataType) -> pl.Series:
        """The same value in every row."""
        return pl.Series([value], dtype=dtype).new_from_index(0, self.height)

    def instant(self, value: datetime) -> pl.Series:
        """The same instant in every row."""
        return self.constant(value, INSTANT)

    def business_date(self, value: datetime) -> pl.Series:
        """The Shanghai date of an instant in every row."""
        return self.constant(business_date(value), pl.Date())

    @property
    def broken(self) -> pl.Series:
        """The rows that something has broken so far."""
        return self._bad

    def total(self, values: pl.Series) -> int:
        """The sum over the rows that nothing has broken so far."""
        return int(values.filter(~self._bad).sum())

    def typed(self, columns: Mapping[str, pl.Series], totals: Mapping[str, int] | None = None) -> Typed:
        """Facts and rejects; they add up to the rows read."""
        rows = pl.DataFrame({**columns, "source_row": self.frame["source_row"].cast(pl.Int64)})
        good = rows.filter(~self._bad) if self._rejects else rows
        rejects = pl.concat([pl.DataFrame(schema=REJECT_COLUMNS), *self._rejects])
        return Typed(self.table, self.height, good, rejects.sort("source_row", maintain_order=True), totals or {})

    def _refuse_what_is_not_data(self, keys: list[str]) -> None:
        cells = [name for name in self.frame.columns if name != "source_row"]
        if not cells or self.frame[cells[0]].dtype != pl.String() or self.height == 0:
            return
        name = cells[0]
        first = self.frame[name].str.strip_chars().str.to_lowercase()
        totals = first.is_in(sorted(TOTAL_WORDS)).fill_null(False)
        if totals.any():
            for key in (key for key in keys if key != name):
                totals = totals & (self.raw(key).cast(pl.String()).str.strip_chars().fill_null("") == "")
        headers = (first == name).fill_null(False)
        self.refuse(totals, name, _TOTALS_ROW, self.frame[name])
        self.refuse(headers, name, _HEADER_ROW, self.frame[name])
        self._not_data = totals | headers


def without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in which no cell holds anything are no rows."""
    cells = [column for column in frame.columns if column != "source_row"]
    if not cells or frame.height == 0:
        return frame.clear()
    if not _is_blank(cells[0], frame.schema[cells[0]], frame).any():
        return frame
    blank = pl.all_horizontal([_blank(cell, frame.schema[cell]) for cell in cells])
    return frame.filter(~blank)


def _blank(cell: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(cell)
    return column.is_null() | (column.str.strip_chars() == "") if dtype == pl.String() else column.is_null()


def _is_blank(cell: str, dtype: pl.DataType, frame: pl.DataFrame) -> pl.Series:
    return frame.select(_blank(cell, dtype)).to_series()


def rows_with(frame: pl.DataFrame, *names: str, beside: tuple[str, ...] = ()) -> pl.DataFrame:
    """The rows in which one of these columns states something other than the words `beside`; for facts that only some
    rows of a sheet have."""
    present = [name for name in names if name in frame.columns]
    stated = [pl.col(name).cast(pl.String).str.strip_chars().fill_null("") for name in present]
    return (
        frame.filter(pl.any_horizontal([~text.is_in(["", *beside]) for text in stated])) if present else frame.clear()
    )
