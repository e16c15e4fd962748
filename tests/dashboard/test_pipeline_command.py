"""`kol campaign` and `kol pipeline` as people and programs use them: done, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from campaigns import actions
from campaigns.actions import Actor
from campaigns.store import open_store
from dashboard.cli import app

MASK = "66aa000000000000000000a1"
NEW = ["--brand", "glow", "--name", "June", "--method", "mixed", "--since", "2027-06-01", "--last", "2027-06-30",
       "--budget", "120000"]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """One brand with a product, and an agency; no warehouse."""
    store = open_store(tmp_path)
    me = Actor("tests")
    actions.save_brand(store, me, "b", code="glow", name="Glow")
    actions.save_product(store, me, "p", product_id=MASK, brand_id=1, name="Mask", category="mask", cost_fen=900)
    actions.save_agency(store, me, "a", code="lin", name="Lin")
    store.close()
    return tmp_path


def kol(root: Path, *words: str, given: str | None = None, code: int = 0) -> Any:
    """The answer of a command as JSON; on a refusal what stands on standard error."""
    done = CliRunner().invoke(app, [*words, "--root", str(root), "--json"], input=given)
    assert done.exit_code == code, done.output
    return json.loads(done.stdout) if code == 0 else done.stderr


def test_a_campaign_is_planned_copied_and_put_away(root: Path) -> None:
    made = kol(
        root, "campaign", "create", "JUNE", *NEW, "--part", "ads=20000.00", "--part", "samples=500",
        "--product", f"{MASK}=https://example.com/mask", "--must-have", "清洁", "--due-days", "10",
    )  # fmt: skip
    assert (made["budget_fen"], made["budget_parts"]) == (12_000_000, {"ads": 2_000_000, "samples": 50_000})
    assert (made["before_date"], made["posting_due_days"]) == ("2027-07-01", 10)
    shown = kol(root, "campaign", "show", "JUNE")
    assert (shown["products"], shown["actual_fen"]) == ({MASK: "https://example.com/mask"}, None)
    assert kol(root, "campaign", "edit", "JUNE", "--name-zh", "六月")["version"] == 2
    copy = kol(root, "campaign", "duplicate", "JUNE", "JULY", "--since", "2027-07-01")
    assert (copy["before_date"], copy["budget_parts"]["ads"]) == ("2027-07-31", 2_000_000)
    kol(root, "campaign", "archive", "JUNE")
    assert [row["code"] for row in kol(root, "campaign", "list")] == ["JULY"]
    assert len(kol(root, "campaign", "list", "--archived")) == 2
    assert kol(root, "campaign", "archive", "JUNE", "--undo")["is_archived"] is False


def test_collaborations_are_imported_moved_quoted_and_listed(root: Path) -> None:
    kol(root, "campaign", "create", "JUNE", *NEW, "--product", MASK)
    sheet = "达人ID,昵称,机构,报价\nk1,一,lin,4200\nk2,二,,\n"
    assert kol(root, "pipeline", "import", "JUNE", "-", given=sheet)["collaboration_ids"] == [1, 2]
    assert kol(root, "pipeline", "move", "1", "2", "--to", "contacted")["versions"] == {"1": 2, "2": 2}
    kol(root, "pipeline", "arrange", "1", "--owner", "mei", "--next-step", "call", "--next-date", "2020-01-02")
    assert kol(root, "pipeline", "accept", "1")["quote_fen"] == 420_000
    kol(root, "pipeline", "quote", "2", "99.90", "--kind", "video")
    kol(root, "pipeline", "comment", "2", "档期紧")
    kol(root, "pipeline", "exclusive", "1", "--category", "mask", "--since", "2027-06-01", "--last", "2027-08-31")
    first, second = kol(root, "pipeline", "list", "--campaign", "JUNE")
    assert (first["id"], first["is_overdue"], first["owner"], first["agency"]) == (1, True, "mei", "lin")
    assert (second["id"], second["is_overdue"], second["state"]) == (2, False, "contacted")
    assert [row["id"] for row in kol(root, "pipeline", "list", "--overdue")] == [1]
    shown = kol(root, "pipeline", "show", "2")
    assert [step["to_state"] for step in shown["steps"]] == ["shortlisted", "contacted"]
    assert [quote["quote_fen"] for quote in shown["quotes"]] == [9_990]
    assert shown["comments"][0]["body"] == "档期紧"
    kol(root, "pipeline", "arrange", "1", "--next-date", "none")
    assert kol(root, "pipeline", "list", "--overdue") == []


@pytest.mark.parametrize(
    ("words", "given", "reason"),
    [
        (("campaign", "show", "NONE"), None, "There is no campaign NONE."),
        (("campaign", "create", "X", *NEW[:-1], "abc"), None, "an amount in yuan"),
        (("campaign", "create", "X", "--brand", "mist", *NEW[2:]), None, "There is no brand mist."),
        (("campaign", "edit", "JUNE", "--version", "7", "--name", "x"), None, "was changed by someone else"),
        (("campaign", "edit", "JUNE", "--part", "ads=130000"), None, "more than the budget"),
        (("campaign", "edit", "JUNE", "--last", "June"), None, "a date such as 2026-11-05"),
        (("pipeline", "move", "9", "--to", "contacted"), None, "There is no collaboration 9."),
        (("pipeline", "accept", "9"), None, "There is no quote 9."),
        (("pipeline", "import", "JUNE", "-"), "达人ID,昵称,报价\nk1,一,viel\nk1,二,1\n", "cell C2 (报价): 'viel'"),
        (("pipeline", "import", "JUNE", "-"), "达人ID,昵称\nk1,一\nk1,二\n", "cell A3 (达人ID): 'k1'"),
        (("pipeline", "import", "JUNE", "no-such-file"), None, "a file that can be read"),
    ],
)
def test_what_cannot_be_done_is_one_reason_on_standard_error(
    root: Path, words: tuple[str, ...], given: str | None, reason: str
) -> None:
    kol(root, "campaign", "create", "JUNE", *NEW)
    assert reason in kol(root, *words, given=given, code=1)
    assert kol(root, "pipeline", "list") == []
