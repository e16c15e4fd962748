"""How a header cell becomes a column name, whatever brackets, blanks and units the exporting program put around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_INVISIBLE = re.compile(r"[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BLANKS = re.compile(r"\s+")
_YUAN = re.compile(r"\((?:元|rmb|cny)\)")


def normalise(cell: str) -> str:
    """NFKC, no invisible characters, single blanks, case-folded, without the unit `(元)`.

    `（万）` stays: `粉丝数量（万）` is another column than `粉丝数量`.
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", cell).replace("\t", " "))
    return _BLANKS.sub(" ", _YUAN.sub("", text.casefold())).strip()


def flatten(groups: Sequence[str], labels: Sequence[str]) -> list[str]:
    """Two header rows as one: `group-label`.

    A group reaches to the right until the next one, but only over columns that have a label; a column whose name was
    merged over both rows keeps that name alone.
    """
    names: list[str] = []
    group = ""
    for above, label in zip(_padded(groups, len(labels)), labels, strict=True):
        if above and not label:
            group = ""
            names.append(above)
            continue
        group = above or group
        names.append(f"{group}-{label}" if group and label and group != label else label)
    return names


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Every column gets a name of its own: blank ones by position (`column_4`), repeated ones by count (`粉丝数#2`)."""
    taken: dict[str, None] = {}
    for position, name in enumerate(names, start=1):
        base = name or f"column_{position}"
        column, count = base, 1
        while column in taken:
            count += 1
            column = f"{base}#{count}"
        taken[column] = None
    return tuple(taken)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
