"""A marketer, an agency's assistant and somebody of finance log in at a real provider: each finds their own pages, does
what is theirs to do, and learns nothing of what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from campaigns import actions
from campaigns.records import AuditEntry
from campaigns.store import open_store
from dashboard.audiences import is_open_to
from dashboard.formats import Voice

HERE = actions.Actor("test")
LUNE, AGENCY_LIN = 1, 1
OF_TERRA, NOWHERE = "SEEDING", "NOWHERE"
ATTEMPTS = 30
ROLES: dict[str, dict[str, Any]] = {
    "marketer": {"brand_ids": [LUNE]},
    "agency": {"agency_id": AGENCY_LIN},
    "finance": {},
}
VIEWS = Path(__file__).parents[2] / "dashboard" / "views"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own
Server = tuple[str, Path]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory,
    small_world: ModuleType,
    behind_login: Callable[[Path, str], AbstractContextManager[str]],
) -> Iterator[Server]:
    """The small world behind the login, with one person of each role invited; Lune is the marketer's brand."""
    root = tmp_path_factory.mktemp("roles")
    small_world.make_world(root)
    with closing(open_store(root)) as store:
        for role, scope in ROLES.items():
            actions.invite_person(store, HERE, role, email=_email(role), name=role.title(), role=role, **scope)
    users = [User(sub=role, claims={"email": _email(role), "email_verified": True}) for role in ROLES]
    with (
        run_server_in_thread(user_claims=users) as provider,
        behind_login(root, f"http://localhost:{provider.server_port}") as address,
    ):
        yield address, root


@pytest.fixture
def logged_in(server: Server, browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """A window in which somebody of a role has asked for an address and logged in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(60_000)
    context.route("**/cdn.jsdelivr.net/**", lambda route: route.abort())  # the provider's own page asks for a style

    def enter(role: str, path: str) -> Page:
        page = context.new_page()
        page.goto(f"{server[0]}/{path}")
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("button", name=role, exact=True).click()
        _settled(page)
        return page

    yield enter
    context.close()


def _email(role: str) -> str:
    return f"{role}@example.com"


def _settled(page: Page) -> None:
    expect(page.locator(".kol-head h1").first).to_be_visible()
    expect(page.locator("[data-test-script-state='notRunning']")).to_be_visible()


def _go(page: Page, address: str) -> None:
    page.goto(address)
    _settled(page)


def _pages(page: Page) -> set[str]:
    """The names of the pages that the bar offers, those of its sections included."""
    found = set(page.get_by_test_id("stTopNavLink").all_inner_texts())
    for section in page.get_by_test_id("stTopNavSection").all():
        section.click()
        links = page.get_by_test_id("stTopNavDropdownLink")
        expect(links.first).to_be_visible()
        found |= set(links.all_inner_texts())
        page.keyboard.press("Escape")
        expect(links).to_have_count(0)
    return {name.strip().splitlines()[-1] for name in found}


def _own_pages(role: str) -> set[str]:
    names = (path.stem for path in VIEWS.glob("[a-z]*.py"))
    return {Voice("en")(f"page.{name}") for name in names if is_open_to(name, role)}


def _answers_like_nothing(page: Page, address: str, page_name: str) -> None:
    """A link to the other brand's campaign says the same as a link to none, and names nothing of it.

    Widgets are drawn a moment after their words came: the two are read until they agree, for a while.
    """
    beside = page.context.new_page()
    _go(page, f"{address}/{page_name}?lang=en&campaign={OF_TERRA}")
    _go(beside, f"{address}/{page_name}?lang=en&campaign={NOWHERE}")
    foreign, nothing = _said(page, OF_TERRA), _said(beside, NOWHERE)
    for _ in range(ATTEMPTS):
        if foreign == nothing:
            break
        page.wait_for_timeout(1_000)
        foreign, nothing = _said(page, OF_TERRA), _said(beside, NOWHERE)
    assert foreign == nothing
    for canary in ("Sample seeding", "达人1", "Terra"):
        assert canary not in foreign
    beside.close()


def _said(page: Page, name: str) -> str:
    """Everything that the page says, but for the name that was asked for."""
    return page.get_by_test_id("stMain").inner_text().replace(name, "…")


def _closed(page: Page, address: str, page_name: str) -> None:
    """The address of a page that is not for this role leads nowhere."""
    page.goto(f"{address}/{page_name}?lang=en")
    expect(page.get_by_text("Page not found").first).to_be_visible()


def _records(root: Path, table: str) -> list[dict[str, Any]]:
    with closing(open_store(root)) as store:
        return store.record_tables()[table].to_pylist()


def _audit(root: Path) -> list[AuditEntry]:
    with closing(open_store(root)) as store, store.reading() as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def test_a_marketer_creates_a_campaign_of_their_own_brand(
    server: Server, logged_in: Callable[[str, str], Page]
) -> None:
    address, root = server
    page = logged_in("marketer", "campaigns?lang=en&do=new")
    assert _pages(page) == _own_pages("marketer")
    for label, text in (("Code, in links and files", "ROLES"), ("Name", "Roles"), ("Budget in yuan", "20000")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Create campaign").dblclick()
    expect(page.get_by_text("Created ROLES")).to_be_visible()
    (made,) = (row for row in _records(root, "campaign") if row["code"] == "ROLES")
    assert made["brand_id"] == LUNE
    (entry,) = (row for row in _audit(root) if row.target == f"campaign {made['id']}")
    assert (entry.who, entry.role) == (_email("marketer"), "marketer")
    _answers_like_nothing(page, address, "campaign")
    _closed(page, address, "audit")


def test_an_agency_hands_in_a_draft_and_approves_none(server: Server, logged_in: Callable[[str, str], Page]) -> None:
    address, root = server
    page = logged_in("agency", "drafts?lang=en&campaign=AUTUMN&collaboration=3")
    assert _pages(page) == _own_pages("agency")
    for label, text in (("Title", "晚安"), ("Text", "晚安精华用了一周。品牌合作")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Hand in").dblclick()
    expect(page.get_by_text("Handed in and checked.")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    (draft,) = _records(root, "collaboration_draft")
    assert (draft["submitted_by"], draft["state"]) == (_email("agency"), "submitted")
    _answers_like_nothing(page, address, "drafts")
    _closed(page, address, "campaign")


def test_finance_reads_what_waits_and_what_was_spent_and_plans_nothing(
    server: Server, logged_in: Callable[[str, str], Page]
) -> None:
    address, root = server
    before = len(_audit(root))
    page = logged_in("finance", "today?lang=en")
    assert _pages(page) == _own_pages("finance")
    page.get_by_text("As an e-mail").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("Finance")
    _go(page, f"{address}/campaign?lang=en&campaign={OF_TERRA}")
    expect(page.get_by_test_id("stMain")).to_contain_text("Sample seeding")
    _go(page, f"{address}/campaigns?lang=en&do=new")
    expect(page.get_by_role("button", name="Create campaign")).to_have_count(0)
    _closed(page, address, "audit")
    assert [row.action for row in _audit(root)[before:]] == ["accept_invitation"]
