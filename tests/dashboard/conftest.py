"""A warehouse and records for the dashboard's tests, and a way to open its pages."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import reading

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
Open = Callable[..., AppTest]


def _small_world() -> ModuleType:
    found = sys.modules.get("small_world")
    if found is not None:
        return found
    spec = importlib.util.spec_from_file_location("small_world", Path(__file__).with_name("small_world.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["small_world"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small_world() -> ModuleType:
    return _small_world()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, small_world: ModuleType) -> Path:
    """The root of the small world; tests only read it."""
    root = tmp_path_factory.mktemp("world")
    small_world.make_world(root)
    return root


@pytest.fixture
def own_world(world: Path, tmp_path: Path) -> Path:
    """A copy of the small world that a test may change."""
    root = tmp_path / "own"
    shutil.copytree(world, root, symlinks=True)
    link = root / "warehouse.duckdb"
    target = root / ".warehouse" / link.readlink().name
    link.unlink()
    link.symlink_to(target)
    return root


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of a root in a language, with what the address says."""

    def visit(root: Path, page: str, lang: str = "en", **address: str) -> AppTest:
        monkeypatch.setenv("KOL_ROOT", str(root))
        monkeypatch.setattr(reading, "DRAIN_SECONDS", 0)
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": lang, **address})
        app.run()
        if page != "overview":
            app.switch_page(f"views/{page}.py").run()
        return app

    yield visit
    reading.release()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self._is_style and data.strip():
            self.said.append(data.strip())


def words_of(app: AppTest) -> str:
    """Everything a page says in its own blocks, one phrase per line."""
    parser = _Words()
    for element in app.get("html"):
        parser.feed(element.proto.body)
    return "\n".join(parser.said)


@pytest.fixture(scope="session")
def read_page() -> Callable[[AppTest], str]:
    return words_of
