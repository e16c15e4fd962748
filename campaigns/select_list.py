"""What a model's SQL says about itself: the columns it puts out and the tables it reads.

Not a parser of SQL: enough of a reader for the house style, in which a model is one `select` after its CTEs, lists its
columns and names each of them by `as` or by the column's own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TEXT_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|--[^\n]*")
_CTE = re.compile(r"(?:\bwith(?:\s+recursive)?|,)\s+([a-z_][a-z0-9_]*)\s+as\s*\(", re.IGNORECASE)
_TABLE = re.compile(r"\b(?:from|join)\s+([a-z_][a-z0-9_.]*)\b(?!\s*\()", re.IGNORECASE)
_NAME = re.compile(r"([a-z_][a-z0-9_]*)\Z", re.IGNORECASE)


def bare(sql: str) -> str:
    """The statement without comments and with every text literal emptied."""
    return _TEXT_OR_COMMENT.sub(lambda found: "''" if found.group().startswith("'") else "", sql)


def output_columns(sql: str) -> tuple[str, ...]:
    """Names of the columns of the last chapter's first select. Raises ValueError for `*` or an unnamed expression."""
    text = _outer(bare(sql))
    found = re.search(r"\bselect\b(.*?)(?:\bfrom\b|\Z)", text, re.IGNORECASE | re.DOTALL)
    if not found:
        raise ValueError("expected one select after the CTEs, found none")
    return tuple(_column_name(item) for item in found.group(1).split(","))


def tables_read(sql: str) -> tuple[str, ...]:
    """Tables after `from` and `join`, sorted, without the statement's own CTEs and without table macros."""
    text = bare(sql)
    chapters = {name.lower() for name in _CTE.findall(text)}
    names = {name.lower() for name in _TABLE.findall(text)}
    return tuple(sorted(names - chapters))


def _outer(text: str) -> str:
    """The text outside every bracket, each bracket shrunk to `()`."""
    return "".join(_outside(text))


def _outside(text: str) -> Iterator[str]:
    depth = 0
    for character in text:
        if character == ")":
            depth -= 1
        if depth == 0:
            yield character
        if character == "(":
            depth += 1


def _column_name(item: str) -> str:
    shown = " ".join(item.split())
    if shown.endswith("*"):
        raise ValueError(f"expected listed columns, found `{shown}`")
    name = _NAME.search(shown)
    if not name or shown.lower().endswith(" end"):
        raise ValueError(f"expected a column with a name, found `{shown}`; add `as name`")
    return name.group(1)
