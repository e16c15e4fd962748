"""What people do with the dashboard, in a real browser: open, switch language, filter, upload, see the new number."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

Served = tuple[str, Path]
Turn = Callable[[Page, str, str], None]
LOOKS = [("en", 1440, "light"), ("zh", 1440, "dark"), ("en", 390, "dark"), ("zh", 390, "light")]
PAGES = ("overview", "campaign", "conversion", "data")


def _open(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    expect(page.locator(".kol-head h1").first).to_be_visible()
    return page


def _settle(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.wait_for_timeout(700)


def test_the_overview_opens_and_leads_to_a_campaign(served: Served, window: BrowserContext) -> None:
    page = _open(window, served[0])
    expect(page.locator(".kol-figure")).to_have_count(5)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.locator(".kol-table a", has_text="Autumn glow").click()
    expect(page.locator(".kol-head h1")).to_contain_text("Autumn glow")
    assert "campaign=AUTUMN" in page.url


def test_the_language_switches_and_a_reload_keeps_it(served: Served, window: BrowserContext, turn_to: Turn) -> None:
    page = _open(window, served[0])
    expect(page.locator(".kol-head h1")).to_contain_text("net sales")
    page.get_by_text("中文", exact=True).click()
    expect(page.locator(".kol-head h1")).to_contain_text("净销售额")
    expect(page).to_have_url(re.compile("lang=zh"))
    page.reload()
    expect(page.locator(".kol-head h1")).to_contain_text("净销售额")
    turn_to(page, "活动", "转化")
    expect(page.locator(".kol-head h1")).to_contain_text("点击者")


def test_a_filter_narrows_and_stands_in_the_address(served: Served, window: BrowserContext) -> None:
    page = _open(window, served[0])
    expect(page.locator(".kol-table")).to_contain_text("Sample seeding")
    page.get_by_test_id("stSelectbox").first.click()
    page.get_by_role("option", name="Lune & Co").click()
    expect(page.locator(".kol-table")).not_to_contain_text("Sample seeding")
    expect(page).to_have_url(re.compile("brand=LUNE"))
    again = _open(window, page.url)
    expect(again.locator(".kol-table")).not_to_contain_text("Sample seeding")


def test_the_numbers_behind_a_chart_can_be_downloaded(served: Served, window: BrowserContext) -> None:
    page = _open(window, f"{served[0]}/campaign?campaign=AUTUMN")
    page.get_by_text("The numbers behind it").first.click()
    table = page.get_by_test_id("stExpander").first
    expect(table.get_by_text("Download as CSV")).to_be_visible()
    _settle(page)
    with page.expect_download() as waiting:
        table.get_by_text("Download as CSV").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Day,Spent so far,Even plan")
    assert len(text.splitlines()) > 20


def test_an_uploaded_file_becomes_a_new_number(
    served: Served, window: BrowserContext, small_world: ModuleType, turn_to: Turn, tmp_path: Path
) -> None:
    address, root = served
    page = _open(window, f"{address}/campaign?campaign=AUTUMN")
    spend = page.locator(".kol-figure", has_text="Spend").locator(".value")
    before = spend.inner_text()
    export = tmp_path / "ad_spend_2026-11-05.csv"
    export.write_text(small_world.ads(small_world.first_note(root), [4_200_000], unit="journey"), encoding="utf-8")
    turn_to(page, "Data and people", "Data")
    expect(page).to_have_url(re.compile("/data"))
    expect(page.get_by_role("button", name="Load", exact=True)).to_be_visible()
    _settle(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(export)
    _settle(page)
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("What became of the files")).to_be_visible(timeout=60_000)
    expect(page.locator(".kol-table").first).to_contain_text("ad_spend_2026-11-05.csv")
    turn_to(page, "Campaigns", "Campaign")
    expect(spend).not_to_have_text(before)


def test_the_page_asks_nobody_but_its_own_server(served: Served, window: BrowserContext) -> None:
    asked: list[str] = []
    page = window.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served[0]}/campaign")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    _settle(page)
    foreign = [
        url for url in asked if not url.startswith((served[0], served[0].replace("http", "ws"), "data:", "blob:"))
    ]
    assert foreign == []


def test_the_server_tells_its_health_and_guards_its_answers(served: Served) -> None:
    with urllib.request.urlopen(f"{served[0]}/health/ready", timeout=10) as answer:  # noqa: S310 – our own server
        assert answer.status == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert b'"build"' in answer.read()


def test_the_overview_answers_to_its_name_too(served: Served, window: BrowserContext) -> None:
    page = _open(window, f"{served[0]}/overview?lang=zh")
    expect(page.locator(".kol-head h1")).to_contain_text("净销售额")
    expect(page.get_by_text("Page not found")).to_have_count(0)


@pytest.mark.parametrize(("lang", "width", "scheme"), LOOKS)
def test_every_page_fits_its_window(
    served: Served, browser: Browser, artefacts: Path, lang: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.set_default_timeout(20_000)
    for name in PAGES:
        page = _open(context, f"{served[0]}/{'' if name == 'overview' else name}?lang={lang}")
        _settle(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), f"{name} is wider than its window"
        cut = page.eval_on_selector_all(
            ".kol-figure .value",
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)",
        )
        assert cut == [], f"{name} cuts numbers off"
        page.set_viewport_size({"width": width, "height": int(main.evaluate("main => main.scrollHeight")) + 20})
        page.wait_for_timeout(500)
        page.screenshot(path=artefacts / f"{name}-{lang}-{scheme}-{width}.png")
        page.close()
    context.close()
