"""Files dropped on the data page are loaded beside the page, and the page shows what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from streamlit.testing.v1 import AppTest

from dashboard import uploads

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]


def _drop(app: AppTest, name: str, content: str) -> None:
    app.file_uploader[0].upload(name, content.encode())
    app.button[0].click().run()
    before = time.monotonic() + 60
    while not app.session_state["upload.job"].is_done and time.monotonic() < before:
        time.sleep(0.05)
    app.run()


def test_an_uploaded_file_changes_the_figures(
    own_world: Path, open_page: Open, read_page: Read, small_world: ModuleType
) -> None:
    note_id = small_world.first_note(own_world)
    app = open_page(own_world, "data")
    _drop(app, "ad_spend_2026-11-04.csv", small_world.ads(note_id, [7_000_000], unit="late"))
    said = read_page(app)
    assert "What became of the files" in said
    assert "ad_spend_2026-11-04.csv" in said
    app.switch_page("views/overview.py").run()
    assert "Autumn glow is over budget" in read_page(app) or "Autumn glow loses money" in read_page(app)


def test_the_same_file_twice_changes_nothing(own_world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(own_world, "data")
    again = (own_world / "exports" / "shipments_2026-11-03.csv").read_text(encoding="utf-8")
    _drop(app, "shipments.csv", again)
    assert "Was already loaded; nothing changed" in read_page(app)


def test_a_file_nobody_knows_is_refused_with_the_reason(own_world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(own_world, "data")
    _drop(app, "recipe.csv", "flour,sugar\n1,2\n")
    said = read_page(app)
    assert "Refused" in said
    assert "recipe.csv" in said


def test_a_name_with_a_path_in_it_stays_a_name(own_world: Path, open_page: Open, tmp_path: Path) -> None:
    app = open_page(own_world, "data")
    _drop(app, "../../escape.csv", "flour,sugar\n1,2\n")
    assert app.session_state["upload.job"].files.keys() == {"escape.csv"}
    assert not list(tmp_path.rglob("escape.csv"))


def test_loading_nothing_says_so(own_world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(own_world, "data")
    app.button[0].click().run()
    assert "Choose at least one file first." in read_page(app)


def test_every_kind_of_file_that_is_read_may_be_dropped() -> None:
    golden = Path(__file__).parents[1] / "ingest" / "golden"
    endings = {path.suffix[1:] for path in golden.rglob("*.*") if not path.name.endswith(".expected.json")}
    assert endings | {"db"} <= set(uploads.KINDS)
