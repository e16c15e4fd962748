"""Logging in, in a real browser, at a real provider of OpenID Connect: who gets in, what they see, how they go out."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import ModuleType

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from campaigns import actions, people
from campaigns.store import open_store

PEOPLE = {
    "mei": {"email": "Mei@Example.com", "name": "Mei"},
    "wen": {"email": "wen@agency.cn", "name": "Wen", "email_verified": True},
    "eve": {"email": "eve@elsewhere.org", "name": "Eve"},
    "fake": {"email": "invited@example.com", "email_verified": False},
}
HERE = actions.Actor("test")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own
Server = tuple[str, Path]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that lets anybody of PEOPLE in at one click."""
    users = [User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def server(
    provider: str,
    tmp_path_factory: pytest.TempPathFactory,
    small_world: ModuleType,
    behind_login: Callable[[Path, str], AbstractContextManager[str]],
) -> Iterator[Server]:
    """A dashboard on every address of this machine, behind the login; mei, wen and another are invited."""
    root = tmp_path_factory.mktemp("login")
    small_world.make_world(root)
    _invite(root)
    with behind_login(root, provider) as address:
        yield address, root


def _invite(root: Path) -> None:
    with closing(open_store(root)) as store:
        _, agencies = people.choices(store)
        agency = next(iter(agencies))
        actions.invite_person(store, HERE, "mei", email="mei@example.com", name="Mei Lin", role="admin")
        actions.invite_person(store, HERE, "wen", email="wen@agency.cn", name="Wen", role="agency", agency_id=agency)
        actions.invite_person(store, HERE, "fake", email="invited@example.com", name="Ann", role="admin")


def _log_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=who, exact=True).click()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    context.route("**/cdn.jsdelivr.net/**", lambda route: route.abort())  # the provider's own page asks for a style
    yield context
    context.close()


def test_a_login_leads_to_the_page_that_was_asked_for_and_a_logout_shuts_it(
    server: Server, window: BrowserContext
) -> None:
    page = window.new_page()
    page.goto(f"{server[0]}/conversion?by=product&lang=en")
    expect(page.locator(".kol-head h1")).to_have_text("Log in to see campaigns")
    expect(page.get_by_role("link", name="Conversion")).to_have_count(0)
    _log_in(page, "mei")
    expect(page.locator(".kol-head h1")).to_contain_text("clicked")
    assert "/conversion?by=product" in page.url
    cookies = {cookie["name"]: cookie for cookie in window.cookies() if cookie["name"].startswith("_streamlit_user")}
    assert cookies
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies.values())
    page.goto(f"{server[0]}/account?lang=en")
    expect(page.locator(".kol-head h1")).to_have_text("Mei Lin: Administrator")
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="End session").click()
    expect(page.locator(".kol-head h1")).to_have_text("Log in to see campaigns")
    page.goto(f"{server[0]}/people?lang=en")
    expect(page.locator(".kol-head h1")).to_have_text("Log in to see campaigns")


def test_an_unknown_identity_is_told_whom_to_ask(server: Server, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"{server[0]}/?lang=en")
    _log_in(page, "eve")
    expect(page.locator(".kol-head h1")).to_have_text("eve@elsewhere.org has no access here")
    expect(page.locator(".kol-head .note")).to_contain_text("Lin, lin@example.com")
    assert page.get_by_test_id("stTopNavLink").count() == 0


def test_an_unverified_e_mail_gets_nobody_in(server: Server, window: BrowserContext) -> None:
    page = window.new_page()
    page.goto(f"{server[0]}/?lang=en")
    _log_in(page, "fake")
    expect(page.locator(".kol-head h1")).to_contain_text("no access here")


def test_a_disabled_person_is_out_at_the_next_click(server: Server, window: BrowserContext) -> None:
    address, root = server
    page = window.new_page()
    page.goto(f"{address}/account?lang=en")
    _log_in(page, "wen")
    expect(page.locator(".kol-head h1")).to_have_text("Wen: Agency")
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    with closing(open_store(root)) as store:
        wen = next(one for one in people.members(store) if one.person.email == "wen@agency.cn")
        assert wen.person.state == "active"
        assert wen.last_login_at is not None
        actions.disable_person(store, HERE, "out", id=wen.person.id or 0, version=wen.person.version)
    page.get_by_text("中文", exact=True).click()
    expect(page.locator(".kol-head h1")).to_have_text("wen@agency.cn 没有访问权限")
    page.goto(f"{address}/samples?lang=en")
    expect(page.locator(".kol-head h1")).to_have_text("wen@agency.cn has no access here")


@pytest.mark.parametrize(
    "header", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": "127.0.0.1.evil.example"}]
)
@pytest.mark.parametrize("path", ["/", "/_stcore/host-config", "/people"])
def test_a_strangers_name_or_page_gets_no_answer(server: Server, header: dict[str, str], path: str) -> None:
    request = urllib.request.Request(server[0] + path, headers=header)  # noqa: S310 – our own server
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(request, timeout=10)  # noqa: S310
    assert answer.value.code == 403
