"""From a draft with a boast to the published note beside it; from a loose note to its collaboration and back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from types import ModuleType

from playwright.sync_api import BrowserContext, Page, expect

from campaigns.actions import Actor, save_link, unlink_note
from campaigns.store import open_store

Served = tuple[str, Path]
ME = Actor("journey")


def _open(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    expect(page.locator(".kol-head h1").first).to_be_visible()
    return page


def _settled(page: Page) -> None:
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_visible()


def _fill(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.blur()


def test_a_draft_is_found_wanting_answered_approved_and_compared_with_its_note(
    served: Served, window: BrowserContext
) -> None:
    page = _open(window, f"{served[0]}/drafts?campaign=AUTUMN&collaboration=2")
    expect(page.locator(".kol-head h1")).to_contain_text("has not handed in a draft")
    _fill(page, "Title", "换季泛红怎么办")
    _fill(page, "Text", "广告｜全网\u200b第一的泥膜")
    _fill(page, "Product links", f"{0xA1:024x}")
    page.get_by_role("button", name="Hand in").dblclick()
    expect(page.locator(".kol-head h1")).to_contain_text("draft 1 waits, findings to answer: 1")
    expect(page.locator(".kol-sheet mark.serious")).to_have_text("全网\u200b第一")
    expect(page.locator(".kol-findings")).to_contain_text("written in disguise")
    _fill(page, "Your name", "Chen Wei")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".kol-banner")).to_contain_text("must be answered")
    _fill(page, "Comment", "Quoted from the award's name")
    page.get_by_role("button", name="Approve").dblclick()
    expect(page.locator(".kol-head h1")).to_contain_text("was approved by Chen Wei")
    expect(page.get_by_text("Text frozen")).to_be_visible()
    expect(page.locator(".kol-sheet del")).to_contain_text("广告")
    expect(page.get_by_text("What publishing brought")).to_be_visible()
    page.reload()
    expect(page.locator(".kol-head h1")).to_contain_text("was approved by Chen Wei")
    with closing(open_store(served[1])) as store:
        drafts = store.record_tables()["collaboration_draft"].to_pylist()
    assert [(row["number"], row["state"], row["version"]) for row in drafts if row["collaboration_id"] == 2] == [
        (1, "approved", 2)
    ]


def test_a_loose_note_is_confirmed_in_one_click_and_undone_in_one(
    served: Served, window: BrowserContext, small_world: ModuleType
) -> None:
    address, root = served
    note_id = small_world.first_note(root)
    with closing(open_store(root)) as store:
        linked = store.record_tables()["collaboration_note"].to_pylist()
        owner = next(row["collaboration_id"] for row in linked if row["note_id"] == note_id)
        save_link(store, ME, "journey-link", slug="journey", note_id=note_id, product_id=small_world.CLAY)
        unlink_note(store, ME, "journey-loose", note_id=note_id, collaboration_id=owner)
    today = _open(window, f"{address}/today?lang=en")
    today.locator(".kol-list a", has_text="notes that may be paid ones").click()
    expect(today.locator(".kol-head h1")).to_contain_text("Notes that may belong to a collaboration: 1")
    _settled(today)
    assert "campaign=AUTUMN" in today.url
    today.get_by_role("button", name="Confirm").dblclick()
    expect(today.locator(".kol-head h1")).to_contain_text("has found its place")
    _settled(today)
    today.get_by_role("button", name="Undo").first.click()
    expect(today.locator(".kol-head h1")).to_contain_text("Notes that may belong to a collaboration: 1")
    _settled(today)
    today.get_by_role("button", name="Confirm").click()
    expect(today.locator(".kol-head h1")).to_contain_text("has found its place")
    with closing(open_store(root)) as store:
        assert note_id in store.record_tables()["collaboration_note"]["note_id"].to_pylist()
