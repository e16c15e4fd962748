"""`kol ledger` and `kol export` as finance uses them: one clear answer or one clear refusal."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from campaigns import actions
from campaigns.actions import Actor
from campaigns.ledger import AccrualLine, Posting
from campaigns.records import Terms
from campaigns.store import Store, open_store
from campaigns.warehouse import open_reader
from dashboard.cli import app

LIN = Actor("lin")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    monkeypatch.setattr("campaigns.actions.ledger.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))
    return tmp_path


@pytest.fixture
def books(root: Path) -> Iterator[Store]:
    """Two lines of May, the first paid in June."""
    store = open_store(root)
    lines = [
        AccrualLine("l1", "kol", "sale", "kol/k1", "CNY", 123_456, date(2026, 5, 3)),
        AccrualLine("l2", "platform_fee", "sale", "platform/[x]", "CNY", 1500, date(2026, 5, 4)),
    ]
    actions.post_accruals(store, LIN, "1", "2026-05", lines)
    paid = (Posting("payable", "CNY", 123_456, "kol/k1"), Posting("cash", "CNY", -123_456))
    actions.post_entry(
        store, LIN, "2", event_kind="payment", external_id="p-1", business_date=date(2026, 6, 9), description="Paid",
        postings=paid,
    )  # fmt: skip
    yield store
    store.close()


def run(root: Path, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*words, "--root", str(root)])
    return done.exit_code, done.stdout, done.stderr


def answer(root: Path, *words: str) -> Any:
    code, out, err = run(root, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_list_says_what_is_posted(root: Path, books: Store) -> None:
    entries = answer(root, "ledger", "list")
    assert [(one["id"], one["event_kind"], one["business_date"]) for one in entries] == [
        (1, "accrual", "2026-05-03"), (2, "accrual", "2026-05-04"), (3, "payment", "2026-06-09"),
    ]  # fmt: skip
    assert entries[0]["postings"][1] == {
        "account": "payable", "currency": "CNY", "amount_fen": -123_456, "party": "kol/k1", "collaboration_id": None,
        "line_id": "l1",
    }  # fmt: skip
    code, out, _ = run(root, "ledger", "list")
    assert code == 0
    assert "-1,234.56 CNY" in out
    assert "payable platform/[x]" in out


def test_list_of_a_month_or_a_party(root: Path, books: Store) -> None:
    assert [one["id"] for one in answer(root, "ledger", "list", "--period", "2026-05")] == [1, 2]
    assert [one["id"] for one in answer(root, "ledger", "list", "--party", "kol/k1")] == [1, 3]
    assert answer(root, "ledger", "list", "--party", "kol/k1", "--period", "2026-07") == []


def test_balances_open_move_and_close(root: Path, books: Store) -> None:
    found = answer(root, "ledger", "balances", "--since", "2026-06", "--through", "2026-06")
    due = next(one for one in found["balances"] if one["party"] == "kol/k1")
    assert [due[f"{name}_fen"] for name in ("opening", "debit", "credit", "closing")] == [-123_456, 123_456, 0, 0]
    assert sum(one["closing_fen"] for one in found["balances"]) == 0
    assert found["head"]["entries"] == 3
    code, out, _ = run(root, "ledger", "balances", "--through", "2026-05")
    assert code == 0
    assert "-1,234.56" in out
    assert found["head"]["hash"] in out


def test_an_empty_ledger_answers_too(root: Path) -> None:
    assert answer(root, "ledger", "list") == []
    assert answer(root, "ledger", "balances")["balances"] == []
    assert answer(root, "ledger", "verify") == {"entries": 0, "hash": "0" * 64, "findings": []}


@pytest.mark.parametrize("words", [("list", "--period", "May"), ("balances", "--since", "2026-13")])
def test_a_month_that_is_none_is_refused(root: Path, words: tuple[str, ...]) -> None:
    code, _, err = run(root, "ledger", *words)
    assert code == 1
    assert "expected a month such as 2026-05" in err


def test_verify_prints_the_head_and_knows_a_printed_one(root: Path, books: Store) -> None:
    code, out, err = run(root, "ledger", "verify")
    head = answer(root, "ledger", "verify")["hash"]
    assert (code, err) == (0, "")
    assert out == f"3 entries hold. Head {head}\n"
    assert run(root, "ledger", "verify", "--head", head)[0] == 0
    code, _, err = run(root, "ledger", "verify", "--head", "ab" * 32)
    assert code == 1
    assert "No entry has the printed head" in err


def test_one_fen_edited_behind_the_back_fails_verify_and_export(root: Path, books: Store, tmp_path: Path) -> None:
    books.close()
    with sqlite3.connect(root / "campaigns.db") as connection:
        connection.execute("drop trigger ledger_posting_keeps")
        connection.execute(
            "update ledger_posting set amount_fen = amount_fen + 1 where entry_id = 2 and posting_no = 1"
        )
    connection.close()
    code, out, err = run(root, "ledger", "verify", "--json")
    assert code == 1
    assert [one["entry"] for one in json.loads(out)["findings"]] == [2, 2]
    assert "E-LEDGER  Entry 2 does not balance: 1 fen CNY." in err
    out_file = tmp_path / "out.beancount"
    code, _, err = run(root, "export", "--ledger", "beancount", "--out", str(out_file))
    assert code == 1
    assert "The ledger is damaged" in err
    assert not out_file.exists()


def test_the_export_passes_bean_check(root: Path, books: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.beancount"
    told = answer(root, "export", "--ledger", "beancount", "--out", str(path))
    assert (told["entries"], told["out"]) == (3, str(path))
    assert path.read_text(encoding="utf-8").startswith(f"; ledger head {told['head']}\n")
    judge = shutil.which("bean-check", path=str(Path(sys.executable).parent))
    assert judge is not None, "install requirements-dev.lock"
    assert subprocess.run([judge, "--no-cache", str(path)], check=False).returncode == 0
    wrong = path.read_text(encoding="utf-8").replace("15.00 CNY", "15.01 CNY", 1)
    path.write_text(wrong, encoding="utf-8")
    assert subprocess.run([judge, "--no-cache", str(path)], check=False, capture_output=True).returncode == 1


def test_an_export_that_cannot_be_written_leaves_nothing(root: Path, books: Store, tmp_path: Path) -> None:
    code, _, err = run(root, "export", "--ledger", "beancount", "--out", str(tmp_path / "absent" / "out.beancount"))
    assert code == 1
    assert "cannot be written" in err
    assert run(root, "export", "--ledger", "quicken", "--out", "x")[0] == 2


def test_accrue_posts_what_the_facts_say_once(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every commission line of the month, to the fen, for the party that it is due to."""
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    root = Path(shutil.copytree(world, tmp_path / "world", symlinks=True))
    with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        due = reader.query(
            "select period, part, sum(amount_fen)::bigint as fen, count(*) filter (amount_fen <> 0) as lines "
            "from commission_lines group by period, part order by period, part"
        ).rows()
    assert due
    period = due[0][0]
    told = answer(root, "ledger", "accrue", period)
    assert told["entries"] == sum(lines for month, _, _, lines in due if month == period)
    costs = {"platform_fee": ["platform_fee"], "third_party": ["third_party"], "kol": ["kol_commission", "fixed_fee"]}
    found = answer(root, "ledger", "balances")["balances"]
    for month, part, fen, _ in due:
        if month == period:
            assert sum(one["closing_fen"] for one in found if one["account"] in costs[part]) == fen
    assert answer(root, "ledger", "accrue", period)["entries"] == 0
    assert answer(root, "ledger", "verify")["findings"] == []


def test_a_month_with_a_cap_is_accrued_as_capped(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    root = Path(shutil.copytree(world, tmp_path / "world", symlinks=True))
    with closing(open_store(root)) as store, store.transaction() as session:
        for terms in session.exec(select(Terms).where(Terms.part == "kol")):
            terms.cap_fen = 100
            session.add(terms)
    with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        sold = reader.query(
            "select period, terms_id, sum(amount_fen)::bigint as fen from commission_lines "
            "where part = 'kol' and kind <> 'fixed_fee' and period = of_period group by all order by 1, 2"
        ).rows()
    assert sold
    assert all(fen <= 100 for _, _, fen in sold)
    assert any(fen == 100 for _, _, fen in sold)
    period = sold[0][0]
    answer(root, "ledger", "accrue", period)
    found = answer(root, "ledger", "balances")["balances"]
    commission = sum(one["closing_fen"] for one in found if one["account"] == "kol_commission")
    assert commission == sum(fen for month, _, fen in sold if month == period)


def test_two_people_lock_a_month(root: Path, books: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.commands.ledger._user", lambda: "lin")
    assert answer(root, "ledger", "lock", "2026-05")["requested_by"] == "lin"
    code, _, err = run(root, "ledger", "approve-lock", "2026-05")
    assert code == 1
    assert "somebody else has to approve it" in err
    monkeypatch.setattr("dashboard.commands.ledger._user", lambda: "bo")
    code, out, _ = run(root, "ledger", "approve-lock", "2026-05")
    assert code == 0
    assert out.startswith("2026-05 is locked at entry 3. Head ")
