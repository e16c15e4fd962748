"""The words of the dashboard: both languages for each, none in the code, none left over."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from campaigns.metrics import METRICS, Metric
from dashboard import queries, tables
from dashboard.words import LANGS, WORDS, say

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
SHOWN = [DASHBOARD / "app.py", *sorted((DASHBOARD / "views").glob("*.py"))]
SPEAKING = sorted({*DASHBOARD.glob("*.py"), *(DASHBOARD / "views").glob("*.py")})
CHINESE = re.compile(r"[一-鿿]")
MADE_AT_RUN_TIME = (
    "audit.",
    "people.role.",
    "people.state.",
    "state.",
    "part.",
    "parts.",
    "share.",
    "plans.",
    "pipeline.due.",
    "pipeline.look.",
    "conflict.",
    "form.stale.",
    "form.cells.",
    "kind.",
    "column.",
    "fact.",
    "fact_field.",
    "mapping.format.",
    "lineage.",
    "method.",
    "tier.",
    "label.",
    "step.",
    "waterfall.",
    "metric.",
    "meaning.",
    "attention.",
    "page.",
    "dimension.",
    "cover.",
    "empty.step_",
    "upload.",
    "upload.step.",
    "data.unchanged",
    "data.superseded",
    "against.",
    "finding.",
    "task.",
    "compare.",
    "plan.aim.",
    "plan.figure.",
    "plan.price.",
    "plan.rule.",
    "plan.source.",
    "plan.split.",
    "finding_of.",
    "statement.state.",
    "statement.section.",
    "statement.kind.",
    "statement.part.",
    "statement.base.",
    "statement.evidence.",
    "statement.column.",
    "statement.figure.",
    "statement.party.",
    "statement.why.",
    "statement.payment.column.",
    "statement.said.",
    "statement.do.",
    "statement.working.",
    "draft.state.",
    "draft.title_",
    "draft.part.",
    "draft.approved_said",
    "draft.returned_said",
    "field.",
    "done.",
    "do.",
    "decision.",
    "strength.",
    "reason.",
    "notes.paid",
    "notes.earned",
    "notes.own",
    "notes.reads",
    "notes.engagement",
    "sample.state.",
    "sample.trouble.",
    "sample.column.",
    "samples.show.",
    "courier.",
    "stock.",
    "sellout.around",
    "sellout.whole",
    "role.",
    "break.",
    "break_part.",
    "break_state.",
    "cause.",
    "base.",
    "charged.",
    "reconcile.do.",
    "reconcile.done.",
    "reconcile.words.",
    "reconcile.download_",
    "cash.kind.",
    "cash.by.",
    "cash.of.",
    "cash.accrued_fen",
    "cash.unpaid_fen",
    "cash.paid_fen",
    "cash.overdue_fen",
    "terms.",
    "why.",
    "methods.",
    "credit_rule.",
    "match_on.",
    "credit.",
    "evidence.",
    "prepost.",
    "match.",
    "backtest.order.",
    "vet.",
)


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _constants(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_phrase_stands_in_both_languages_with_the_same_facts(key: str) -> None:
    phrase = WORDS[key]
    assert phrase.en.strip()
    assert phrase.zh.strip()
    assert _facts(phrase.en) == _facts(phrase.zh)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.name)
def test_a_view_holds_keys_and_no_text(path: Path) -> None:
    prose = [
        (line, text)
        for line, text in _constants(path)
        if CHINESE.search(text) or re.search(r"[A-Za-z]+ [A-Za-z]", text)
    ]
    assert not prose, f"{prose}: put the words into dashboard/phrases"


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.name)
def test_every_key_in_the_code_is_a_phrase(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "voice"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert [key for key in called if key not in WORDS] == []


def test_no_phrase_is_left_over() -> None:
    named = {text for path in SPEAKING for _, text in _constants(path)}
    unused = [key for key in WORDS if key not in named and not key.startswith(MADE_AT_RUN_TIME)]
    assert unused == []


def test_every_step_and_metric_has_a_name_and_every_term_a_meaning() -> None:
    wanted = {f"step.{step}" for step in queries.FUNNEL} | {
        f"waterfall.{step}" for step in (*queries.COSTS, "gmv", "contribution")
    }
    for path in (DASHBOARD / "views").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TERMS":
                wanted |= {f"{kind}.{term}" for term in ast.literal_eval(node.value) for kind in ("metric", "meaning")}
    assert sorted(wanted - set(WORDS)) == []
    assert {key.removeprefix("column.") for key in WORDS} >= tables.RATIOS


def test_an_unknown_key_is_refused() -> None:
    for lang in LANGS:
        with pytest.raises(KeyError, match=r"no\.such"):
            say(lang, "no.such")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_a_metric_is_called_what_the_dictionary_calls_it(metric: Metric) -> None:
    phrase = WORDS.get(f"metric.{metric.key}")
    if phrase is None or metric.key == "conversion":  # "Conversion" alone: the page says by whom it counts
        assert f"meaning.{metric.key}" not in WORDS or metric.key == "conversion"
    else:
        assert (phrase.en, phrase.zh) == (metric.name, metric.name_zh)
