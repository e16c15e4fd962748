"""`kol plan` as a planner uses it: files in, a set or one clear refusal out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app

GOOD = "kol_id,price,value,tier,group,must,never\na,100.00,10,waist,x;y,,\nb,100,10,waist,y,,\nc,90.00,10.5,head,,,\n"


def run(tmp_path: Path, csv: str, *more: str, budget: str = "200") -> tuple[int, str, str]:
    path = tmp_path / "candidates.csv"
    path.write_text(csv, encoding="utf-8")
    done = CliRunner().invoke(app, ["plan", "--candidates", str(path), "--budget", budget, "--json", *more])
    return done.exit_code, done.stdout, done.stderr


def test_plan_prints_the_best_set(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, GOOD)
    assert code == 0
    assert json.loads(out) == {"chosen": ["a", "c"], "cost": "190.00", "value": 20.5, "bound": 20.5, "gap": 0.0} or (
        json.loads(out)["chosen"] == ["b", "c"]
    )


def test_limits_are_honoured_and_clashes_named(tmp_path: Path) -> None:
    limits = tmp_path / "limits.json"
    limits.write_text('{"tier":{"waist":{"min":3}}}', encoding="utf-8")
    code, out, err = run(tmp_path, GOOD, "--limits", str(limits))
    assert code == 1
    assert out == ""
    assert "at least 3 of tier waist" in err


@pytest.mark.parametrize(
    ("csv", "names"),
    [
        ("kol_id,price\na,1\n", "missing ['value']"),
        ("kol_id,price,value\na,1.005,1\n", "row 2, column price"),
        ("kol_id,price,value\na,-1,1\n", "row 2, column price"),
        ("kol_id,price,value\na,1,nan\n", "row 2, column value"),
        ("kol_id,price,value\na,1,1\na,2,2\n", "stands twice"),
        ("kol_id,price,value,must\na,1,1,yes\n", "row 2, column must"),
        ("kol_id,price,value\na,1\n", "row 2"),
    ],
)
def test_bad_input_names_its_place(tmp_path: Path, csv: str, names: str) -> None:
    code, out, err = run(tmp_path, csv)
    assert code == 1
    assert out == ""
    assert names in err


@pytest.mark.parametrize("budget", ["abc", "1.005", "-5"])
def test_a_bad_budget_is_refused(tmp_path: Path, budget: str) -> None:
    code, _, err = run(tmp_path, GOOD, budget=budget) if budget != "-5" else run(tmp_path, GOOD, budget="-5")
    assert code in (1, 2)
    assert "budget" in err.lower()


def test_other_budgets_and_replacements_come_beside_the_plan(tmp_path: Path) -> None:
    csv = "kol_id,price,value\nlin,60,90\nmei,40,50\nzoe,40,40\nann,10,5\n"
    code, out, _ = run(tmp_path, csv, "--frontier", "--replacements", budget="100")
    told = json.loads(out)
    assert code == 0
    assert told["chosen"] == ["lin", "mei"]
    points = [(point["budget"], point["value"]) for point in told["frontier"]]
    assert points[0] == ("10.00", 5.0)
    assert points[9] == ("100.00", 140.0)
    assert points[-1] == ("150.00", 185.0)
    assert told["replacements"] == [
        {"without": "lin", "incoming": ["ann", "zoe"], "outgoing": [], "lost": 45.0},
        {"without": "mei", "incoming": ["zoe"], "outgoing": [], "lost": 10.0},
    ]


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ('{"tier":{"waist":{"min":3,"max":2}}}', "min 3 is above max 2"),
        ('{"tier":{"waist":{"most":2}}}', "expected min and max"),
        ('{"tier":{"waist":{"min":true}}}', "whole numbers"),
        ('{"tier":{"waist":{"min":1},"waist":{"min":0}}}', "waist stands twice"),
        ('{"city":{"x":{"min":1}}}', "expected an object with some of tier, agency, category"),
        ("{", "line 1"),
    ],
)
def test_limits_that_say_nothing_clear_are_refused(tmp_path: Path, limits: str, names: str) -> None:
    path = tmp_path / "limits.json"
    path.write_text(limits, encoding="utf-8")
    code, out, err = run(tmp_path, GOOD, "--limits", str(path))
    assert code == 1
    assert out == ""
    assert names in err


def test_every_sentence_about_must_never_and_groups_holds_at_once(tmp_path: Path) -> None:
    """Of `x` and of `y` at most one: b stands in both, so either b or a and c; d is never, e is a must."""
    rows = ["a,10,10,x,,", "b,10,19,x;y,,", "c,10,10,y,,", "d,1,99,,,1", "e,10,-1,,1,"]
    code, out, _ = run(tmp_path, "kol_id,price,value,group,must,never\n" + "\n".join(rows) + "\n")
    assert code == 0
    assert json.loads(out) == {"chosen": ["a", "c", "e"], "cost": "30.00", "value": 19.0, "bound": 19.0, "gap": 0.0}


def test_equal_values_go_to_the_cheaper_set_also_under_quotas(tmp_path: Path) -> None:
    limits = tmp_path / "limits.json"
    limits.write_text('{"tier":{"*":{"max":1}}}', encoding="utf-8")
    csv = "kol_id,price,value,tier\na,50,10,waist\nb,40,10,waist\nc,30,5,head\nd,29.99,5,head\n"
    for more in ((), ("--limits", str(limits))):
        code, out, _ = run(tmp_path, csv, *more, budget="75")
        assert code == 0
        assert (json.loads(out)["chosen"], json.loads(out)["cost"]) == (["b", "d"], "69.99")
