"""A served dashboard and Debian's chromium, for the journeys."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

HERE = Path(__file__).resolve().parent
ARTEFACTS = HERE.parents[1] / "artefacts"
CLIENT_SECRET, COOKIE_SECRET = "canary-of-the-client", "canary-of-the-cookies-0123456789abcdef"
PATIENCE_MS = 60_000
"""How long a journey waits for what it expects: two cores may be busy with the other half of the suite."""
expect.set_options(timeout=PATIENCE_MS)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without chromium the journeys are skipped by name; where CI says so they must run."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason="needs Debian's package chromium"))


@pytest.fixture(scope="session")
def small_world() -> ModuleType:
    path = HERE.parent / "dashboard" / "small_world.py"
    spec = importlib.util.spec_from_file_location("small_world", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, small_world: ModuleType) -> Iterator[tuple[str, Path]]:
    """The address of the small world's dashboard, and its root."""
    root = tmp_path_factory.mktemp("served")
    small_world.make_world(root)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    command = [str(Path(sys.executable).with_name("kol")), "serve", "--root", str(root), "--port", str(port)]
    with (root / "serve.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=root) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/ready", server, root / "serve.log")
            yield f"http://127.0.0.1:{port}", root
            server.send_signal(signal.SIGINT)
            server.wait(20)
        finally:
            server.kill()


@pytest.fixture(scope="session")
def behind_login() -> Callable[[Path, str], AbstractContextManager[str]]:
    """Serves a root on every address of this machine, behind the login of a provider; its log tells no secret."""
    return _behind_login


@contextmanager
def _behind_login(root: Path, provider: str) -> Iterator[str]:
    secrets = root / "auth.toml"
    secrets.write_text(
        f'metadata_url = "{provider}"\nclient_id = "kolbook"\nclient_secret = "{CLIENT_SECRET}"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\ncontact = "Lin, lin@example.com"\n',
        encoding="utf-8",
    )
    secrets.chmod(0o600)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    address = f"http://localhost:{port}"
    kol = str(Path(sys.executable).with_name("kol"))
    command = [kol, "serve", "--root", str(root), "--port", str(port), "--address", "0.0.0.0", "--url", address]  # noqa: S104
    log = root / "serve.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KOL_")}
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, env=environment) as running:
        try:
            _wait_for(f"http://127.0.0.1:{port}/health/ready", running, log)
            yield address
            running.send_signal(signal.SIGINT)
            running.wait(20)
        finally:
            running.kill()
    said = log.read_text(encoding="utf-8")
    assert CLIENT_SECRET not in said
    assert COOKIE_SECRET not in said


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    before = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < before:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 – our own server
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"kol serve did not get ready: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh window of a desk's size."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme="light")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def turn_to() -> Callable[[Page, str, str], None]:
    """Turns to a page by the bar: a click on its section, then on its name."""
    return _turn_to


def _turn_to(page: Page, section: str, name: str) -> None:
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=re.compile(f"{re.escape(name)}$")).click()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS
