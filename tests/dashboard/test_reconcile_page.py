"""The Reconcile and Cash pages: a statement is compared, its breaks are given to people and resolved, money adds up."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from campaigns import actions
from campaigns.actions import Actor
from campaigns.money import share_of
from campaigns.reconciliation_cases import comparison
from campaigns.reconciliation_records import ReconciliationCase
from campaigns.statement_sides import read_sides, reconcile_period
from campaigns.store import open_store
from campaigns.warehouse import open_reader
from dashboard import break_list, cash, tasks
from dashboard.formats import Voice
from ingest.load import load_files

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
SQL = Path(cash.__file__).parent / "sql"


def _asked(root: Path, sql: str, **parameters: object) -> pl.DataFrame:
    with closing(open_reader(root)) as reader, closing(open_store(root)) as store:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        return reader.query(sql, parameters)


def _stated(root: Path, folder: Path) -> Path:
    """A statement of the platform for September: four orders, the first two charged at 8 % where ours is 5 %."""
    orders = _asked(
        root,
        "select order_id, shop_id, sum(paid_fen - tax_fen)::bigint as base_fen from orders "
        "where channel = 'xiaohongshu' and is_sale(status, paid_at) group by all order by order_id limit 4",
    )
    lines = ["statement_id,line_no,shop_id,order_id,kind,status,settled_at,currency,base_fen,platform_fee_fen"]
    for number, row in enumerate(orders.iter_rows(named=True)):
        fee = share_of(row["base_fen"], 80_000 if number < 2 else 50_000)
        lines.append(
            f"s{number},1,{row['shop_id']},{row['order_id']},sale,settled,2026-09-20T10:00:00+08:00,CNY,"
            f"{row['base_fen']},{fee}"
        )
    file = folder / "statement.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    late = datetime(2026, 10, 2, tzinfo=UTC).timestamp()
    os.utime(file, (late, late))
    return file


@pytest.fixture
def compared(own_world: Path, tmp_path: Path) -> Path:
    """The small world with a statement of September, compared by somebody else than who looks."""
    (outcome,) = load_files(own_world, [_stated(own_world, tmp_path)], who="tests")
    assert outcome.status == "loaded"
    with closing(open_reader(own_world)) as reader, closing(open_store(own_world)) as store:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        found = reconcile_period(read_sides(reader.query), "2026-09")
        actions.record_reconciliation(store, Actor("ann"), "r", comparison(found, reader.build))
    return own_world


def _cases(root: Path, kind: str) -> list[ReconciliationCase]:
    with closing(open_store(root)) as store, store.reading() as session:
        return list(session.exec(select(ReconciliationCase).where(ReconciliationCase.kind == kind)))


def _button(page: AppTest, part: str) -> object:
    return next(one for one in page.button if (one.key or "").startswith(part))


def test_the_page_says_what_agrees_and_why_the_rest_does_not(compared: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(compared, "reconcile"))
    assert "2 lines agree" in said
    assert "fee charged at 8 %, ours 5 %" in said
    chinese = read_page(open_page(compared, "reconcile", lang="zh"))
    assert "平台费按 8 % 计，我方为 5 %" in chinese


def test_comparing_again_on_the_page_opens_nothing_twice(compared: Path, open_page: Open, read_page: Read) -> None:
    before = {one.case_key: one.opened_by for one in _cases(compared, "rate_differs")}
    assert len(before) == 2
    page = open_page(compared, "reconcile")
    _button(page, "reconcile.compare").click().run()  # type: ignore[attr-defined]
    assert "Compared: 0 breaks opened" in read_page(page)
    assert {one.case_key: one.opened_by for one in _cases(compared, "rate_differs")} == before


def test_all_that_is_shown_is_resolved_with_a_reason(compared: Path, open_page: Open, read_page: Read) -> None:
    page = open_page(compared, "reconcile", kind="rate_differs")
    next(one for one in page.checkbox if (one.key or "").startswith("reconcile.breaks")).check().run()
    next(one for one in page.selectbox if ".what." in (one.key or "")).select("resolve").run()
    next(one for one in page.text_input if ".words." in (one.key or "")).input("their rate is right").run()
    _button(page, "reconcile.breaks.send").click().run()  # type: ignore[attr-defined]
    assert "2 breaks resolved: their rate is right" in read_page(page)
    assert {(one.state, one.resolved_by) for one in _cases(compared, "rate_differs")} == {("resolved", "local")}


def test_open_breaks_are_tasks_of_finance_by_money(compared: Path) -> None:
    rows = _asked(compared, (SQL / "tasks.sql").read_text(encoding="utf-8"), brand="", today="2026-11-20")
    now = datetime(2026, 11, 20, tzinfo=UTC)
    found = [one for one in tasks.tasks_of(rows, "finance", now, now, Voice("en")) if one.kind == "break_open"]
    wanted = {one.case_key: abs(one.difference_fen) for one in _cases(compared, "rate_differs")}
    (task,) = (one for one in found if "Rate differs" in one.what)
    assert task.amount_fen == sum(wanted.values())
    assert task.path == "reconcile?lang=en&period=2026-09&kind=rate_differs"
    assert tasks.tasks_of(rows.filter(kind="break_open"), "marketer", now, now, Voice("en")) == []


def test_breaks_as_a_workbook_hold_amounts_as_numbers_and_texts_as_texts() -> None:
    frame = pl.DataFrame({"Order": ["=1+1", None], "Ours": [12.34, None]})
    read = pl.read_excel(break_list.workbook(frame), engine="calamine", drop_empty_rows=False)
    assert read["Order"].to_list()[0] == "=1+1"
    assert read["Ours"].to_list()[0] == 12.34


@pytest.mark.parametrize("dimension", cash.OF)
def test_contribution_by_anything_sums_to_the_campaigns_to_the_fen(world: Path, dimension: str) -> None:
    parts = ("gmv", "refunds", "net_sales", *cash.COSTS, "contribution")
    sums = ", ".join(f"sum({part}_fen)::bigint as {part}_fen" for part in parts)
    whole = _asked(world, f"select {sums} from campaign_totals").row(0, named=True)
    sql = (SQL / "contribution_of.sql").read_text(encoding="utf-8")
    found = _asked(world, sql, dimension=dimension, campaign="")
    assert {f"{part}_fen": int(found[f"{part}_fen"].sum()) for part in parts} == whole
    assert whole["gmv_fen"] > 0


def test_what_is_owed_is_what_the_lines_come_to_and_payments_lower_it(world: Path) -> None:
    sql = (SQL / "cash_lines.sql").read_text(encoding="utf-8")
    lines = _asked(world, sql, window_days=7, today="2026-10-15")
    whole = int(_asked(world, "select sum(amount_fen)::bigint as fen from commission_lines")["fen"][0])
    assert int(lines["amount_fen"].sum()) == whole
    party = cash.by_party(lines, _moved())["party"][0]
    unpaid = cash.by_party(lines, _moved()).filter(party=party).row(0, named=True)
    moved = _moved(("paid", party, 500), ("adjusted", party, 200), ("fx", "", 7))
    paid = cash.by_party(lines, moved).filter(party=party).row(0, named=True)
    assert paid["unpaid_fen"] == unpaid["unpaid_fen"] - 300
    assert (paid["paid_fen"], paid["accrued_fen"]) == (500, unpaid["accrued_fen"])
    months = cash.by_month(lines, moved)
    assert (int(months["all_fen"].sum()), int(months["paid_fen"].sum()), int(months["fx_fen"].sum())) == (whole, 500, 7)


def _moved(*rows: tuple[str, str, int]) -> pl.DataFrame:
    names = ("kind", "party", "currency", "period")
    schema = {**dict.fromkeys(names, pl.String), "amount_fen": pl.Int64}
    return pl.DataFrame(
        [(kind, party, "CNY", "2026-10", fen) for kind, party, fen in rows], schema=schema, orient="row"
    )


def test_the_cash_page_says_what_is_owed_and_what_was_left(world: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(world, "cash"))
    assert "is payable" in said
    assert "Contribution in all" in said
    assert "贡献利润合计" in read_page(open_page(world, "cash", lang="zh", by="period", of="note"))
