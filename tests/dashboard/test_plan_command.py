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
