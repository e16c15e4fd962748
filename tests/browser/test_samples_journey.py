"""An assistant's morning in a real browser: twenty parcels pasted, shipped, delivered by a courier's file, their notes
found, all closed; clicked twice, done once."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from campaigns.store import open_store

Served = tuple[str, Path]
PARCELS = 20


def _records(root: Path, table: str) -> list[dict[str, Any]]:
    with closing(open_store(root)) as store:
        return store.record_tables()[table].to_pylist()


def _mine(root: Path) -> list[dict[str, Any]]:
    return [row for row in _records(root, "sample") if (row["tracking_no"] or "").startswith("SF77")]


def _open(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    expect(page.locator(".kol-head h1").first).to_be_visible()
    return page


def _upload(page: Page, *files: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(list(files))
    page.get_by_role("button", name="Load", exact=True).click()
    for file in files:
        expect(page.locator(".kol-table").first).to_contain_text(file.name, timeout=60_000)


def _seeded(root: Path) -> list[dict[str, Any]]:
    """The collaborations of the samples campaign; the last of them has no note."""
    campaign = next(row["id"] for row in _records(root, "campaign") if row["code"] == "SEEDING")
    return [row for row in _records(root, "collaboration") if row["campaign_id"] == campaign]


def _courier_file(folder: Path) -> Path:
    rows = [
        f"shunfeng,SF77{number:010d},2026-08-{day}T10:00:00+08:00,{status}"
        for number in range(PARCELS)
        for day, status in ((20, "picked_up"), (21, "in_transit"), (22, "delivered"))
    ]
    file = folder / "shipments_2026-08-22.csv"
    file.write_text("\n".join(["carrier,tracking_no,event_at,status", *rows]) + "\n", encoding="utf-8")
    return file


def _note_files(folder: Path, kol_id: str) -> list[Path]:
    note_id = "68b50000000000000077aa01"
    mask = f"{0xA3:024x}"
    note, link = folder / "notes_2026-09-01.csv", folder / "note_products_2026-09-01.csv"
    note.write_text(
        "note_id,platform,kol_id,title,kind,published_at\n"
        f"{note_id},xiaohongshu,{kol_id},补水面膜到了,image,2026-09-01T12:00:00+08:00\n",
        encoding="utf-8",
    )
    link.write_text(f"note_id,product_id\n{note_id},{mask}\n", encoding="utf-8")
    return [note, link]


def test_twenty_parcels_go_from_a_sheet_to_their_notes(served: Served, window: BrowserContext, tmp_path: Path) -> None:
    address, root = served
    people = _seeded(root)
    sheet = ["达人\t产品\t快递公司\t快递单号\t状态\t收件人"]
    for number in range(PARCELS):
        who = people[number % len(people)]["kol_id"]
        sheet.append(f"{who}\t补水面膜 5 片\t顺丰速运\tSF77{number:010d}\t待寄出\t王小姐")
    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&show=paste")
    page.get_by_label("Cells from the spreadsheet", exact=True).fill("\n".join(sheet))
    page.get_by_role("button", name="Enter them").dblclick()
    expect(page.get_by_text("Entered: 20 new, 0 changed")).to_be_visible()
    assert Counter(row["state"] for row in _mine(root)) == {"approved": PARCELS}

    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&state=approved&search=SF77")
    page.get_by_text("Tick all rows of this page").click()
    page.get_by_label("Ticked rows become").click()
    page.get_by_role("option", name="On its way").click()
    page.get_by_role("button", name="Save all changes").dblclick()
    expect(page.get_by_text("Samples saved: 20")).to_be_visible()
    assert Counter((row["state"], row["version"]) for row in _mine(root)) == {("shipped", 2): PARCELS}

    _upload(_open(window, f"{address}/data?lang=en"), _courier_file(tmp_path))
    without = [row["tracking_no"] for row in _mine(root) if row["collaboration_id"] == people[-1]["id"]]
    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&state=posted&search=SF77")
    expect(page.get_by_text(f"Samples that match: {PARCELS - len(without)}")).to_be_visible()
    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&state=overdue&search=SF77")
    expect(page.get_by_text(f"Samples that match: {len(without)}")).to_be_visible()
    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&show=remind")
    expect(page.get_by_test_id("stCode")).to_have_count(1)
    expect(page.get_by_test_id("stCode")).to_contain_text(without[0])

    _upload(_open(window, f"{address}/data?lang=en"), *_note_files(tmp_path, people[-1]["kol_id"]))
    page = _open(window, f"{address}/notes?lang=en&campaign=SEEDING")
    expect(page.locator(".kol-proposal", has_text="补水面膜到了").first).to_be_visible()
    page.locator("[class*='st-key-link_note'][class*='68b50000000000000077aa01'] button").first.click()
    expect(page.get_by_text("Confirmed").or_(page.get_by_text("Undo")).first).to_be_visible()

    page = _open(window, f"{address}/samples?lang=en&campaign=SEEDING&state=posted&search=SF77")
    expect(page.get_by_text(f"Samples that match: {PARCELS}")).to_be_visible()
    expect(page.locator(".kol-head h1")).to_contain_text("No note is overdue")
    assert Counter(row["state"] for row in _mine(root)) == {"shipped": PARCELS}, "couriers and notes decide nothing"
