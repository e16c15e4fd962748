"""The house style, as far as a machine can see it. docs/style.md says why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("campaigns", "ingest", "dashboard")
PRODUCT = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
MODELS = sorted((ROOT / "campaigns" / "models").rglob("*.sql"))
VAGUE_FILES = {"utils", "helpers", "common", "core", "manager", "misc"}
FOREIGN_WORDS = re.compile(r"\b(influencer|influencers|deal_id|earnings)\b", re.IGNORECASE)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _mentions_fen(node: ast.AST) -> bool:
    names = (getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node))
    return any(str(name).endswith("_fen") for name in names)


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_a_module_has_one_noun_a_docstring_and_one_sitting_of_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.stem not in VAGUE_FILES, "name the file after its noun"
    assert text.count("\n") <= 400, "two rooms in one file: split it"
    if path.name != "__init__.py":
        assert ast.get_docstring(_tree(path)), "say in a docstring what question this file answers"


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_functions_are_short(path: Path) -> None:
    long = [f"{f.name} ({(f.end_lineno or 0) - f.lineno + 1} lines)" for f in _functions(path)]
    assert not [f for f, n in zip(long, _functions(path), strict=True) if (n.end_lineno or 0) - n.lineno >= 60], long


@pytest.mark.parametrize("path", PRODUCT, ids=_name)
def test_no_exception_is_swallowed(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ExceptHandler):
            only_pass = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
            assert not only_pass, f"line {node.lineno}: an except that does nothing"
            assert node.type is not None, f"line {node.lineno}: a bare except"


@pytest.mark.parametrize("path", [p for p in PRODUCT if p.name != "money.py"], ids=_name)
def test_money_is_rounded_in_money_alone(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        floors = isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv | ast.Div)
        rounds = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "round"
        if floors or rounds:
            assert not _mentions_fen(node), f"line {node.lineno}: divide money through campaigns.money"


@pytest.mark.parametrize("path", [p for p in PRODUCT if _name(p) != "campaigns/store.py"], ids=_name)
def test_only_the_store_opens_a_session(path: Path) -> None:
    opened = [
        node.lineno
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Session"
    ]
    assert not opened, f"lines {opened}: only campaigns/store.py opens a Session"


@pytest.mark.parametrize("path", sorted((ROOT / "dashboard" / "views").glob("*.py")), ids=_name)
def test_a_view_reads_like_a_newspaper(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 80, "a view is a table of contents: move the working parts out"
    assert not re.search(r"\bselect\b.+\bfrom\b", text, re.IGNORECASE | re.DOTALL), "SQL lives in files"
    divisions = [n.lineno for n in ast.walk(_tree(path)) if isinstance(n, ast.BinOp) and _mentions_fen(n)]
    assert not divisions, f"lines {divisions}: no arithmetic on money in a view"


def test_views_do_not_live_in_pages() -> None:
    assert not (ROOT / "dashboard" / "pages").exists(), "streamlit would serve dashboard/pages on its own"


@pytest.mark.parametrize("path", MODELS, ids=_name)
def test_models_round_money_by_macro_and_list_their_columns(path: Path) -> None:
    sql = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    if path.name != "macros.sql":
        assert "//" not in sql, "integer division of DuckDB differs from Python's on negatives: use round_half_up"
        assert not re.search(r"\bround\s*\([^)]*_fen", sql), "round money with round_half_up"
    assert not re.search(r"\bgroup\s+by\s+(all|\d)", sql, re.IGNORECASE), "group by names"


@pytest.mark.parametrize("path", [*PRODUCT, *MODELS], ids=_name)
def test_words_come_from_the_glossary(path: Path) -> None:
    found = FOREIGN_WORDS.findall(path.read_text(encoding="utf-8"))
    assert not found, f"{sorted(set(found))}: docs/glossary.md has the word for it"


def test_fact_columns_carry_their_unit() -> None:
    schema = (ROOT / "campaigns" / "models" / "schema.sql").read_text(encoding="utf-8")
    assert not re.search(r"\b(amount|rate|price)\s+(bigint|double|decimal)", schema), "unit last: _fen, _ppm, _share"


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_every_test_can_fail(path: Path) -> None:
    for function in _functions(path):
        if not function.name.startswith("test_"):
            continue
        calls = {
            getattr(n.func, "attr", getattr(n.func, "id", "")) for n in ast.walk(function) if isinstance(n, ast.Call)
        }
        asserts = any(isinstance(node, ast.Assert) for node in ast.walk(function))
        delegates = any(name.startswith(("assert_", "expect", "run_state_machine")) for name in calls)
        assert asserts or delegates or "raises" in calls, f"{function.name} asserts nothing"


@pytest.mark.parametrize("name", [".ci/run", "Makefile"])
def test_no_check_ends_in_a_shrug(name: str) -> None:
    assert "|| true" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_versions_and_name_no_host(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and line[0].isalpha()]
    assert lines
    assert all("==" in line for line in lines)
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")
