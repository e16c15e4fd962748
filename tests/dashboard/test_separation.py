"""Nobody meets a word or an amount of another brand, another agency or the house: every relation, query, page and file.

What is new is walked by itself: relations from the reader, queries from `dashboard/sql`, pages from the frame, files
where a page offers them. Actions are walked by tests/campaigns/test_rights.py.
"""

from __future__ import annotations

import importlib.util
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
import streamlit as st
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from campaigns import actions, narrowing
from campaigns.actions import Actor
from campaigns.narrowing import Viewer
from campaigns.people_records import Person
from campaigns.store import open_store
from campaigns.warehouse import Reader, open_reader
from dashboard import audiences, origin, page, reading
from dashboard.formats import Voice

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dashboard" / "app.py"
QUERIES = sorted((ROOT / "dashboard" / "sql").glob("*.sql"))
PAGES = sorted(path.stem for path in (ROOT / "dashboard" / "views").glob("[a-z]*.py"))
ROLES = ("marketer", "agency", "finance")


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


planted = _load("planted_world")

VALUES: dict[str, tuple[Any, ...]] = {
    "agency": ("LIN", planted.AGENCY),
    "brand": ("", "B1", f"{planted.BRAND}B2"),
    "campaign": ("", "C1", f"{planted.BRAND}C2"),
    "collaboration": (1, 2, 3, 4, 5),
    "dimension": ("all", "note", "kol", "campaign", "product", "section", "channel", "method", "tier", "cohort"),
    "product": ("", *planted.PRODUCTS.values()),
    "today": ("2026-11-03",),
    "since": ("", "2026-08-01"),
    "before": ("", "2026-12-01"),
    "figure": (
        "net_sales_fen",
        "refunds_fen",
        "spend_fen",
        "clicks",
        "clickers",
        "reads",
        "orders",
        "buyers",
        "fixed_fee_fen",
        "last_fen",
        "credit_fen",
        "available",
        "clicks_without_stock",
    ),
    "at": ("",),
    "note": ("", "ownnote1", f"{planted.AGENCY}note2", f"{planted.BRAND}note3"),
    "kol": ("", f"{planted.BRAND}kol3"),
    "loads": ("[]", "[1, 2, 3]"),
    "kols": ("[]", f'["ownkol1", "{planted.AGENCY}kol2", "{planted.BRAND}kol3"]'),
    "section": ("",),
    "as_of": ("2026-12-01", "2026-09-01"),
    "brand_id": (1, 2),
    "categories": ("", "care,honey"),
    "rival_days": (30,),
    "sender": ("", "LIN"),
    "lines": ("s1/1",),
    "window_days": (7,),
    "starts": ("2026-08-01",),
    "ends": ("2026-12-01",),
    "method": ("", "third_party"),
    "tier": ("", "unknown"),
    "cohort": ("", "2026-09-28"),
    "window": ("15", "7"),
    "days": (14, 30),
    "shop": ("xiaohongshu",),
    "order": ("ownorder1", f"{planted.BRAND}order3"),
    "line": ("1",),
    "since_at": ("2026-08-01T00:00:00Z",),
    "before_at": ("2026-12-01T00:00:00Z",),
    "channel": ("",),
    "until": ("2026-11-03",),
    "recent_days": (14,),
    "overdue_days": (14,),
    "word": ("ZQ",),
    "words": ("ZQ",),
    "sample": (1, 2, 3, 4, 5),
    "skipped": (0,),
    "rows": (100,),
    "search": ("", "ZQ"),
    "state": ("", "requested"),
    "period": ("2026-07",),
    "statement": (1, 2, 3, 4, 5, 6, 7),
}
"""What a parameter of a query may be: one's own and everybody else's."""

LINKS = {
    "brand": f"{planted.BRAND}B2", "campaign": f"{planted.BRAND}C2", "collaboration": "3", "sample": "3",
    "agency": planted.AGENCY, "kol": f"{planted.BRAND}kol3", "note": f"{planted.BRAND}note3",
    "product": planted.PRODUCTS[2], "draft": "3",
    "month": "2026-07", "statement": "3", "entry": "1", "person": "1", "role": "admin",
    "order": f"{planted.BRAND}order3", "terms": "3", "show": "why",
}  # fmt: skip
"""Addresses that name what belongs to others; each page takes what it knows of them."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("planted")
    planted.make_world(root)
    return root


@pytest.fixture(scope="module")
def reader(world: Path) -> Iterator[Reader]:
    with closing(open_store(world)) as store, closing(open_reader(world)) as opened:
        snapshot = store.snapshot()
        opened.put_records(snapshot.tables, snapshot.version)
        yield opened


def _found(text: str, role: str) -> list[str]:
    amounts = [f"{fen / 100:,.2f}" for fen in planted.AMOUNTS[role]]
    return [mark for mark in (*planted.WORDS[role], *amounts) if mark in text]


def _leaks(frame: pl.DataFrame, role: str) -> list[object]:
    values = [value for row in frame.rows() for value in row]
    told = [mark for mark in planted.WORDS[role] if any(mark in str(value) for value in values)]
    return [*told, *(value for value in values if isinstance(value, int) and value in planted.AMOUNTS[role])]


def _relations(reader: Reader) -> list[str]:
    named = narrowing.relations(reader.connection)
    return [name if schema == "main" else f"{schema}.{name}" for schema, name in named]


@pytest.mark.parametrize("role", ROLES)
def test_no_relation_holds_what_is_not_for_the_role(reader: Reader, role: str) -> None:
    leaks = {
        name: found
        for name in _relations(reader)
        if (found := _leaks(reader.query(f"select * from {name}", (), planted.VIEWERS[role]), role))
    }
    assert leaks == {}


def test_everything_planted_is_there_to_be_found(reader: Reader) -> None:
    frames = {name: reader.query(f"select * from {name}") for name in _relations(reader)}
    met = [value for frame in frames.values() for row in frame.rows() for value in row]
    words = " ".join(str(value) for value in met)
    for role in ROLES:
        assert [mark for mark in planted.WORDS[role] if mark not in words] == []
        assert [fen for fen in planted.AMOUNTS[role] if fen not in met] == []
    for name in ("campaign_totals", "conversion", "kol_reliability", "sample_status", "tasks", "commission_lines"):
        assert frames[name].height > 0, f"{name} is empty, so that the walk proves nothing about it"


@pytest.mark.parametrize("role", ROLES)
def test_a_narrowed_relation_keeps_every_column(reader: Reader, role: str) -> None:
    for name in _relations(reader):
        whole = reader.query(f"select * from {name} limit 0").columns
        narrowed = reader.query(f"select * from {name} limit 0", (), planted.VIEWERS[role]).columns
        assert narrowed == whole, f"campaigns/scopes/{role}.sql: decide about the new columns of {name}"


def test_a_relation_without_a_rule_is_there_and_empty(reader: Reader) -> None:
    for role in ROLES:
        rules = (narrowing.SCOPES / f"{role}.sql").read_text(encoding="utf-8")
        named = set(re.findall(r"create view (?:records\.)?(\w+)", rules)) | set(narrowing.COMPUTED)
        for name in _relations(reader):
            if name.removeprefix("records.") not in named:
                assert reader.query(f"select * from {name}", (), planted.VIEWERS[role]).is_empty(), (role, name)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_own_rows(reader: Reader, role: str) -> None:
    looks = planted.VIEWERS[role]
    assert 1 in reader.query("select id from records.collaboration", (), looks)["id"].to_list()
    notes = reader.query("select note_id from notes", (), looks)["note_id"].to_list()
    assert "ownnote1" in notes
    if role != "finance":
        whole = reader.query("select clicks from conversion where dimension = 'all'", (), looks).item()
        assert whole == reader.query("select count(*) as n from clicks", (), looks).item()


def _parameters(sql: str) -> Iterator[dict[str, Any]]:
    names = sorted(set(re.findall(r"\$(\w+)", sql)))
    assert set(names) <= set(VALUES), f"say in VALUES what {set(names) - set(VALUES)} may be"
    for turn in range(max((len(VALUES[name]) for name in names), default=1)):
        yield {name: VALUES[name][turn % len(VALUES[name])] for name in names}


@pytest.mark.parametrize("role", ["admin", *ROLES])
def test_no_query_of_a_page_gives_what_is_not_for_the_role(reader: Reader, role: str) -> None:
    for path in QUERIES:
        sql = path.read_text(encoding="utf-8")
        for values in _parameters(re.sub(r"--[^\n]*", "", sql)):
            assert _leaks(reader.query(sql, values, planted.VIEWERS[role]), role) == [], (path.name, values)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_queries_of_pages_name_no_catalogue(path: Path) -> None:
    sql = re.sub(r"--[^\n]*|'[^']*'", "", path.read_text(encoding="utf-8"))
    qualified = re.findall(r"\b(?:memory|wh|raw|scope|system|temp|information_schema|pg_catalog|viewer_\d+)\s*\.", sql)
    assert not qualified, "with a catalogue or another schema in its name a relation is not narrowed"
    assert not re.search(r"\b(?:duckdb_\w+|query_table|query|read_\w+|pragma\w*)\s*\(|\bpragma\b|\bset\b", sql)


def test_a_scope_that_changed_is_another_viewer_and_nothing_stale_is_told(world: Path) -> None:
    with closing(open_store(world)) as store, closing(open_reader(world)) as opened:
        snapshot = store.snapshot()
        opened.put_records(snapshot.tables, snapshot.version)
        sql = "select sum(clicks)::bigint as n from conversion where dimension = 'note'"
        mine = opened.query(sql, (), Viewer("marketer", (1,))).item()
        assert mine == opened.query(sql, (), Viewer("marketer", (1, 2))).item() * 3 // 5
        assert opened.query(sql, (), Viewer("marketer", ())).item() is None
        moved = {**snapshot.tables, "collaboration_note": snapshot.tables["collaboration_note"].slice(0, 0)}
        opened.put_records({**moved, "link": moved["link"].slice(0, 0)}, "later")
        assert opened.query(sql, (), Viewer("agency", (), 1)).item() is None


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What pages offer for download, made at once; closed tables, and the rows behind them, are shown."""
    files: list[bytes] = []
    offer = st.download_button

    def kept(label: str, data: Any, *args: Any, **named: Any) -> bool:
        made = data() if callable(data) else data
        files.append(made if isinstance(made, bytes) else str(made).encode())
        return offer(label, made, *args, **named)

    monkeypatch.setattr(st, "download_button", kept)
    monkeypatch.setattr(page, "behind", lambda _label, *shown: page.table(*shown))
    monkeypatch.setattr(origin, "offer", _ask_for_rows)
    return files


def _ask_for_rows(rests_on: origin.Origin | None, name: str, _voice: Voice) -> None:
    if rests_on is not None and rests_on.rows.height:
        st.session_state[f"behind.{name}"] = True


@pytest.fixture
def visit(world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    def open_as(role: str | None, name: str, address: dict[str, str] | None = None) -> AppTest:
        monkeypatch.setenv("KOL_ROOT", str(world))
        monkeypatch.setattr(reading, "DRAIN_SECONDS", 0)
        app = AppTest.from_file(str(APP), default_timeout=120)
        app.user = {"is_logged_in": False} if role is None else planted.person(role)
        app.query_params.update({"lang": "en", **(address or {})})
        app.run()
        if role is not None and audiences.is_open_to(name, role):
            app.switch_page(f"views/{name}.py").run()
        return app

    yield open_as
    reading.release()


def _pages() -> dict[str, list[str]]:
    text = APP.read_text(encoding="utf-8")
    block = text[text.index("PAGES = {") : text.index("HOME =")]
    return {"": re.findall(r'"(\w+)": ":material', block)}


def _bytes(app: AppTest) -> str:
    """Everything that went to the browser, as far as words can be found in it."""
    parts: list[str] = []

    def walk(node: Any) -> None:
        proto = getattr(node, "proto", None)
        if proto is not None and hasattr(proto, "SerializeToString"):
            parts.append(proto.SerializeToString().decode("utf-8", "replace"))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(app._tree)
    return "\n".join(parts)


def test_every_page_of_the_frame_has_its_roles() -> None:
    listed = {name for names in _pages().values() for name in names}
    assert set(audiences.OPEN_TO) >= listed, "a row in audiences.OPEN_TO"
    assert set(itertools.chain(*audiences.OPEN_TO.values())) == {"admin", *ROLES}


def test_an_administrator_meets_on_pages_and_in_files_what_others_must_not(
    visit: Callable[..., AppTest], sent: list[bytes]
) -> None:
    said = "\n".join(
        _bytes(visit("admin", name)) for name in ("overview", "campaigns", "pipeline", "drafts", "samples")
    )
    files = "\n".join(made.decode("utf-8", "replace") for made in sent)
    assert [mark for mark in (planted.BRAND, planted.AGENCY, planted.TALK) if mark not in said] == []
    assert planted.BRAND in files


@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_file_shows_what_is_not_for_the_role(
    role: str, visit: Callable[..., AppTest], sent: list[bytes]
) -> None:
    for name in audiences.open_pages(_pages(), role)[""]:
        app = visit(role, name)
        assert not app.exception, (name, app.exception)
        assert _found(_bytes(app), role) == [], name
        assert _found("\n".join(made.decode("utf-8", "replace") for made in sent), role) == [], name


@pytest.mark.parametrize("role", ["marketer", "agency"])
def test_a_link_to_what_belongs_to_others_shows_what_a_link_to_nothing_shows(
    role: str, visit: Callable[..., AppTest]
) -> None:
    links = {name: value for name, value in LINKS.items() if (role, name) != ("marketer", "agency")}
    nothing = {name: "987" if value.isdigit() else "n" * len(value) for name, value in links.items()}
    nothing["show"] = links["show"]
    for name in audiences.open_pages(_pages(), role)[""]:
        foreign, missing = _bytes(visit(role, name, links)), _bytes(visit(role, name, nothing))
        asked = [*links.values(), *nothing.values()]
        assert _found(_plain(foreign, asked), role) == [], name
        assert _plain(foreign, asked) == _plain(missing, asked), name


def _plain(text: str, asked: Iterable[str]) -> str:
    """Without what differs from run to run, and without what was asked for."""
    told = re.sub(r"[^\x20-\x7e]+|\d{2}:\d{2}|[0-9a-f]{32}", " ", text)
    for value in sorted(asked, key=len, reverse=True):
        told = re.sub(rf"(?<!\w){value}(?!\w)", "#", told) if value.isdigit() else told.replace(value, "#")
    return told


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_other_roles_are_not_there(role: str, visit: Callable[..., AppTest]) -> None:
    closed = [name for name in PAGES if not audiences.is_open_to(name, role)]
    assert closed
    app = visit(role, "")
    for name in closed:
        with pytest.raises(ValueError, match="page"):
            app.switch_page(f"views/{name}.py").run()


def test_what_was_read_for_one_is_never_served_to_another(visit: Callable[..., AppTest]) -> None:
    """Frames and readers are shared by all sessions of a server; only what they were made for tells them apart."""
    for name in ("campaigns", "pipeline"):
        assert planted.BRAND in _bytes(visit("admin", name))
        assert planted.BRAND not in _bytes(visit("marketer", name))
        assert planted.BRAND in _bytes(visit("admin", name))


def test_without_a_login_nothing_but_the_way_in_is_sent(visit: Callable[..., AppTest]) -> None:
    said = _bytes(visit(None, "overview", LINKS))
    assert "Log in" in said
    assert "brand 1" not in said
    assert _found(said, "agency") == []


def test_a_stranger_sees_that_and_nothing_else(
    visit: Callable[..., AppTest],
) -> None:
    said = _bytes(visit("stranger", "overview"))
    assert "stranger@example.com" in said
    assert "brand 1" not in said


def test_roles_are_read_anew_on_every_run(world: Path, visit: Callable[..., AppTest]) -> None:
    app = visit("finance", "campaigns")
    assert "brand 1" in _bytes(app)
    me, who = Actor("tests"), "finance@example.com"
    with closing(open_store(world)) as store:
        with store.reading() as session:
            person = session.exec(select(Person).where(Person.email == who)).one()
        number = person.id or 0
        actions.disable_person(store, me, "out", id=number, version=person.version)
        gone = _bytes(app.run())
        actions.enable_person(store, me, "in", id=number, version=person.version + 1)
    assert who in gone
    assert "brand 1" not in gone
    assert "brand 1" in _bytes(app.run())
