"""Small files in our own columns and a root to load them into."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaigns.warehouse import open_reader
from ingest.load import SheetOutcome, load_files

CLICK_COLUMNS = "click_id,slug,clicked_at,note_id,product_id,buyer_id,section,channel"
STOCK_COLUMNS = "product_id,captured_at,available"
NOTE = "66a1b2c3d4e5f60718293a4b"


@dataclass(frozen=True)
class Loading:
    """A root, and files beside it."""

    root: Path
    files: Path

    def click(self, number: int, *, buyer: str = "buyer-1", section: str = "explore") -> str:
        """A line of the short-link click file."""
        return f"c{number},s1,2026-03-01T10:00:00+08:00,{NOTE},sku-1,{buyer},{section},xiaohongshu"

    def clicks(self, name: str, *lines: str) -> Path:
        """A click file."""
        return self.write(name, "\n".join([CLICK_COLUMNS, *lines, ""]))

    def stock(self, name: str, *available: object) -> Path:
        """A stock file: one product, one day per count."""
        lines = [f"sku-1,2026-03-{day:02d}T00:00:00+08:00,{count}" for day, count in enumerate(available, 1)]
        return self.write(name, "\n".join([STOCK_COLUMNS, *lines, ""]))

    def write(self, name: str, text: str) -> Path:
        """Any text file."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, *paths: Path, account: str | None = None) -> list[SheetOutcome]:
        """Load files into the root."""
        return load_files(self.root, paths, who="tester", account=account)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the published warehouse answers."""
        with closing(open_reader(self.root)) as reader:
            return reader.query(sql).rows()

    def all_bytes(self, keep: Callable[[Path], bool] = lambda path: True) -> bytes:
        """Everything that stands under the root."""
        return b"".join(path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file() and keep(path))


@pytest.fixture(scope="session")
def make_loading() -> Callable[[Path], Loading]:
    return lambda folder: Loading(folder / "root", folder / "files")


@pytest.fixture
def loading(make_loading: Callable[[Path], Loading], tmp_path: Path) -> Loading:
    return make_loading(tmp_path)
