"""Files that no importer knows: show their columns, try a mapping on them, and save it for all files of that header.

Nothing is loaded here. Once the mapping is saved, `load_files` reads such files like any other.
"""

from __future__ import annotations

import glob
import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from sqlmodel import col, select

from campaigns import facts, field_mapping
from campaigns.actions import Actor, save_mapping
from campaigns.errors import Refused
from campaigns.field_mapping import Fields
from campaigns.mapping_records import ColumnMapping
from campaigns.store import Store, open_store
from ingest.buyers import KEY_BYTES
from ingest.guesses import likely_tables, proposal
from ingest.mapped import MappedHeader, check_places
from ingest.moment import captured_at
from ingest.refusal import MISSING, NOT_A_FILE, FileRefused
from ingest.typed import TypedSheet
from ingest.worker import Worker
from ingest.workspace import open_workspace

SHOWN_ROWS = 20
SHOWN_REJECTS = 20


@dataclass(frozen=True)
class UnknownColumn:
    """A column: its normalised name, what the file calls it, some of its cells. Personal ones show none."""

    column: str
    title: str
    is_personal: bool
    samples: list[str]


@dataclass(frozen=True)
class UnknownSheet:
    """A sheet to be mapped; `header_row` counts from 0, `rows` is None where it is not known yet."""

    sheet: str
    fingerprint: str
    header_row: int
    rows: int | None
    columns: list[UnknownColumn]

    @property
    def usable(self) -> list[str]:
        """The columns that may be mapped."""
        return [column.column for column in self.columns if not column.is_personal]

    @property
    def tables(self) -> list[str]:
        """The fact tables that it may be, the likeliest first, the others after them."""
        likely = likely_tables(self.usable)
        return [*likely, *sorted({fact.contract_name for fact in facts.facts().values()} - set(likely))]

    def guess(self, table: str) -> dict[str, dict[str, str]]:
        """A first mapping: a column for every field that has one; formats that must be declared are left out."""
        named = {column.name: column for column in facts.fact(table).business}
        found: dict[str, dict[str, str]] = {}
        for column, field in proposal(table, self.usable).items():
            formats = field_mapping.formats_of(table, named[field])
            is_declared = field_mapping.must_declare(formats)
            found[field] = {"column": column} if is_declared else {"column": column, "format": formats[0]}
        return found


@dataclass(frozen=True)
class Preview:
    """What a mapping would make of a file: counts, the first typed rows and rejects, and sums to compare with the
    file's own. `repeated` rows have a key that a later row of the file has too: only the later one would stand."""

    read: int
    rejected: int
    repeated: int
    rows: pl.DataFrame
    rejects: pl.DataFrame
    sums_fen: dict[str, int]


def look(root: Path, path: Path, header_row: int | None = None) -> list[UnknownSheet]:
    """The sheets of a file that nothing recognises, mappings included; raises FileRefused for one that has none."""
    with closing(open_store(root)) as store:
        mappings = [mapping.stated() for mapping in in_use(store)]
    job = {"job": "look", "path": str(path.resolve()), "header_row": header_row, "mappings": mappings}
    with closing(Worker()) as worker:
        answer = worker.run(job, _size(path), lambda *_: None)
    found = [
        UnknownSheet(**{**sheet, "columns": [UnknownColumn(**column) for column in sheet["columns"]]})
        for sheet in answer["sheets"]
    ]
    if not found:
        raise Refused(f"{path.name}: every sheet is recognised or empty. Load it; it needs no mapping.")
    return found


def draft(sheet: UnknownSheet, table: str, fields: Fields, *, name: str, is_whole_list: bool = False) -> MappedHeader:
    """A mapping that may be tried and saved; raises BadValue naming the field that breaks a rule."""
    placed = field_mapping.checked(table, sheet.usable, fields)
    check_places(table, placed)
    return MappedHeader(sheet.fingerprint, table, placed, name, 0, is_whole_list)


def preview(root: Path, path: Path, mapping: MappedHeader) -> Preview:
    """What would become of the file; nothing is kept."""
    with open_workspace(root) as work, closing(Worker()) as worker:
        job = {
            "job": "read",
            "path": str(path.resolve()),
            "key": secrets.token_bytes(KEY_BYTES).hex(),
            "name": path.name,
            "captured_at": captured_at(path).isoformat(),
            "account": path.resolve().parent.name,
            "archive": str(work / "archive"),
            "typed": str(work / "typed"),
            "mappings": [mapping.stated()],
        }
        answer = worker.run(job, _size(path), lambda *_: None)
        typed = [TypedSheet.of(sheet) for sheet in answer["typed"] if sheet["source"] == mapping.key]
        return _previewed(typed, facts.fact(mapping.table).key)


def save(store: Store, actor: Actor, key: str, mapping: MappedHeader, columns: Sequence[str]) -> ColumnMapping:
    """Use the mapping for every file of its header from now on; takes the place of the one that is saved."""
    with store.reading() as session:
        earlier = session.get(ColumnMapping, mapping.fingerprint)
    if earlier and not earlier.is_archived and _same(earlier, mapping):
        return earlier
    return save_mapping(
        store, actor, key, version=earlier.version if earlier else None, fingerprint=mapping.fingerprint,
        name=mapping.name, table_name=mapping.table, columns=earlier.columns if earlier else list(columns),
        fields=mapping.fields, is_whole_list=mapping.is_whole_list, is_archived=False,
    )  # fmt: skip


def saved(store: Store) -> list[ColumnMapping]:
    """All mappings, by name."""
    with store.reading() as session:
        return list(session.exec(select(ColumnMapping).order_by(col(ColumnMapping.name))).all())


def in_use(store: Store) -> list[MappedHeader]:
    """The mappings that files are read by."""
    return [
        MappedHeader(one.fingerprint, one.table_name, one.fields, one.name, one.version, one.is_whole_list)
        for one in saved(store)
        if not one.is_archived
    ]


def _same(saved_one: ColumnMapping, mapping: MappedHeader) -> bool:
    mine = (mapping.name, mapping.table, mapping.fields, mapping.is_whole_list)
    return (saved_one.name, saved_one.table_name, saved_one.fields, saved_one.is_whole_list) == mine


def stated_fields(fields: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A mapping as lines: `paid_fen ← 实付 (yuan)`."""
    return [
        f"{field} ← {place.get('column') or repr(place.get('value', ''))} ({place.get('format', '')})"
        for field, place in fields.items()
    ]


def _previewed(sheets: Sequence[TypedSheet], key: tuple[str, ...]) -> Preview:
    tables = [table for sheet in sheets for table in sheet.tables]
    files = [file for table in tables if table.pattern for file in sorted(glob.glob(table.pattern))]  # noqa: PTH207
    rows = pl.concat([pl.read_parquet(file) for file in files]) if files else pl.DataFrame()
    rejects = [pl.read_parquet(file) for sheet in sheets for file in sheet.rejects]
    return Preview(
        read=sum(table.read for table in tables),
        rejected=sum(table.rejected for table in tables),
        repeated=rows.height - (rows.select(key).n_unique() if files else 0),
        rows=rows.head(SHOWN_ROWS),
        rejects=(pl.concat(rejects).unique(maintain_order=True) if rejects else pl.DataFrame()).head(SHOWN_REJECTS),
        sums_fen={name: int(rows[name].sum()) for name in rows.columns if name.endswith("_fen")},
    )


def _size(path: Path) -> int:
    if not path.exists():
        raise FileRefused(*MISSING)
    if not path.is_file():
        raise FileRefused(*NOT_A_FILE)
    return path.stat().st_size
