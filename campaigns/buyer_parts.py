"""A platform's month on one machine: facts as numbers, parted by buyer, attributed by four rules a part at a time.

A touch needs one buyer's clicks and orders, so a part is as good as the whole and needs a fraction of the memory. A
folder holds `names/`, per part and day `clicks/part=7/2026-05-01_0.parquet` and `orders/…`, and `credits/part=7/…`.
A day that is added leaves every other file as it is: only the order lines that it reaches are credited anew, beside the
old ones, and the newest credit of a line counts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Template

from campaigns import catalogue
from campaigns.connection import Connection, quoted, rows_of
from campaigns.errors import Refused

DAY_US = 86_400_000_000
SQL = catalogue.FOLDER / "bulk"

_EMPTY = {
    "clicks": "select 0::ubigint as buyer_key, 0 as product_no, 0 as note_no, 0::bigint as click_no, "
    "0::bigint as clicked_us",
    "orders": "select 0::ubigint as buyer_key, 0 as product_no, 0::bigint as order_no, 0::bigint as paid_fen, "
    "0::bigint as ordered_us",
}
"""The columns of both kinds, for a part to which a day brought nothing."""


class BuyerParts:
    """The month under a folder; one process writes it. A day's files are Parquet: clicks (click_no, note_id,
    product_id, buyer_key, clicked_at) and orders (order_no, product_id, buyer_key, ordered_at, paid_fen)."""

    def __init__(
        self, folder: Path, connection: Connection, *, parts: int = 16, lookback_days: int = 15, half_life_days: int = 7
    ) -> None:
        self.folder, self.parts = folder, parts
        self._connection = connection
        self._settings = {"parts": parts, "lookback_us": lookback_days * DAY_US, "rate_ppm": 0}
        self._settings["half_life_us"] = half_life_days * DAY_US
        connection.execute(catalogue.macros())

    def name(self, kind: str, ids: str) -> None:
        """Number the ids of notes (`note`) or products (`product`) that the query `ids` lists."""
        numbered = (
            f"select {kind}_id, cast(row_number() over (order by {kind}_id) as integer) as {kind}_no from ({ids})"
        )
        self._copy(numbered, self.folder / "names" / f"{kind}.parquet")

    def add(self, day: str, clicks: Path, orders: Path) -> None:
        """Take a day's files, each sorted into the parts. Raises Refused where the day is there already."""
        if any(self.folder.glob(f"*/part=*/{day}_*.parquet")):
            raise Refused(f"The day {day} is in {self.folder} already; a corrected day needs a folder of its own.")
        for kind in ("note", "product"):
            self._view(f"{kind}_names", self.folder / "names" / f"{kind}.parquet")
        for kind, path in (("clicks", clicks), ("orders", orders)):
            self._view("arrived", path)
            (self.folder / kind).mkdir(parents=True, exist_ok=True)
            self._connection.execute(
                f"copy ({self._sql(f'stored_{kind}')}) to {quoted(str(self.folder / kind))} "
                f"(format parquet, partition_by (part), filename_pattern '{day}_{{i}}', overwrite_or_ignore)"
            )

    def credit(self) -> int:
        """Credit every order line; rows of credits."""
        shutil.rmtree(self.folder / "credits", ignore_errors=True)
        return sum(self._copy(self._sql("touch_credits"), self._place(part, "all")) for part in self._each_part())

    def credit_day(self, day: str) -> int:
        """Credit anew the order lines that a day reaches, once it has been added; rows of credits written."""
        rows = 0
        for part in self._each_part():
            for kind, empty in _EMPTY.items():
                self._view(f"new_{kind}", *self._files(kind, part, f"{day}_*"), empty=empty)
            self._connection.execute(f"create or replace temp table affected as {self._sql('affected_orders')}")
            self._connection.execute("create or replace temp view orders as from affected")
            rows += self._copy(self._sql("touch_credits"), self._place(part, f"until-{day}"))
        return rows

    def refresh(self, rate_ppm: int) -> int:
        """Refresh conversion and commission by note from facts and credits; how many notes have any."""
        self._settings["rate_ppm"] = rate_ppm
        for kind in ("conversion", "commission"):
            shutil.rmtree(self.folder / kind, ignore_errors=True)
        for part in self._each_part():
            self._credits(part)
            for kind in ("conversion", "commission"):
                self._copy(self._sql(f"note_{kind}"), self.folder / kind / f"part={part}.parquet")
        for kind in ("conversion", "commission"):
            self._view(f"{kind}_parts", *sorted((self.folder / kind).glob("part=*.parquet")))
        return self._copy(self._sql("note_totals"), self.folder / "note_totals.parquet")

    def credits(self) -> list[tuple[object, ...]]:
        """Every credit that counts, in order: for tests and small folders."""
        found: list[tuple[object, ...]] = []
        for part in self._each_part():
            self._credits(part)
            found += rows_of(self._connection, "from credits")
        return sorted(found)

    def _each_part(self) -> Iterator[int]:
        """Each part that has facts, these as the views `clicks` and `orders`."""
        for part in range(self.parts):
            found = {kind: self._files(kind, part, "*") for kind in _EMPTY}
            if any(found.values()):
                for kind, files in found.items():
                    self._view(kind, *files, empty=_EMPTY[kind])
                yield part

    def _credits(self, part: int) -> None:
        """The view `credits` of a part: of a line that was credited again, the newest round."""
        rounds = sorted((self.folder / "credits" / f"part={part}").glob("*.parquet"))
        self._view("credits", *rounds)
        if len(rounds) > 1:
            listed = ", ".join(quoted(str(path)) for path in rounds)
            told = f"read_parquet([{listed}], hive_partitioning = false, filename = true)"
            self._connection.execute(
                f"create or replace temp view credits as select c.* exclude (filename) from {told} as c "
                f"join (select order_no, max(filename) as newest from {told} group by order_no) as n "
                "on n.order_no = c.order_no and n.newest = c.filename"
            )

    def _files(self, kind: str, part: int, pattern: str) -> list[Path]:
        return sorted((self.folder / kind / f"part={part}").glob(f"{pattern}.parquet"))

    def _place(self, part: int, round_name: str) -> Path:
        return self.folder / "credits" / f"part={part}" / f"{round_name}.parquet"

    def _view(self, name: str, *files: Path, empty: str = "") -> None:
        """A view of Parquet files; of none, one without rows."""
        listed = ", ".join(quoted(str(path)) for path in files)
        rows = f"read_parquet([{listed}], hive_partitioning = false)" if files else f"({empty} limit 0)"
        self._connection.execute(f"create or replace temp view {name} as from {rows}")

    def _sql(self, name: str) -> str:
        return Template((SQL / f"{name}.sql").read_text(encoding="utf-8")).substitute(self._settings)

    def _copy(self, sql: str, path: Path) -> int:
        """Write beside the name, then take it: a file that is there is whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".tmp")
        ((rows,),) = rows_of(self._connection, f"copy ({sql}) to {quoted(str(beside))} (format parquet)")
        beside.replace(path)
        return int(rows)
