"""A reader is locked down, safe from many threads, and shows records whole."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from campaigns import catalogue, warehouse
from campaigns.catalogue import Model
from campaigns.warehouse import LoadStamp, Reader

NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)


def live(name: str, sources: tuple[str, ...], sql: str) -> Model:
    return Model(
        name=name, layer="marts", sentence="One row.", key=("mood",), sources=sources, runs="live", money="",
        why="test", columns=("mood",), sql=sql, checks=(), path=Path(name),
    )  # fmt: skip


COUNTED = "(select count(*) as clicks from wh.raw.clicks)"
MODELS = (
    live("feelings", ("records.setting",), "select mood, count(*) as n from records.setting group by mood"),
    live("answers", ("feelings", "clicks"), f"select f.mood, f.n, c.clicks from feelings f, {COUNTED} c"),
)


def settings(mood: int, rows: int = 3000) -> dict[str, pa.Table]:
    return {"setting": pa.table({"mood": [mood] * rows})}


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[Reader]:
    monkeypatch.setattr(catalogue, "models", lambda: MODELS)
    stamp = LoadStamp(1, "a" * 64, "clicks.csv", NOON)
    rows = pl.DataFrame({"click_id": ["a", "b"], "clicked_at": [NOON] * 2, "source_row": [2, 3]})
    with warehouse.open_writer(tmp_path) as writer:
        writer.record_load(stamp, {"clicks": writer.apply("clicks", rows, stamp)}, {})
        writer.refresh_models()
    opened = warehouse.open_reader(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd.parquet'",
        "select * from glob('/*')",
        "attach '/tmp/other.duckdb' as other",
        "copy wh.raw.clicks to '/tmp/clicks.csv'",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "install httpfs",
        "delete from wh.raw.clicks",
        "create table wh.main.mine as select 1 as one",
        "create table memory.main.mine as select 1 as one",
    ],
)
def test_nothing_leaves_and_nothing_changes(reader: Reader, sql: str) -> None:
    with pytest.raises(Exception, match=r"(?i)(permission|disabled|locked|read-only)"):
        reader.query(sql)
    assert reader.query("select count(*) as n from wh.raw.clicks").item() == 2


def test_values_are_bound_by_place_or_by_name(reader: Reader) -> None:
    assert reader.query("select $1 as a, $2 as b", ["x'; drop", 2]).row(0) == ("x'; drop", 2)
    assert reader.query("select $since as a", {"since": date(2026, 5, 1)}).item() == date(2026, 5, 1)


def test_instants_come_in_utc_whatever_the_machine_thinks(reader: Reader) -> None:
    found = reader.query("select clicked_at, hour(clicked_at) as hour from wh.raw.clicks")
    assert found.schema["clicked_at"] == pl.Datetime("us", "UTC")
    assert found.row(0) == (NOON, 4)


def test_live_models_join_records_with_facts_and_follow_the_version(reader: Reader) -> None:
    reader.put_records(settings(1), "v1")
    assert reader.query("from answers").rows() == [(1, 3000, 2)]
    reader.put_records(settings(2), "v1")
    assert reader.query("from answers").rows() == [(1, 3000, 2)], "the same version changes nothing"
    reader.put_records(settings(2), "v2")
    assert reader.query("from answers").rows() == [(2, 3000, 2)]


def test_a_record_table_that_is_gone_is_dropped(reader: Reader) -> None:
    reader.put_records(settings(1) | {"old": pa.table({"x": [1]})}, "v1")
    reader.put_records(settings(1), "v2")
    assert reader.query("select table_name from duckdb_tables() where schema_name = 'records'").rows() == [("setting",)]


def test_records_that_break_a_model_leave_the_old_set(reader: Reader) -> None:
    reader.put_records(settings(1), "v1")
    with pytest.raises(Exception, match="mood"):
        reader.put_records({"setting": pa.table({"other": [1]})}, "v2")
    assert reader.query("from answers").rows() == [(1, 3000, 2)]
    assert reader.query("select count(*) as n from records.setting").item() == 3000
    reader.put_records(settings(3), "v2")
    assert reader.query("from answers").rows() == [(3, 3000, 2)]


def test_twelve_threads_see_one_set_of_records_at_a_time(reader: Reader) -> None:
    reader.put_records(settings(0), "v0")
    stop, wrong, looks = threading.Event(), list[object](), list[int]()
    sql = """select min(mood), max(mood), count(*), (select max(mood) from answers), (select min(n) from feelings)
             from records.setting"""

    def look() -> None:
        while not stop.is_set():
            try:
                low, high, count, answer, n = reader.query(sql).row(0)
                looks.append(low)
                if not (low == high == answer and count == n == 3000):
                    wrong.append((low, high, count, answer, n))
            except Exception as error:  # noqa: BLE001 - anything at all is a failure of the test
                wrong.append(error)

    def put(mood: int) -> None:
        reader.put_records(settings(mood), f"v{mood}")

    threads = [threading.Thread(target=look) for _ in range(12)]
    for thread in threads:
        thread.start()
    with ThreadPoolExecutor(2) as writers:
        list(writers.map(put, range(1, 40)))
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(set(looks)) > 1


def test_checks_of_live_models_are_told_once_there_are_records(reader: Reader) -> None:
    assert reader.broken_checks("fail") == []
    twice = pa.table({"mood": [1, 2]})
    reader.put_records({"setting": twice}, "v1")
    assert reader.broken_checks("fail") == []


def test_two_readers_of_one_build_live_side_by_side(reader: Reader, tmp_path: Path) -> None:
    before = warehouse.canonical_hash(tmp_path)
    other = warehouse.open_reader(tmp_path)
    other.close()
    assert reader.query("select count(*) as n from wh.raw.clicks").item() == 2
    assert warehouse.canonical_hash(tmp_path) == before


def test_the_real_models_build_on_an_empty_warehouse(tmp_path: Path) -> None:
    steps: list[str] = []
    with warehouse.open_writer(tmp_path) as writer:
        writer.refresh_models(steps.append)
    built = {model.name for model in catalogue.models() if model.runs == "warehouse"}
    assert built <= set(steps)
    opened = warehouse.open_reader(tmp_path)
    by_kind = {"data_reach"}  # one row per kind of fact, also where there is none
    counted = {opened.query(f"select count(*) as n from {name}").item() for name in sorted(built - by_kind)}
    assert counted <= {0, 1}
    opened.close()
