"""A marketer's way in a real browser: create a campaign, paste a shortlist, quote, agree; clicked twice, done once."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from campaigns.store import open_store

Served = tuple[str, Path]
SHEET = "达人ID\t昵称\t机构\t报价\t负责人\nj1\t旅程一\tLIN\t4200\t林薇\nj2\t旅程二\t\t\t林薇\n"


def _records(root: Path, table: str) -> list[dict[str, Any]]:
    with closing(open_store(root)) as store:
        return store.record_tables()[table].to_pylist()


def _open(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    expect(page.locator(".kol-head h1").first).to_be_visible()
    return page


def _settled(page: Page) -> None:
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_visible()


def _fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


def test_a_campaign_is_created_shortlisted_and_agreed(served: Served, window: BrowserContext) -> None:
    address, root = served
    page = _open(window, f"{address}/campaigns?lang=en&do=new")
    _fill(page, "Code, in links and files", "JOURNEY")
    _fill(page, "Name", "Journey")
    _fill(page, "Budget in yuan", "20000")
    page.get_by_role("button", name="Create campaign").dblclick()
    expect(page.get_by_text("Created JOURNEY")).to_be_visible()
    _settled(page)
    assert [row["code"] for row in _records(root, "campaign")].count("JOURNEY") == 1

    page.get_by_role("link", name="Its pipeline").click()
    expect(page).to_have_url(re.compile("campaign=JOURNEY"))
    page.get_by_text("Paste a shortlist for Journey").click()
    _fill(page, "Rows", SHEET)
    page.get_by_role("button", name="Add to the shortlist").dblclick()
    expect(page.get_by_text("Shortlisted: 2 KOLs.")).to_be_visible()
    _settled(page)
    assert len([row for row in _records(root, "collaboration") if row["kol_id"] in ("j1", "j2")]) == 2

    page.locator(".kol-board a", has_text="旅程一").click()
    for state in ("Contacted", "Negotiating", "Agreed"):
        _settled(page)
        expect(page.get_by_role("button", name="Move", exact=True)).to_have_count(1)
        page.get_by_role("combobox", name="Next state").or_(page.get_by_label("Next state")).first.click()
        page.get_by_role("option", name=state, exact=True).click()
        page.get_by_role("button", name="Move", exact=True).dblclick()
        expect(page.get_by_text(f"Moved to “{state}”: 1.")).to_be_visible()
    _settled(page)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("¥4,200.00 per image note, accepted")).to_be_visible()
    (one,) = (row for row in _records(root, "collaboration") if row["kol_id"] == "j1")
    assert (one["state"], one["quote_fen"]) == ("agreed", 420_000)
    steps = [row["to_state"] for row in _records(root, "collaboration_step") if row["collaboration_id"] == one["id"]]
    assert steps == ["shortlisted", "contacted", "negotiating", "agreed"]


def test_rows_ticked_in_the_table_move_together(served: Served, window: BrowserContext) -> None:
    address, root = served
    page = _open(window, f"{address}/pipeline?lang=en&look=table&state=published")
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid).to_be_visible()
    box = grid.bounding_box()
    assert box is not None
    for row in (1, 2):
        page.mouse.click(box["x"] + 16, box["y"] + 18 + 35 * row)
    page.get_by_role("button", name="Move 2 together").click()
    expect(page.get_by_text("Moved to “Measured”: 2.")).to_be_visible()
    assert [row["state"] for row in _records(root, "collaboration")].count("measured") == 2


def test_an_edit_in_a_second_window_is_refused_with_the_difference(served: Served, window: BrowserContext) -> None:
    address, root = served
    first, second = (_open(window, f"{address}/pipeline?lang=en&collaboration=1") for _ in range(2))
    _fill(first, "Next step", "call")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    _fill(second, "Next step", "write")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("A colleague saved this meanwhile")).to_be_visible()
    expect(second.get_by_label("Next step", exact=True)).to_have_value("write")
    assert next(row for row in _records(root, "collaboration") if row["id"] == 1)["next_step"] == "call"
    second.get_by_role("button", name="Keep my input").click()
    expect(second.get_by_text("A colleague saved this meanwhile")).to_have_count(0)
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Saved.")).to_be_visible()
    assert next(row for row in _records(root, "collaboration") if row["id"] == 1)["next_step"] == "write"


def test_a_refresh_in_the_middle_of_a_save_leaves_one_change_or_none(served: Served, window: BrowserContext) -> None:
    address, root = served
    page = _open(window, f"{address}/pipeline?lang=en&collaboration=2")
    _fill(page, "Comment", "再确认档期")
    page.get_by_role("button", name="Add comment").click()
    page.reload()
    expect(page.get_by_role("button", name="Add comment")).to_be_visible()
    page.wait_for_timeout(3_000)
    said = [row["body"] for row in _records(root, "collaboration_comment") if row["collaboration_id"] == 2]
    assert said in ([], ["再确认档期"])
    page.reload()
    expect(page.get_by_text(f"Comments: {len(said)}")).to_be_visible()
