"""JSON as exporters and crawlers write it: an array, one object per line, or `{"data": […]}`. A source whose records
nest unfolds them into flat rows; otherwise nested values stay as compact JSON text. Numbers keep the text they were
written in. A row is its element's place, or its line; rows out of one record are numbered on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from ingest.contract import Match
from ingest.encoding import HEAD, Text, examine
from ingest.refusal import EMPTY, FileRefused, over_limit, unreadable
from ingest.sheet import MOST_COLUMNS, Fault, Found, Skipped, not_recognised, recognised, unused, without_blank_rows
from ingest.sources import SOURCES

RECORDS_PER_FRAME = 50_000
PROBED = 50
"""Among so many first records one must be of a source's own shape: some may be answers of the platform without data."""

ERROR_KEYS = {"code", "error", "err", "errcode", "error_code", "message", "msg", "success"}

Rows = Callable[[], Iterable[tuple[int, Any]]]
Unfold = Callable[[dict[str, Any]], list[dict[str, Any]] | None]


class _Number(float):
    """A float that remembers how it was written: `1.10` is not `1.1` in an id."""

    text: str


def read_json(path: Path) -> list[Found | Skipped]:
    """The one sheet of a JSON file."""
    text = examine(path)
    rows = _unfolded(partial(_lines, text)) if _is_lines(text) else _elements(text)
    names = _names(rows)
    if not names and not any(True for _ in rows()):
        raise FileRefused(*EMPTY)
    match = recognised([list(names)], "") if names else None
    if match is None:
        return [not_recognised([list(names)], "")]
    faults: list[Fault] = []
    return [unused(match, "") or Found("", match, partial(_frames, rows, names, match, faults), None, faults)]


def _frames(rows: Rows, names: dict[str, None], match: Match, faults: list[Fault]) -> Iterator[pl.DataFrame]:
    faults.clear()
    batch: list[list[str]] = []
    numbers: list[int] = []
    for number, row in rows():
        if isinstance(row, dict):
            batch.append(_cells(row, names))
            numbers.append(number)
        else:
            faults.append(Fault(number, "E-ROW-JSON", "not a record of this export"))
        if len(batch) == RECORDS_PER_FRAME:
            yield _frame(batch, numbers, match)
            batch, numbers = [], []
    if batch:
        yield _frame(batch, numbers, match)


def _frame(batch: list[list[str]], numbers: list[int], match: Match) -> pl.DataFrame:
    cells = dict(zip(match.columns, zip(*batch, strict=True), strict=True))
    frame = pl.DataFrame(cells, schema=dict.fromkeys(match.columns, pl.String()))
    return without_blank_rows(frame.with_columns(pl.Series("source_row", numbers, pl.Int64)))


def _names(rows: Rows) -> dict[str, None]:
    """All keys of all rows, in the order in which they first appear."""
    names: dict[str, None] = {}
    for _, row in rows():
        if isinstance(row, dict):
            names.update(dict.fromkeys(row))
            if len(names) > MOST_COLUMNS:
                raise over_limit(f"its records have more than {MOST_COLUMNS} different keys")
    return names


def _unfolded(rows: Rows) -> Rows:
    """Flat rows, where a source knows the shape of one of the first records."""
    records = islice((row for _, row in rows() if isinstance(row, dict)), PROBED)
    unfold = next(filter(None, map(_unfold_of, records)), None)
    return rows if unfold is None else partial(_unfold_each, rows, unfold)


def _unfold_of(record: dict[str, Any]) -> Unfold | None:
    unfolds = (source.unfold for source in SOURCES if source.unfold is not None)
    return next((unfold for unfold in unfolds if unfold(record) is not None), None)


def _unfold_each(rows: Rows, unfold: Unfold) -> Iterator[tuple[int, Any]]:
    number = 0
    for place, row in rows():
        found = unfold(row) if isinstance(row, dict) else None
        for one in [None] if found is None else found:
            number = max(number + 1, place)
            yield number, one


def _cells(row: dict[str, Any], names: dict[str, None]) -> list[str]:
    return [_cell(row.get(name)) for name in names]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, _Number):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def _is_lines(text: Text) -> bool:
    """Whether two of the first lines, or the very first of several, are an object each."""
    first = list(islice((line for line in text.physical_lines(HEAD) if line.strip()), 3))
    if len(first) < 2:
        return False
    objects = [isinstance(_parsed_or_none(line), dict) for line in first]
    return sum(objects) >= 2 or objects[0]


def _lines(text: Text) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.physical_lines(), 1):
        if line.strip():
            yield number, _parsed_or_none(line)


def _parsed_or_none(line: str) -> Any:
    try:
        return _parsed(line)
    except ValueError:
        return None


def _elements(text: Text) -> Rows:
    try:
        document = _parsed("".join(text.blocks()))
    except ValueError as error:
        raise unreadable(f"this is no JSON: {error}", "export it again") from error
    except MemoryError as error:
        raise over_limit("the JSON document is too big to be read at once") from error
    unfold = _unfold_of(document) if isinstance(document, dict) else None
    if unfold is not None:
        return partial(_unfold_each, partial(enumerate, [document], 1), unfold)
    return _unfolded(partial(enumerate, _rows_of(document), 1))


def _rows_of(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    has_failed = isinstance(document, dict) and document.get("success") is False
    data = document.get("data") if isinstance(document, dict) and not has_failed else None
    if isinstance(data, list):
        return data
    lists = [value for value in data.values() if isinstance(value, list)] if isinstance(data, dict) else []
    if len(lists) == 1:
        return list(lists[0])
    if isinstance(document, dict) and not (ERROR_KEYS & document.keys()):
        return [document]
    raise FileRefused(
        "E-FILE-ERROR-BODY",
        "this is an answer of the platform without data, such as an error message",
        "run the export or crawl again and load its result",
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_float=_number, parse_constant=str, object_pairs_hook=_object, strict=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _number(text: str) -> _Number:
    number = _Number(text)
    number.text = text
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("an object has the same key twice")
    return made
