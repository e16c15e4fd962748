"""The list of stable codes: what each says was expected, or came, and what to do. Scripts may rely on them.

Read out of the source itself, where a code stands beside its words, so that none is left out and none lives on after
its rule is gone. `python -m ingest.error_guide` writes docs/errors.md.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

GUIDE = Path("docs") / "errors.md"
SOURCES = Path(__file__).resolve().parent
_CODE = re.compile(r"E-[A-Z]+(-[A-Z]+)*\Z")
_MAKERS = {"unreadable": "E-FILE-UNREADABLE", "unknown": "E-FILE-UNKNOWN", "over_limit": "E-FILE-LIMIT"}
"""Functions of ingest.refusal that put the code in front of their words."""

_OF_FILES = ("E-FILE", "E-SHEET", "E-DISK", "E-FIX")
_OPENING = """# Codes of refusals

Written by `python -m ingest.error_guide`; do not edit.

Every refusal carries a code that does not change, and an address: a file (`kol load`, exit code 1), or file, sheet, row
as your editor shows it, and column (`kol rejects`, the Data page). `…` stands for what only the file can tell.

## Files and sheets

Nothing of such a file or sheet was loaded; the others of the same call were.

| code | what came | what to do |
| --- | --- | --- |
"""
_ROWS = """
## Rows

The row was left out, its file was loaded: rows read = loaded + unchanged + superseded + rejected.

| code | what was expected | what to do |
| --- | --- | --- |
"""

Words = tuple[str, str]


def guide() -> str:
    """The text of docs/errors.md."""
    found = codes()
    of_files = [code for code in found if code.startswith(_OF_FILES)]
    lines = [_lines(code, found[code]) for code in of_files]
    rows = [_lines(code, found[code]) for code in found if code not in of_files]
    return _OPENING + "".join(lines) + _ROWS + "".join(rows)


def codes() -> dict[str, list[Words]]:
    """Every code of the source with what came or was expected, and the remedy."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        if path != Path(__file__).resolve():
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for code, (came, remedy) in _stated(node):
                    if _CODE.match(code):
                        found.setdefault(code, {}).setdefault(came, remedy)
    return {code: _meanings(found[code]) for code in sorted(found)}


def _meanings(remedies: dict[str, str]) -> list[Words]:
    """Words that come from elsewhere are `…`; a remedy that is stated once holds for all meanings without one."""
    usual = remedies.get("", "")
    named = [(came, remedy or usual or "…") for came, remedy in remedies.items() if came]
    return named or [("…", usual or "…")]


def _lines(code: str, meanings: list[Words]) -> str:
    names = [f"`{code}`", *[""] * (len(meanings) - 1)]
    return "".join(f"| {name} | {came} | {remedy} |\n" for name, (came, remedy) in zip(names, meanings, strict=True))


def _stated(node: ast.AST) -> Iterator[tuple[str, Words]]:
    """The codes that stand in one place of the source: in a table of codes, as a constant, or in a call."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from ((_text(key), _words(value.elts)) for key, value in pairs if isinstance(value, ast.Tuple))
    elif isinstance(node, ast.Tuple):
        yield from _of(node.elts)
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "id", "")
        yield from _of(node.args[1:] if name == "Skipped" else node.args)
        yield from ((_text(one.value), ("", "")) for one in node.keywords if one.arg == "code")
        if name in _MAKERS:
            yield _MAKERS[name], _words(node.args)


def _of(given: list[ast.expr]) -> list[tuple[str, Words]]:
    return [(_text(given[0]), _words(given[1:]))] if given else []


def _words(given: list[ast.expr]) -> Words:
    came, remedy = ([_text(one) for one in given] + ["", ""])[:2]
    return came, remedy


def _text(node: ast.expr | None) -> str:
    """The text of a literal, with … for what is put into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("|", "\\|")
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""


if __name__ == "__main__":
    GUIDE.write_text(guide(), encoding="utf-8")
