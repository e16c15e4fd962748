"""What the pipeline may ask of the importers: which source is this sheet, and what facts are in its rows?

Beside the importers that come with kolbook stand the mappings that people saved; `learn` says which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from campaigns.errors import Refused
from ingest.headers import flatten, normalise, unique
from ingest.mapped import MappedHeader, fingerprint
from ingest.personal import is_personal
from ingest.sources import SOURCES
from ingest.sources.source import REJECT_COLUMNS, Context, Source, Typed

__all__ = [
    "REJECT_COLUMNS", "Context", "Match", "Source", "Typed", "closest", "learn", "mapping_of", "recognise",
    "source_of", "type_rows",
]  # fmt: skip

_REPEATED = re.compile(r"#\d+\Z")
"""What `unique` puts behind a name that stands twice: the second column of a personal name is personal too."""

HEADER_WITHIN = 20
"""A header stands within this many rows from the top, below banners."""

UNKNOWN = Source("unknown", "a sheet that is being looked at", (), frozenset(), lambda _frame, _context: ())
"""What a sheet is while a person decides what its columns mean."""

MARKS = ("kolbook file", "kolbook sheet", "kolbook row", "kolbook why")
"""The columns by which refused rows that come back mended are known."""

CORRECTIONS = Source("corrections", "refused rows, mended", (), frozenset(MARKS), lambda _frame, _context: ())


class _Learned:
    """The mappings of this process: of a load those that people saved, of a rebuild those of the archive. `header`
    guesses where the header of an unknown sheet stands, while people look at one."""

    by_header: dict[str, MappedHeader] = {}  # noqa: RUF012 - one for the process, replaced as a whole
    by_key: dict[str, MappedHeader] = {}  # noqa: RUF012
    header: Callable[[Sequence[Sequence[str]]], int | None] | None = None


def learn(
    mappings: Sequence[MappedHeader], header: Callable[[Sequence[Sequence[str]]], int | None] | None = None
) -> None:
    """Use these mappings from now on, in place of those before."""
    _Learned.by_header = {mapping.fingerprint: mapping for mapping in mappings}
    _Learned.by_key = {mapping.key: mapping for mapping in mappings}
    _Learned.header = header


def mapping_of(source_key: str) -> MappedHeader | None:
    """The mapping that makes the source of that key, if a mapping does."""
    return _Learned.by_key.get(source_key)


@dataclass(frozen=True)
class Match:
    """Where the header stands and what the columns are called.

    `header_row` and `data_row` count from 0 in the rows that were shown; `columns` has one unique normalised name per
    cell of the widest header row and `titles` the cells as the user sees them. Columns in `personal` must not be kept;
    columns in `buyers` hold buyer ids to be keyed. `unknown` columns are kept in the archive and used by nobody.
    """

    source_key: str
    header_row: int
    data_row: int
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    personal: frozenset[str]
    buyers: frozenset[str]
    unknown: tuple[str, ...]


def recognise(rows: Sequence[Sequence[str]], sheet: str) -> Match | None:
    """The mapping of exactly this header, else the source whose headers fit best within the first rows, or None; never
    by file name.

    Raises Refused when two sources fit equally well, naming both.
    """
    mapped = _marked(rows[:HEADER_WITHIN]) or _mapped(rows[:HEADER_WITHIN])
    if mapped is not None:
        return mapped
    headless = _headless(rows[0]) if rows else None
    if headless is not None:
        return headless
    found = [
        (source.score(frozenset(filter(None, names))), -header_row, source, header_row, data_row, names, titles)
        for header_row, data_row, names, titles, has_groups in _headers(rows[:HEADER_WITHIN])
        for source in SOURCES
        if source.has_groups or not has_groups
    ]
    fitting = [one for one in found if one[0] > 0]
    if not fitting:
        return _looked_at(rows[:HEADER_WITHIN])
    best = max(fitting, key=lambda one: one[:2])
    rivals = {one[2].title for one in fitting if one[0] == best[0]}
    if len(rivals) > 1 and _Learned.header:
        return _looked_at(rows[:HEADER_WITHIN])
    if len(rivals) > 1:
        raise Refused(
            f"Sheet {sheet!r} fits {' and '.join(sorted(rivals))} equally well. Keep the columns of one of them only."
        )
    return _match(best[2], best[3], best[4], best[5], best[6])


def _headless(first: Sequence[str]) -> Match | None:
    """The match of a sheet that begins with data: its rows are counted from the first."""
    cells = [cell or "" for cell in first]
    source = next((one for one in SOURCES if one.headless is not None and one.headless(cells)), None)
    return None if source is None else _match(source, -1, 0, list(source.order), list(source.order))


def closest(rows: Sequence[Sequence[str]]) -> str | None:
    """For a sheet that nothing recognises: which source it comes nearest to, and what it lacks."""
    best: tuple[float, str] | None = None
    for _, _, names, _, has_groups in _headers(rows[:HEADER_WITHIN]):
        for source in SOURCES:
            lacking = source.lacks(frozenset(filter(None, names)))
            share = 1 - len(lacking) / len(source.required)
            if (has_groups and not source.has_groups) or share < 0.5 or (best and share <= best[0]):
                continue
            what = f"lacks {', '.join(lacking)}" if lacking else "has too many columns that this version does not know"
            best = (share, f"nearest is {source.title}, but the sheet {what}")
    return best[1] if best else None


def source_of(source_key: str) -> Source:
    """The source of that key; raises KeyError for a key that this version does not know."""
    mapping = _Learned.by_key.get(source_key)
    if mapping is not None:
        return mapping.source()
    if source_key in {UNKNOWN.key, CORRECTIONS.key}:
        return UNKNOWN if source_key == UNKNOWN.key else CORRECTIONS
    return {source.key: source for source in SOURCES}[source_key]


def type_rows(source_key: str, frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    """Typed rows and rejects of a frame of text columns named as `Match.columns`, with source_row.

    Columns that already have the type of their fact (from Parquet) pass as they are. A frame of a source that
    `is_whole` must be the whole sheet. Blank rows are no rows; a totals row is rejected by name, never dropped.
    """
    return source_of(source_key).type_rows(frame, context)


def _marked(rows: Sequence[Sequence[str]]) -> Match | None:
    for place, row in enumerate(rows):
        names = [normalise(cell or "") for cell in row]
        if set(MARKS) <= set(names):
            return _match(CORRECTIONS, place, place + 1, names, list(row))
    return None


def _mapped(rows: Sequence[Sequence[str]]) -> Match | None:
    for place, row in enumerate(rows) if _Learned.by_header else ():
        names = [normalise(cell or "") for cell in row]
        mapping = _Learned.by_header.get(fingerprint(names))
        if mapping is not None:
            return _match(_discreet(mapping.source(), names), place, place + 1, names, list(row))
    return None


def _looked_at(rows: Sequence[Sequence[str]]) -> Match | None:
    place = _Learned.header(rows) if _Learned.header else None
    if place is None:
        return None
    names = [normalise(cell or "") for cell in rows[place]]
    return _match(_discreet(UNKNOWN, names), place, place + 1, names, list(rows[place]))


def _discreet(source: Source, names: Sequence[str]) -> Source:
    """The same, but columns that it does not ask for and that are of people are dropped."""
    return replace(source, personal=frozenset(name for name in names if name not in source.known and never_kept(name)))


def never_kept(name: str) -> bool:
    """Whether a column that no importer asks for speaks of people: by its name, or because another one drops it."""
    return is_personal(name) or any(name in source.personal for source in SOURCES)


def _headers(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, list[str], list[str], bool]]:
    clean = [[normalise(cell or "") for cell in row] for row in rows]
    for index, names in enumerate(clean):
        yield index, index + 1, names, list(rows[index]), False
        if index + 1 < len(rows) and len(set(names) - {""}) > 1:
            labels = [*clean[index + 1], *[""] * (len(names) - len(clean[index + 1]))]
            titles = flatten([cell or "" for cell in rows[index]], _padded(rows[index + 1], len(labels)))
            yield index, index + 2, flatten(names, labels), titles, True


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*[cell or "" for cell in row], *[""] * (width - len(row))]


def _match(source: Source, header_row: int, data_row: int, names: list[str], titles: list[str]) -> Match:
    columns = unique(names)
    return Match(
        source_key=source.key,
        header_row=header_row,
        data_row=data_row,
        columns=columns,
        titles=tuple(title or "" for title in titles),
        personal=frozenset(name for name in columns if _is_personal(source, name)),
        buyers=source.buyers & frozenset(columns),
        unknown=tuple(
            name for name in columns if name not in source.known | source.personal and not _is_known(source, name)
        ),
    )


def _is_personal(source: Source, name: str) -> bool:
    """Whether a column must not be kept: a personal name, also below a group, or a second time; a second column of
    buyers is nobody's to key."""
    base = _REPEATED.sub("", name)
    label = base.rpartition("-")[2] if source.has_groups else base
    return base in source.personal or label in source.personal or (base != name and base in source.buyers)


def _is_known(source: Source, name: str) -> bool:
    return source.label_of is not None and source.label_of(name) in source.known
