"""The store: opened by several at once, writers in turn, readers of one moment, records as Arrow."""

from __future__ import annotations

import functools
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlmodel import select

from campaigns import actions, audit, migrations, record_tables
from campaigns.actions import Actor
from campaigns.errors import Refused
from campaigns.records import Brand, Load, Setting
from campaigns.store import Store, database_url, open_store

OPEN_AND_SAVE = """
import sys, time
from pathlib import Path
from campaigns.store import open_store
from campaigns import actions
root, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
store = open_store(root)
actions.save_brand(store, actions.Actor(name), name, code=name, name=name)
"""


def _load(**fields: Any) -> Load:
    return Load(**({"sha256": "ab" * 32, "name": "notes.csv", "size_bytes": 9, "captured_at": _NOON} | fields))


_NOON = datetime(2026, 5, 1, 4, 0, 0, 123456, tzinfo=UTC)


def test_several_processes_open_a_fresh_root_at_once(empty_root: Path) -> None:
    names = ["anna", "bo", "chen"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_AND_SAVE, str(empty_root), name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        _, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint
    store = open_store(empty_root)
    assert sorted(store.record_tables()["brand"].column("code").to_pylist()) == names
    assert audit.verify(store) == []


def test_opening_again_keeps_what_was_saved(root: Path, lin: Actor) -> None:
    first = open_store(root)
    actions.save_brand(first, lin, "1", code="glow", name="Glow")
    first.close()
    second = open_store(root)
    assert second.record_tables()["brand"].column("name").to_pylist() == ["Glow"]
    assert second.version() == first.version()


def test_records_of_a_newer_version_are_refused_untouched(root: Path) -> None:
    open_store(root).close()
    engine = sa.create_engine(database_url(root))
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(Refused, match="revision 9999, which this version of kolbook does not know"):
        open_store(root)
    with engine.connect() as connection:
        assert migrations.current(connection) == "9999"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    (tmp_path / "campaigns.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Refused, match=r"campaigns\.db cannot be opened: file is not a database"):
        open_store(tmp_path)
    assert (tmp_path / "campaigns.db").read_bytes() == b"not a database at all" * 100


def test_a_server_that_does_not_answer_is_refused_without_showing_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOL_DATABASE_URL", "postgresql://kol:sesame@127.0.0.1:1/kol")
    with pytest.raises(Refused, match="cannot be opened") as caught:
        open_store(tmp_path)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "complaint"),
    [("mysql://kol@host/kol", "names mysql; records live on sqlite or postgresql"), ("kol", "is no address")],
)
def test_an_address_of_something_else_is_refused(
    address: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOL_DATABASE_URL", address)
    with pytest.raises(Refused, match=complaint):
        open_store(tmp_path)


def test_sqlite_runs_with_wal_foreign_keys_and_full_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    with open_store(tmp_path).transaction() as session:
        found = [
            session.connection().exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert found == ["wal", 1, 2]


class Contended(sqlite3.Connection):
    """Meets another process that is switching the same new file: SQLite says busy at once, without waiting."""

    refusals = 3

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if sql == "pragma journal_mode = wal" and self.refusals:
            self.refusals -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return super().execute(sql, *rest)


def test_opening_tries_again_while_another_process_switches_a_new_file_to_wal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    monkeypatch.setattr("sqlite3.dbapi2.connect", functools.partial(sqlite3.connect, factory=Contended))
    with open_store(tmp_path).reading() as session:
        assert session.connection().exec_driver_sql("pragma journal_mode").scalar() == "wal"
        driver: Any = session.connection().connection.driver_connection
        assert driver.refusals == 0


def test_a_reference_to_nothing_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.transaction() as session:
        session.execute(sa.text("insert into collaboration_note (note_id, collaboration_id) values ('n', 77)"))


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def save_and_fail() -> None:
        with store.transaction() as session:
            session.add(Brand(code="glow", name="Glow"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    assert store.record_tables()["brand"].num_rows == 0


def test_a_reading_session_refuses_to_write(store: Store) -> None:
    with store.reading() as session, pytest.raises(sa.exc.DatabaseError, match=r"readonly|read-only"):
        session.execute(sa.text("insert into brand (code, name, name_zh, version) values ('a', 'b', '', 1)"))
    with store.transaction() as session:
        session.add(Brand(code="glow", name="Glow"))
    assert store.record_tables()["brand"].num_rows == 1


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(store: Store, lin: Actor) -> None:
    actions.save_brand(store, lin, "1", code="glow", name="Glow")
    with store.reading() as session:
        before = session.exec(select(Brand.name)).all()
        with ThreadPoolExecutor(1) as other:
            other.submit(actions.save_brand, store, lin, "2", code="mist", name="Mist").result(10)
        assert session.exec(select(Brand.name)).all() == before == ["Glow"]
    with store.reading() as session:
        assert sorted(session.exec(select(Brand.name)).all()) == ["Glow", "Mist"]


def test_writers_take_turns_so_that_read_then_write_loses_nothing(store: Store) -> None:
    with store.transaction() as session:
        session.add(Setting(key="count", value=0))

    def add_one(_: int) -> None:
        with store.transaction() as session:
            row = session.get_one(Setting, "count")
            row.value = row.value + 1

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add_one, range(60)))
    assert store.record_tables()["setting"].column("value").to_pylist() == ["60"]


def test_a_transaction_inside_another_is_an_error_at_once(store: Store) -> None:
    started = time.monotonic()
    with store.transaction(), pytest.raises(RuntimeError, match="inside another"), store.transaction():
        pass
    assert time.monotonic() - started < 5
    with store.transaction() as session:
        session.add(Brand(code="glow", name="Glow"))


def test_waiting_too_long_for_another_writer_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.store.WAIT_SECONDS", 1)
    store = open_store(root)
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction():
            inside.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(10)
    try:
        with pytest.raises(Refused, match="busy: another process has been writing for 1 seconds"), store.transaction():
            pass
    finally:
        done.set()
        holder.join()
    with store.transaction() as session:
        session.add(Brand(code="glow", name="Glow"))


def test_instants_come_back_aware_and_naive_ones_are_refused(store: Store) -> None:
    shanghai = datetime.fromisoformat("2026-05-01T12:00:00.123456+08:00")
    with store.transaction() as session:
        session.add(_load(captured_at=shanghai))
    with store.reading() as session:
        assert session.exec(select(Load)).one().captured_at == _NOON
        assert session.exec(select(Load)).one().captured_at.tzinfo is not None
    with pytest.raises(sa.exc.StatementError, match="has no zone"), store.transaction() as session:
        session.add(_load(sha256="cd" * 32, captured_at=_NOON.replace(tzinfo=None)))


def test_the_version_changes_with_every_accepted_action_and_with_nothing_else(store: Store, lin: Actor) -> None:
    empty = store.version()
    assert empty == record_tables.EMPTY_VERSION
    actions.save_brand(store, lin, "1", code="glow", name="Glow")
    first = store.version()
    actions.save_brand(store, lin, "1", code="glow", name="Glow")
    with pytest.raises(Refused):
        actions.save_brand(store, lin, "2", code="glow", name="Glow again")
    with store.transaction() as session:
        session.add(_load())
    assert store.version() == first != empty
    actions.save_brand(store, lin, "3", code="mist", name="Mist")
    assert store.version() != first


INT, TEXT, DAY, BOOL = pa.int64(), pa.string(), pa.date32(), pa.bool_()
CAMPAIGN = {
    "id": INT, "code": TEXT, "brand_id": INT, "name": TEXT, "name_zh": TEXT, "method": TEXT, "since_date": DAY,
    "before_date": DAY, "budget_fen": INT, "lookback_days": INT, "target_audience": TEXT, "countdowns": TEXT,
    "is_archived": BOOL, "version": INT, "budget_parts": TEXT, "posting_due_days": INT, "brief": TEXT,
    "must_have": TEXT,
    "banned_extra": TEXT, "disclosure": TEXT, "credit_rule": TEXT, "match_on": TEXT, "half_life_days": INT,
}  # fmt: skip
TERMS = {
    "id": INT, "scope": TEXT, "part": TEXT, "collaboration_id": INT, "agency_id": INT, "campaign_id": INT,
    "platform": TEXT, "category": TEXT, "since_date": DAY, "before_date": DAY, "base": TEXT, "rate_ppm": INT,
    "tiers": TEXT, "tier_mode": TEXT, "cap_fen": INT, "minimum_fen": INT, "guarantee_kind": TEXT, "guarantee_fen": INT,
    "fixed_fee_fen": INT, "cps_share_ppm": INT, "currency": TEXT, "entered_by": TEXT,
    "entered_at": pa.timestamp("us", tz="UTC"), "version": INT,
}  # fmt: skip


def _fill(store: Store, lin: Actor) -> None:
    actions.save_brand(store, lin, "b", code="glow", name="Glow", name_zh="光")
    actions.save_product(store, lin, "p", product_id="66aa", brand_id=1, name="Mask", category="beauty", cost_fen=2**62)
    actions.save_agency(store, lin, "a", code="lin", name="Lin")
    actions.save_campaign(
        store, lin, "c", code="may", brand_id=1, name="May", method="samples", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=5, target_audience={"gender": {"female": 0.8}}, product_ids=["66aa"],
    )  # fmt: skip
    actions.save_collaboration(store, lin, "k", campaign_id=1, kol_id="k1", kol_name="K")
    actions.save_terms(
        store, lin, "t", scope="agency", agency_id=1, part="third_party", since_date=date(2026, 5, 1),
        tiers=[{"up_to_fen": 5, "rate_ppm": 1}, {"up_to_fen": None, "rate_ppm": 2}],
    )  # fmt: skip
    actions.save_setting(store, lin, "s", name="benchmark.tmall", value=0.026, source="issue")


@pytest.mark.parametrize("is_filled", [False, True], ids=["empty", "filled"])
def test_arrow_columns_and_types_are_the_same_on_both_databases(store: Store, lin: Actor, *, is_filled: bool) -> None:
    if is_filled:
        _fill(store, lin)
    tables = store.record_tables()
    assert tuple(tables) == record_tables.TABLES
    assert dict(zip(tables["campaign"].column_names, tables["campaign"].schema.types, strict=True)) == CAMPAIGN
    assert dict(zip(tables["terms"].column_names, tables["terms"].schema.types, strict=True)) == TERMS
    assert {name: table.num_rows > 0 for name, table in tables.items()}["campaign"] is is_filled


def test_arrow_values_are_what_was_saved(store: Store, lin: Actor) -> None:
    _fill(store, lin)
    tables = store.record_tables()
    campaign, terms = tables["campaign"].to_pylist()[0], tables["terms"].to_pylist()[0]
    assert campaign["is_archived"] is False
    assert (campaign["since_date"], campaign["before_date"]) == (date(2026, 5, 1), date(2026, 6, 1))
    assert (campaign["target_audience"], campaign["countdowns"]) == ('{"gender":{"female":0.8}}', "[]")
    assert terms["tiers"] == '[{"rate_ppm":1,"up_to_fen":5},{"rate_ppm":2,"up_to_fen":null}]'
    assert terms["before_date"] is None
    assert abs((terms["entered_at"] - datetime.now(UTC)).total_seconds()) < 60
    assert tables["product"].column("cost_fen").to_pylist() == [2**62]
    assert tables["setting"].column("value").to_pylist() == ["0.026"]
    assert tables["brand"].column("name_zh").to_pylist() == ["光"]


def test_arrow_reads_a_text_that_follows_thousands_of_nulls(store: Store, lin: Actor) -> None:
    _fill(store, lin)
    with store.transaction() as session:
        row = {
            "collaboration_id": 1, "product_id": "66aa", "units": 1, "shipping_fen": 0, "state": "requested",
            "waiver_reason": "", "feedback": "",
        }  # fmt: skip
        table = sa.table("sample", *(sa.column(name) for name in (*row, "tracking_no", "version")))
        session.execute(sa.insert(table), [row | {"tracking_no": None, "version": 1}] * 3000)
        session.execute(sa.insert(table), [row | {"tracking_no": "SF1", "version": 1}])
    found = store.record_tables()["sample"].column("tracking_no").to_pylist()
    assert found == [None] * 3000 + ["SF1"]


def test_reading_as_arrow_loses_no_commit(store: Store, lin: Actor) -> None:
    """A second copy of SQLite in the process did: it deleted the write-ahead log under the store's feet."""
    for number in range(1, 6):
        actions.save_brand(store, lin, str(number), code=f"b{number}", name="Glow")
        assert store.record_tables()["brand"].num_rows == number
        with store.reading() as session:
            assert len(session.exec(select(Brand)).all()) == number


def test_a_snapshot_names_the_moment_it_shows_while_others_write(store: Store, lin: Actor) -> None:
    versions: dict[str, str] = {}

    def write() -> None:
        saved = actions.save_setting(store, lin, "0", name="number", value=0)
        for value in range(1, 25):
            saved = actions.save_setting(store, lin, str(value), name="number", value=value, version=saved.version)

    with ThreadPoolExecutor(1) as writer:
        running = writer.submit(write)
        while not running.done():
            seen = store.snapshot()
            versions[seen.version] = "".join(seen.tables["setting"].column("value").to_pylist())
        running.result()
    seen = store.snapshot()
    versions[seen.version] = "".join(seen.tables["setting"].column("value").to_pylist())
    with store.reading() as session:
        entries = session.exec(select(audit.AuditEntry)).all()
    truth = {entry.hash: str((entry.after or {})["value"]) for entry in entries} | {record_tables.EMPTY_VERSION: ""}
    assert versions == {version: truth[version] for version in versions}
    assert versions[store.version()] == "24"
