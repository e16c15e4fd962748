"""Rows that an earlier file had and a later one, which should have them too, has not. They are listed, never deleted.

A file can lack a row only if it is known to be whole, and that is claimed of few (WHOLE below):

- lists that people keep and export as they stand: a later file of the same name (less its digits) is the list again;
- exports of a console over a period, which leave nothing out within it: a later one of the same account speaks of what
  lies strictly between its own first and last moment, for where the period was cut nobody tells;
- files of a mapping that a person declared to be the whole list.

Answers of APIs come in pages and crawls in samples: they lack what they lack. Nor does anything vanish from a file of
mended rows. Where the later file has refused rows, a missing one may be among them: `refused` says how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from campaigns import facts
from campaigns.facts import Fact
from campaigns.records import Load
from campaigns.store import Store, open_store
from campaigns.warehouse import Reader, open_reader
from ingest import archive, register

WHOLE: dict[str, tuple[str, str]] = {
    "handmade_kols": ("kols", ""),
    "rate_card": ("kols", ""),
    "feishu_bitable": ("notes", ""),
    "sample_lists": ("shipments", ""),
    "creator_center": ("notes", "published_at"),
    "qianfan_orders": ("orders", "ordered_at"),
    "qianfan_settlements": ("settlements", "settled_at"),
    "qianfan_ledger": ("settlements", "settled_at"),
    "tmall_orders": ("orders", "ordered_at"),
}
"""By source: the table of its rows, and the moment by which a period is cut; '' for a list that is whole."""

MOST_ROWS = 1_000
SCHEMA: dict[str, pl.DataType] = {
    "table": pl.String(), "key": pl.String(), "load_id": pl.Int64(), "file": pl.String(), "source_row": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"), "missing_in": pl.Int64(), "missing_file": pl.String(),
    "missing_at": pl.Datetime("us", "UTC"), "refused": pl.Int64(),
}  # fmt: skip

_SNAPSHOT = frozenset({"captured_at", "as_of_date", "event_at"})
"""Parts of a key that say when something was looked at, not what it is."""

_LISTS = Path(__file__).with_name("vanished_lists.sql")
_PERIODS = Path(__file__).with_name("vanished_periods.sql")
_DIGITS = re.compile(r"[\d\W_]+")


@dataclass(frozen=True)
class _Part:
    """What one load brought of one source: `scope` says which files are the same thing again."""

    load: Load
    table: str
    moment: str
    scope: str
    is_whole: bool


def vanished(root: Path) -> pl.DataFrame:
    """table, key (JSON), the row's address (load_id, file, source_row) and captured_at; the newest file that lacks it
    (missing_in, missing_file, missing_at), and how many rows that one has refused. At most MOST_ROWS per table."""
    with closing(open_store(root)) as store:
        parts = sorted(_parts(root, store), key=lambda part: (part.load.captured_at, part.load.sha256))
    frames = [pl.DataFrame(schema=SCHEMA)]
    with closing(open_reader(root)) as reader:
        for table, moment in sorted({(part.table, part.moment) for part in parts}):
            mine = [part for part in parts if (part.table, part.moment) == (table, moment)]
            if len(mine) > 1:
                frames.append(_missing(reader, facts.fact(table), moment, mine))
    return pl.concat(frames)


def _parts(root: Path, store: Store) -> Iterator[_Part]:
    for load in register.loads(store):
        for sheet in load.sheets if load.state == "done" else []:
            table, moment, is_whole = *WHOLE.get(sheet["source"], ("", "")), not sheet.get("corrects")
            if sheet["source"].startswith("mapped_"):
                table = _of_mapping(root, load, sheet["sheet"])
            if table:
                stem = "" if moment else _DIGITS.sub(" ", load.name.partition(" ← ")[0].rpartition(".")[0]).strip()
                scope = "\n".join([sheet["source"], sheet["account"], stem])
                yield _Part(load, table, moment, scope, is_whole)


def _of_mapping(root: Path, load: Load, name: str) -> str:
    """The table of a mapping that a person declared to be a whole list, else ''."""
    found = next(sheet for sheet in archive.read(root, load.sha256).sheets if sheet.sheet == name)
    mapping = found.mapping or {}
    return str(mapping["table"]) if mapping.get("is_whole_list") else ""


def _missing(reader: Reader, fact: Fact, moment: str, parts: list[_Part]) -> pl.DataFrame:
    entity = [name for name in fact.key if name not in _SNAPSHOT]
    place = fact.name if "." in fact.name else f"main.{fact.name}"
    sql = (_PERIODS if moment else _LISTS).read_text(encoding="utf-8")
    names = {"place": f"wh.{place}", "entity": ", ".join(entity), "moment": moment or "null"}
    rows = reader.query(
        sql.format(**names),
        {
            "ids": [part.load.id for part in parts],
            "scopes": [part.scope for part in parts],
            "wholes": [part.is_whole for part in parts],
            "most": MOST_ROWS,
        },
    )
    by_id = {part.load.id: part.load for part in parts}
    found = [
        {
            "table": fact.contract_name, "key": row["key"], "load_id": row["load_id"],
            "file": by_id[row["load_id"]].name, "source_row": row["source_row"],
            "captured_at": by_id[row["load_id"]].captured_at, "missing_in": row["missing_in"],
            "missing_file": by_id[row["missing_in"]].name, "missing_at": by_id[row["missing_in"]].captured_at,
            "refused": by_id[row["missing_in"]].counts.get(fact.contract_name, {}).get("rejected", 0),
        }
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    return pl.DataFrame(found, schema=SCHEMA)
