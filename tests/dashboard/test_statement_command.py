"""`kol statement` on a small world, from the month's lines to the printed file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import ledger_verify, statement_archive
from campaigns.store import open_store
from campaigns.warehouse import open_reader
from dashboard import reading
from dashboard.cli import app

MONTH = "2026-08"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Statements of August are made by whoever runs this, of the planted world's orders."""
    spec = spec_from_file_location("planted_for_statements", Path(__file__).with_name("planted_world.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["planted_for_statements"] = module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path_factory.mktemp("statements")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KOL_DATABASE_URL", raising=False)
        patch.setenv("LOGNAME", "lin")
        module.make_world(root)
        answer(root, "close", "2026-07", "--carry-forward", "--json")
        answer(root, "make", MONTH, "--json")
        yield root


def run(root: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["statement", *words, "--root", str(root)])
    return done.exit_code, done.stdout, done.stderr


def answer(root: Path, *words: str) -> Any:
    code, out, err = run(root, *words)
    assert (code, err) == (0, "")
    return json.loads(out)


def _kol(root: Path, number: int = 0) -> dict[str, Any]:
    found = [one for one in answer(root, "list", "--period", MONTH, "--json") if one["party"].startswith("kol/")]
    return found[number]


def test_a_statement_is_its_commission_lines_and_its_postings(world: Path) -> None:
    with closing(open_store(world)) as store, closing(open_reader(world)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        due = reader.query(
            "select 'kol/' || kol_id as party, cast(sum(amount_fen) as bigint) as fen from commission_lines "
            "where part = 'kol' and period = $1 group by kol_id",
            (MONTH,),
        )
        assert ledger_verify.verify(store) == []
    stated = {one["party"]: one for one in answer(world, "list", "--period", MONTH, "--json")}
    for party, fen in due.iter_rows():
        row = stated[party]
        lines = statement_archive.read(world, row["lines_hash"])
        assert row["accrued_fen"] + row["clawback_fen"] == fen == int(lines["amount_fen"].sum())
        assert lines.filter(pl.col("base_name").is_not_null())["rate_ppm"].null_count() == 0
        assert row["pending_fen"] == fen - int(lines.filter(~pl.col("is_pending"))["amount_fen"].sum())
    assert due.height == 5


def test_a_statement_goes_its_way_between_two_people(
    world: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    party = _kol(world)["party"]
    assert run(world, "submit", MONTH, "--party", party)[0] == 0
    code, _, err = run(world, "approve", MONTH, "--party", party)
    assert (code, "somebody else has to approve" in err) == (1, True)
    monkeypatch.setenv("LOGNAME", "bo")
    assert run(world, "return", MONTH, "--party", party, "--reason", "look again")[0] == 0
    monkeypatch.setenv("LOGNAME", "lin")
    assert run(world, "submit", MONTH, "--party", party)[0] == 0
    monkeypatch.setenv("LOGNAME", "bo")
    assert run(world, "approve", MONTH, "--party", party)[0] == 0
    row = _kol(world)
    assert (row["state"], row["remark"], row["due_fen"] > 200) == ("approved", "", True)
    code, _, err = run(world, "pay", MONTH, "--party", party, "--amount", "1,00", "--reference", "b1")
    assert (code, "E-MONEY" in err) == (1, True)
    assert "left to pay" in run(world, "pay", MONTH, "--party", party, "--amount", "1.00", "--reference", "b1")[1]
    back = ("--party", party, "--number", "1", "--reason", "typed twice")
    assert "approved" in run(world, "reverse-payment", MONTH, *back)[1]
    assert answer(world, "pay", MONTH, "--party", party, "--reference", "b2", "--json")["state"] == "paid"
    assert answer(world, "close", MONTH, "--json")["closed"] == [row["id"]]
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for place in (first, second):
        assert run(world, "print", MONTH, "--party", party, "--out", str(place))[0] == 0
    assert first.read_bytes() == second.read_bytes()


def test_the_minimum_payout_is_set_by_kind_of_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    assert answer(tmp_path, "minimum", "kol", "100.00", "--json")["value"] == 10_000
    assert "paid from 50 on" in run(tmp_path, "minimum", "kol", "50")[1]
    assert "E-MONEY" in run(tmp_path, "minimum", "kol", "1,5")[2]


def test_what_is_not_there_is_told_in_one_line(world: Path) -> None:
    assert run(world, "print", MONTH, "--party", "kol/nobody")[::2] == (
        1, f"There is no statement of kol/nobody for {MONTH} in CNY.\n"
    )  # fmt: skip
    assert run(world, "approve", "2026-07")[::2] == (1, "There is no statement to be approved in 2026-07.\n")
    assert "a month such as 2026-05" in run(world, "list", "--period", "May")[2]
    assert "party" in run(world, "list")[1]


def test_the_page_moves_a_statement_once_and_lets_nobody_approve_their_own(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOL_ROOT", str(world))
    draft = next(one for one in answer(world, "list", "--period", MONTH, "--json") if one["state"] == "draft")
    page = AppTest.from_file(str(Path(__file__).resolve().parents[2] / "dashboard" / "app.py"), default_timeout=60)
    page.query_params.update({"lang": "en"})
    page.run()
    page.query_params.update({"month": MONTH, "statement": str(draft["id"])})
    page.switch_page("views/statements.py").run()
    assert not page.exception
    assert [button.label for button in page.button][:1] == ["Submit"]
    page.button[0].click().run()
    assert _state(world, draft["id"]) == ("submitted", draft["version"] + 1)
    approve = next(button for button in page.button if button.label == "Approve")
    approve.click().run()
    assert "somebody else has to approve it" in " ".join(one.proto.body for one in page.get("html"))
    assert _state(world, draft["id"]) == ("submitted", draft["version"] + 1)
    reading.release()


def _state(root: Path, number: int) -> tuple[str, int]:
    found = answer(root, "list", "--json")
    return next((one["state"], one["version"]) for one in found if one["id"] == number)
