"""From files to facts: counts that add up, refusals that change nothing, the same file twice, several at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner

from campaigns.warehouse import canonical_hash
from dashboard.cli import app
from ingest.load import load_files
from ingest.outcome import SheetOutcome
from ingest.progress import Progress

WITHOUT_PRIVILEGE = (
    ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "creator_center" / "笔记列表明细表.xlsx"


def statuses(outcomes: list[SheetOutcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def codes(outcomes: list[SheetOutcome]) -> list[str | None]:
    return [outcome.code for outcome in outcomes]


def kol(*arguments: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-c", "from dashboard.cli import app; app()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_rows_are_loaded_once_and_counts_add_up_to_what_was_read(loading: Any) -> None:
    path = loading.clicks(
        "clicks.csv", *[loading.click(n) for n in (1, 2, 2)], loading.click(1, section="search"), "c9,s1,never"
    )
    (outcome,) = loading.load(path)
    assert outcome.tables["clicks"] == (5, 2, 1, 1, 1)
    assert loading.rows("select click_id, section, source_row from clicks order by 1") == [
        ("c1", "search", 5),
        ("c2", "explore", 4),
    ]
    ((row, column, code, value),) = loading.rows("select source_row, column_name, code, value from rejects")
    assert (row, column, value) == (6, "clicked_at", "never")
    assert str(code).startswith("E-")
    (again,) = loading.load(path)
    assert (again.status, again.load_id, again.tables) == ("already_loaded", outcome.load_id, {})


def test_a_record_that_is_no_row_is_rejected_with_its_address_and_counted(loading: Any) -> None:
    path = loading.clicks("clicks.csv", loading.click(1), loading.click(2) + ",one,too,many")
    (outcome,) = loading.load(path)
    assert outcome.tables["clicks"] == (2, 1, 0, 0, 1)
    assert loading.rows("select source_row, code, value, table_name from rejects") == [
        (3, "E-ROW-WIDTH", "11 cells under 8 headers", "clicks")
    ]


def test_refused_files_do_not_stop_the_others_and_say_what_to_do(loading: Any) -> None:
    good = loading.clicks("a.csv", loading.click(1))
    bad = [loading.files / "missing.csv", loading.write("empty.csv", ""), loading.write("b.csv", "apple,pear\n1,2\n")]
    bad.append(loading.write("error.json", '{"code":301,"data":null}'))
    fifo = loading.files / "pipe"
    os.mkfifo(fifo)
    outcomes = loading.load(*bad, good, fifo)
    assert codes(outcomes) == [
        "E-FILE-MISSING", "E-FILE-EMPTY", "E-FILE-UNKNOWN", "E-FILE-ERROR-BODY", None, "E-FILE-UNREADABLE",
    ]  # fmt: skip
    assert statuses(outcomes)[4] == "loaded"
    assert loading.rows("select count(*) from loads") == [(1,)]
    assert all("; " in (outcome.reason or "; ") for outcome in outcomes)


def test_two_refused_files_with_the_same_bytes_are_refused_for_the_same_reason(loading: Any) -> None:
    pair = [loading.write(name, "apple,pear\n1,2\n") for name in ("a.csv", "b.csv")]
    assert codes(loading.load(*pair)) == ["E-FILE-UNKNOWN", "E-FILE-UNKNOWN"]


def test_a_folder_without_files_is_refused_by_name(loading: Any) -> None:
    (loading.files / "in" / "deeper").mkdir(parents=True)
    loading.write("in/.hidden.csv", "a,b\n")
    (outcome,) = loading.load(loading.files / "in")
    assert (outcome.file, outcome.code) == (str(loading.files / "in"), "E-FILE-MISSING")


def test_a_sheet_that_lacks_a_column_is_told_which(loading: Any) -> None:
    columns = "shop_id,order_id,line_no,channel,ordered_at,quantity,list_fen,brand_discount_fen,paid_fen,status"
    (outcome,) = loading.load(loading.write("orders.csv", f"{columns}\n"))
    assert "nearest is our own columns of orders, but the sheet lacks platform_discount_fen, shipping_fen, tax_fen" in (
        outcome.reason
    )


def test_a_refused_file_alone_changes_nothing(loading: Any) -> None:
    loading.load(loading.clicks("a.csv", loading.click(1)))
    before, build = canonical_hash(loading.root), (loading.root / "warehouse.duckdb").readlink()
    loading.load(loading.write("b.csv", "apple,pear\n1,2\n"))
    assert (canonical_hash(loading.root), (loading.root / "warehouse.duckdb").readlink()) == (before, build)
    assert len(list((loading.root / "archive").glob("*/*"))) == 1


def test_a_folder_is_walked_in_order_and_hidden_files_are_passed_over(loading: Any) -> None:
    loading.clicks("in/b.csv", loading.click(1))
    loading.clicks("in/a/z.csv", loading.click(2))
    loading.write("in/.truth.json", "{}")
    loading.write("in/~$b.xlsx", "lock")
    loading.write("in/.git/x.csv", "")
    outcomes = loading.load(loading.files / "in")
    assert [Path(outcome.file).name for outcome in outcomes] == ["z.csv", "b.csv"]
    assert statuses(outcomes) == ["loaded", "loaded"]


def test_a_workbook_tells_of_every_sheet(loading: Any) -> None:
    loading.files.mkdir()
    book = xlsxwriter.Workbook(str(loading.files / "stock.xlsx"))
    for name, header in {"库存": ["product_id", "captured_at", "available"], "说明": ["apple", "pear", "plum"]}.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, ["sku-1", "2026-03-01T00:00:00+08:00", 12])
    book.add_worksheet("空")
    book.close()
    outcomes = loading.load(loading.files / "stock.xlsx")
    assert [(one.sheet, one.status, one.code) for one in outcomes] == [
        ("库存", "loaded", None),
        ("说明", "skipped", "E-SHEET-UNKNOWN"),
        ("空", "skipped", "E-SHEET-EMPTY"),
    ]
    assert loading.rows("select available, source_row from stock_levels") == [(12, 2)]


def test_the_same_bytes_under_two_names_are_one_load(loading: Any) -> None:
    outcomes = loading.load(loading.stock("a.csv", 5), loading.stock("b.csv", 5))
    assert statuses(outcomes) == ["loaded", "already_loaded"]
    assert outcomes[0].load_id == outcomes[1].load_id


def test_a_header_without_rows_loads_nothing_and_says_so(loading: Any) -> None:
    (outcome,) = loading.load(loading.stock("a.csv"))
    assert outcome.status == "loaded"
    assert outcome.tables["stock_levels"] == (0, 0, 0, 0, 0)


def test_order_of_files_changes_nothing(loading: Any, tmp_path: Path) -> None:
    old, new = loading.stock("stock_2026-03-01.csv", 5, 6), loading.stock("stock_2026-03-02.csv", 5, 7)
    hashes = set()
    for number, order in enumerate([(old, new), (new, old)]):
        for path in order:
            load_files(tmp_path / f"root{number}", [path], who="tester")
        hashes.add(canonical_hash(tmp_path / f"root{number}"))
    load_files(tmp_path / "both", [new, old], who="tester")
    assert hashes == {canonical_hash(tmp_path / "both")}


def test_all_files_of_a_call_become_visible_together(loading: Any) -> None:
    heard: list[Progress] = []
    load_files(loading.root, [loading.stock("a.csv", 5), loading.stock("b.csv", 6)], who="x", on_progress=heard.append)
    assert [one.step for one in heard if one.step == "publishing"] == ["publishing"]
    assert any(one.step == "reading" and one.rows == 1 for one in heard)
    assert len(list((loading.root / ".warehouse").glob("*.duckdb"))) == 1


def test_two_processes_with_the_same_file_load_it_once(loading: Any) -> None:
    path = loading.clicks("clicks.csv", loading.click(1))
    command = [sys.executable, "-c", "from dashboard.cli import app; app()", "load", str(path), "--json"]
    environment = {**os.environ, "KOL_ROOT": str(loading.root)}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    answers = [json.loads(process.communicate(timeout=120)[0]) for process in running]
    assert sorted(answer[0]["status"] for answer in answers) == ["already_loaded", "loaded"]
    assert {answer[0]["load_id"] for answer in answers} == {1}
    assert loading.rows("select count(*) from clicks") == [(1,)]


def test_the_command_answers_in_json_and_exits_with_one_line_per_refusal(loading: Any) -> None:
    good = loading.clicks("a.csv", loading.click(1))
    done = kol("load", str(good), str(loading.files / "no.csv"), "--json", "--root", str(loading.root))
    assert done.returncode == 1
    first, second = json.loads(done.stdout)
    assert list(first) == ["file", "sheet", "source", "load_id", "status", "tables", "code", "reason", "remarks"]
    assert first["tables"]["clicks"] == {"read": 1, "loaded": 1, "unchanged": 0, "superseded": 0, "rejected": 0}
    assert (second["status"], second["code"]) == ("refused", "E-FILE-MISSING")
    (line,) = done.stderr.splitlines()
    assert line.startswith("E-FILE-MISSING  ")
    assert "no.csv" in line


def test_files_and_folders_that_may_not_be_read_are_one_line_each_and_the_others_load(loading: Any) -> None:
    good, closed = loading.clicks("a.csv", loading.click(1)), loading.clicks("b.csv", loading.click(2))
    inside, below = loading.clicks("in/c.csv", loading.click(3)), loading.clicks("open/d/e.csv", loading.click(4))
    for path in (closed, inside.parent, below.parent):
        path.chmod(0)
    paths = [str(path) for path in (closed, inside, inside.parent, below.parent.parent, good)]
    done = kol("load", *paths, "--json", "--root", str(loading.root), before=WITHOUT_PRIVILEGE)
    for path in (inside.parent, below.parent):
        path.chmod(0o700)
    assert (done.returncode, [one["code"] for one in json.loads(done.stdout)]) == (
        1,
        ["E-FILE-UNREADABLE", "E-FILE-UNREADABLE", "E-FILE-MISSING", "E-FILE-MISSING", None],
    )
    assert len(done.stderr.splitlines()) == 4
    assert loading.rows("select count(*) from clicks") == [(1,)]


@pytest.mark.parametrize("command", ["check", "loads", "rejects", "rebuild"])
def test_a_root_that_is_not_there_is_wrong_usage_and_is_not_made(tmp_path: Path, command: str) -> None:
    assert CliRunner().invoke(app, [command, "--root", str(tmp_path / "typo")]).exit_code == 2
    assert not (tmp_path / "typo").exists()


def test_ctrl_c_while_the_command_starts_is_one_line() -> None:
    code = "import dashboard.cli; raise KeyboardInterrupt"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "Stopped.\n"


def test_a_closing_table_adds_up_and_rejects_are_listed_and_exported_inert(loading: Any) -> None:
    runner = CliRunner()
    path = loading.stock("stock.csv", 5, "=1+1", "many\x07")
    loaded = runner.invoke(app, ["load", str(path), "--root", str(loading.root)])
    assert loaded.exit_code == 0, loaded.output
    assert [int(word) for word in loaded.output.split() if word.isdigit()][:6] == [1, 3, 1, 0, 0, 2]
    listed = runner.invoke(app, ["rejects", "--root", str(loading.root)])
    assert "stock.csv › row 3, available: '=1+1' – expected" in listed.output
    assert "\x07" not in listed.output
    exported = loading.files / "rejects.csv"
    runner.invoke(app, ["rejects", "--root", str(loading.root), "--csv", str(exported)])
    assert ",'=1+1," in exported.read_text(encoding="utf-8-sig")
    assert runner.invoke(app, ["loads", "--root", str(loading.root)]).output.count("stock.csv") == 1


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample 笔记列表明细表.xlsx is not here")
def test_the_real_creator_center_export_loads_whole(loading: Any) -> None:
    (outcome,) = loading.load(SAMPLE)
    assert outcome.tables["notes"] == (41, 41, 0, 0, 0)
    assert outcome.tables["note_metrics"] == (41, 41, 0, 0, 0)
    assert statuses(loading.load(SAMPLE)) == ["already_loaded"]
