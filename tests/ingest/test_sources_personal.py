"""A canary in every column of every source that speaks of a person: none of them is anywhere after the load."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from campaigns.warehouse import open_reader
from ingest.contract import Match, recognise
from ingest.encoding import examine
from ingest.headers import normalise
from ingest.reading import read_sheets
from ingest.sheet import Found
from ingest.sources import SOURCES
from ingest.sources.source import Source

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = ("路人甲", "路人乙", "张三", "13800138000", "139000", "上海市某路1号", "example.com", "203.0.113.7")
COMMENTER = "5f3c0000000000000101ffff"
CANARY_FORM = "777{:05d}888"
CANARY = re.compile(rb"777\d{5}888")
UNKNOWN = ("买家姓名", "contact e-mail")
"""Columns that no importer knows and whose names speak of a person."""


def cells_of(source: Source) -> list[str]:
    """Personal and buyers' columns, less those that hold others: `customer` where `customer.name` is one."""
    names = source.personal | source.buyers
    return sorted(name for name in names if not any(other.startswith(f"{name}.") for other in names))


class Planter:
    """Writes copies of golden files with a word of its own in every personal and every buyer's cell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.planted: dict[str, str] = {}

    def plant(self, source: Source, path: Path) -> Path:
        """The copy; columns that the golden file lacks are added."""
        text = "".join(examine(path).blocks())
        is_json = text.lstrip("\ufeff").lstrip().startswith(("{", "["))
        copy = self.folder / f"{source.key}-{path.name}"
        copy.write_text(self._json(source, text) if is_json else self._table(source, path, text), encoding="utf-8")
        return copy

    def canary(self, source: Source, column: str) -> str:
        """A word that stands nowhere else; digits, so that it passes for an id where one is expected."""
        word = CANARY_FORM.format(len(self.planted))
        self.planted[word] = f"{source.key}.{column}"
        return word

    def _table(self, source: Source, path: Path, text: str) -> str:
        match = _match(path)
        split = {sign: list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=sign)) for sign in ",\t;|"}
        delimiter = next(sign for sign in split if len(split[sign][match.data_row]) == len(match.columns))
        wanted = [*cells_of(source), *UNKNOWN]
        columns = list(match.columns)
        columns += [name for name in wanted if name not in columns] if source.headless is None else []
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        for number, cells in enumerate(split[delimiter]):
            row = [*cells, *[""] * (len(columns) - len(cells))]
            if number == match.header_row:
                row[len(match.columns) :] = columns[len(match.columns) :]
            for name in wanted if number >= match.data_row and any(cells) else []:
                if name in columns:
                    row[columns.index(name)] = self.canary(source, name)
            writer.writerow(row)
        return out.getvalue()

    def _json(self, source: Source, text: str) -> str:
        lines = text.strip().splitlines()
        try:
            documents, is_lines = [json.loads(text)], False
        except json.JSONDecodeError:
            documents, is_lines = [json.loads(line) for line in lines if line.strip()], True
        for document in documents:
            for record in _records(source, document):
                for name in cells_of(source):
                    self._set(source, record, name.split("."), name)
        written = [json.dumps(one, ensure_ascii=False, indent=None if is_lines else 1) for one in documents]
        return "\n".join(written) + "\n"

    def _set(self, source: Source, value: Any, parts: list[str], name: str) -> None:
        if isinstance(value, list):
            for one in value:
                self._set(source, one, parts, name)
        if not isinstance(value, dict):
            return
        key = next((key for key in value if normalise(key) == parts[0]), parts[0])
        if len(parts) == 1:
            value[key] = self.canary(source, name)
        else:
            self._set(source, value.setdefault(key, {}), parts[1:], name)


def _records(source: Source, document: Any) -> list[dict[str, Any]]:
    """The objects that have most of the keys that the source must have."""
    firsts = {name.split(".")[0] for choice in source.required for name in choice}
    found = [(len(firsts & {normalise(key) for key in one}), one) for one in _objects(document)]
    most = max(count for count, _ in found)
    return [one for count, one in found if count == most]


def _objects(value: Any) -> list[dict[str, Any]]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [*([value] if isinstance(value, dict) else []), *(one for part in inside for one in _objects(part))]


def _match(path: Path) -> Match:
    return next(sheet.match for sheet in read_sheets(path) if isinstance(sheet, Found))


@pytest.fixture(scope="module")
def planted(
    make_loading: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, Planter, Path, str]:
    """A root with planted copies of the golden files, the planter, temporary files, and what was said."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "copies").mkdir()
    (folder / "temporary").mkdir()
    planter, loading = Planter(folder / "copies"), make_loading(folder)
    sources = {source.key: source for source in SOURCES if source.personal | source.buyers}
    inputs = [path for path in sorted(GOLDEN.rglob("*.*")) if "expected" not in path.name]
    paths = [path for path in inputs if path.parent.name in sources]
    copies = [planter.plant(sources[path.parent.name], path) for path in paths]
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "temporary"))
        outcomes = loading.load(*copies, account="brand-lin")
        said = [f"{outcome}" for outcome in outcomes]
    assert {outcome.status for outcome in outcomes} == {"loaded"}, [one.reason for one in outcomes if one.reason]
    return loading, planter, folder / "temporary", "\n".join(said)


def test_every_personal_column_and_every_buyer_of_every_source_was_planted(
    planted: tuple[Any, Planter, Path, str],
) -> None:
    wanted = {f"{source.key}.{column}" for source in SOURCES for column in cells_of(source)}
    assert wanted <= set(planted[1].planted.values())
    assert len(wanted) > 300


def test_no_canary_and_nobody_is_left_anywhere(planted: tuple[Any, Planter, Path, str]) -> None:
    loading, planter, temporary, said = planted
    files = [path for folder in (loading.root, temporary) for path in sorted(folder.rglob("*")) if path.is_file()]
    places = {str(path): path.read_bytes() for path in files}
    places |= {"outcomes": said.encode(), **_archived(loading.root), **_warehoused(loading.root)}
    assert sum(map(len, places.values())) > 1_000_000
    found = {
        (planter.planted.get(word.decode()), place) for place, text in places.items() for word in CANARY.findall(text)
    }
    assert not {one for one in found if one[0]}
    assert not [
        (word, place) for word in (*PEOPLE, COMMENTER) for place, text in places.items() if word.encode() in text
    ]


def _archived(root: Path) -> dict[str, bytes]:
    found = sorted((root / "archive").rglob("*.parquet"))
    return {f"cells of {path}": str(pl.read_parquet(path).rows()).encode() for path in found}


def _warehoused(root: Path) -> dict[str, bytes]:
    """Every row of every table as text: what is compressed in the file is found here."""
    with closing(open_reader(root)) as reader:
        tables = reader.query("select schema_name, table_name from duckdb_tables() where database_name = 'wh'").rows()
        rows = {
            (schema, table): reader.query(f'select * from wh."{schema}"."{table}"').rows() for schema, table in tables
        }
    return {f"rows of {'.'.join(name)}": str(found).encode() for name, found in rows.items()}


def test_a_column_that_nobody_knows_is_judged_by_its_name() -> None:
    match = recognise([["product_id", "captured_at", "available", *UNKNOWN]], "")
    assert match is not None
    assert {normalise(name) for name in UNKNOWN} <= set(match.unknown) | match.personal
