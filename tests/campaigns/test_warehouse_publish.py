"""A build is published whole or not at all: kills, queues, damage, other versions."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from campaigns import facts, publish, warehouse
from campaigns.errors import (
    ModelChecksFailed,
    WarehouseDamaged,
    WarehouseFromOtherVersion,
    WarehouseMissing,
    WarehouseWriteFailed,
)
from campaigns.warehouse import LoadStamp, Writer

NOON = datetime(2026, 5, 1, 4, tzinfo=UTC)
ROWS = 2000
CHILD = """
import os, signal, sys
from pathlib import Path
import polars as pl
from datetime import UTC, datetime
from campaigns import catalogue, publish, warehouse
root, step = Path(sys.argv[1]), int(sys.argv[2])
catalogue.models = lambda: ()
calls = [0]
def deadly(owner, name):
    plain = getattr(owner, name)
    def wrapped(*args, **named):
        calls[0] += 1
        if calls[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(*args, **named)
    setattr(owner, name, wrapped)
for name in ("replace", "symlink_to", "unlink"):
    deadly(Path, name)
for name in ("_sync", "clean", "copy_build"):
    deadly(publish, name)
deadly(warehouse.Writer, "seal")
for load_id in range(1, 40):
    with warehouse.open_writer(root) as writer:
        if load_id in writer.loaded_ids():
            continue
        rows = pl.DataFrame({"product_id": [f"{load_id}-{n}" for n in range(2000)],
                             "captured_at": [datetime(2026, 5, 1, tzinfo=UTC)] * 2000,
                             "available": list(range(2000)), "source_row": list(range(2000))})
        stamp = warehouse.LoadStamp(load_id, f"{load_id:064x}", "stock.csv", datetime(2026, 5, 1, tzinfo=UTC))
        counts = writer.apply("stock_levels", rows, stamp)
        writer.record_load(stamp, {"stock_levels": counts}, {})
    print(load_id, flush=True)
"""


def add_stock(writer: Writer, load_id: int, rows: int = ROWS) -> None:
    frame = pl.DataFrame({"product_id": [f"{load_id}-{n}" for n in range(rows)], "available": range(rows)})
    stamp = LoadStamp(load_id, f"{load_id:064x}", "stock.csv", NOON)
    counts = writer.apply(
        "stock_levels", frame.with_columns(captured_at=pl.lit(NOON), source_row=pl.col("available")), stamp
    )
    writer.record_load(stamp, {"stock_levels": counts}, {})


def add_and_interrupt(writer: Writer) -> None:
    add_stock(writer, 2)
    raise KeyboardInterrupt


def publish_one(root: Path, load_id: int = 1, rows: int = ROWS) -> None:
    with warehouse.open_writer(root) as writer:
        add_stock(writer, load_id, rows)
        writer.refresh_models()


def rows_and_loads(root: Path) -> tuple[int, int]:
    reader = warehouse.open_reader(root)
    try:
        found = reader.query("select (select count(*) from stock_levels) as n, (select count(*) from loads) as loads")
        return found.row(0)
    finally:
        reader.close()


@pytest.fixture(autouse=True)
def _few_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.catalogue.models", tuple)


def killed_writer(root: Path, step: int, seconds: float | None = None) -> list[int]:
    """Run the child until it is killed; the loads that it said were published."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(root), str(step)], stdout=subprocess.PIPE, text=True
    )
    if seconds is not None:
        time.sleep(seconds)
        child.kill()
    told, _ = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    return [int(line) for line in told.split()]


def assert_stands(root: Path, told: list[int]) -> None:
    """What was told to be published is there, nothing is there by half, and the next writer sweeps up."""
    fault = warehouse.inspect(root, every_byte=True)
    if fault is None or isinstance(fault, WarehouseFromOtherVersion):
        with warehouse.open_writer(root) as writer:
            present = set(writer.loaded_ids())
            assert set(told) <= present
            assert writer._run("select count(*) from stock_levels") == [(ROWS * len(present),)]
            writer.refresh_models()
    else:
        assert isinstance(fault, WarehouseMissing)
        assert not told
        publish_one(root)
    assert warehouse.inspect(root, every_byte=True) is None
    left = sorted(path.name for path in (root / publish.FOLDER).iterdir())
    assert left == sorted(["lock", (root / publish.LINK).resolve().name])


@pytest.mark.parametrize("step", [4, 8, 12, 15, 19, 22])
def test_a_kill_at_any_step_of_publishing_loses_nothing(tmp_path: Path, step: int) -> None:
    told = killed_writer(tmp_path, step)
    assert_stands(tmp_path, told)


def test_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    moments = random.Random(20261122)
    for _ in range(2):
        told = killed_writer(tmp_path, 0, seconds=moments.uniform(0.7, 2.5))
        assert_stands(tmp_path, told)


def test_an_exception_discards_the_build_and_the_old_one_stands(tmp_path: Path) -> None:
    publish_one(tmp_path)
    before = (tmp_path / publish.LINK).resolve()
    with pytest.raises(KeyboardInterrupt), warehouse.open_writer(tmp_path) as writer:
        add_and_interrupt(writer)
    assert (tmp_path / publish.LINK).resolve() == before
    assert rows_and_loads(tmp_path) == (ROWS, 1)


def test_a_second_writer_waits_says_so_and_builds_on_the_first(tmp_path: Path) -> None:
    entered, said = threading.Event(), list[str]()

    def first() -> None:
        with warehouse.open_writer(tmp_path) as writer:
            entered.set()
            add_stock(writer, 1)
            deadline = time.monotonic() + 10
            while not said and time.monotonic() < deadline:
                time.sleep(0.02)
            writer.refresh_models()

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(10)
    with warehouse.open_writer(tmp_path, on_wait=said.append) as writer:
        assert list(writer.loaded_ids()) == [1]
        add_stock(writer, 2)
        writer.refresh_models()
    thread.join()
    assert len(said) == 1
    assert "Waiting for another load to finish (process " in said[0]
    assert rows_and_loads(tmp_path) == (2 * ROWS, 2)


def test_readers_during_publications_never_see_half(tmp_path: Path) -> None:
    publish_one(tmp_path)
    stop, seen, wrong = threading.Event(), set[int](), list[object]()

    def look() -> None:
        while not stop.is_set():
            try:
                rows, loads = rows_and_loads(tmp_path)
                seen.add(loads)
                if rows != loads * ROWS:
                    wrong.append((rows, loads))
            except Exception as error:  # noqa: BLE001 - anything at all is a failure of the test
                wrong.append(error)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for load_id in range(2, 6):
        publish_one(tmp_path, load_id)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(seen) > 1, "readers picked new builds up"


def test_a_reader_keeps_its_build_while_newer_ones_replace_it(tmp_path: Path) -> None:
    publish_one(tmp_path)
    old = warehouse.open_reader(tmp_path)
    publish_one(tmp_path, 2)
    publish_one(tmp_path, 3)
    assert not old.path.exists(), "the name of a replaced build goes at once"
    assert old.query("select count(*) as n, sum(available)::bigint as sum from stock_levels").row(0) == (ROWS, 1999000)
    assert publish.current_build(tmp_path) != old.path
    assert rows_and_loads(tmp_path) == (3 * ROWS, 3)
    old.close()


def test_a_missing_warehouse_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="kol rebuild"):
        warehouse.open_reader(tmp_path)
    publish_one(tmp_path)
    (tmp_path / publish.LINK).resolve().unlink()
    assert isinstance(warehouse.inspect(tmp_path), WarehouseMissing)
    publish_one(tmp_path)
    assert warehouse.inspect(tmp_path) is None


@pytest.mark.parametrize("keep", [0, 5000, 300_000, -4096])
def test_a_truncated_file_is_damaged_and_a_fresh_build_replaces_it(tmp_path: Path, keep: int) -> None:
    publish_one(tmp_path)
    path = (tmp_path / publish.LINK).resolve()
    data = path.read_bytes()
    path.write_bytes(data[:keep])
    assert isinstance(warehouse.inspect(tmp_path), WarehouseDamaged)
    with pytest.raises(WarehouseDamaged), warehouse.open_writer(tmp_path):
        pytest.fail("a damaged warehouse is no basis for the next build")
    with warehouse.open_writer(tmp_path, fresh=True) as writer:
        assert writer.loaded_ids() == {}
        writer.refresh_models()
    assert warehouse.inspect(tmp_path) is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_flipped_bit_is_found_wherever_it_is(tmp_path: Path, share: float) -> None:
    publish_one(tmp_path)
    path = (tmp_path / publish.LINK).resolve()
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 1
    path.write_bytes(data)
    assert isinstance(warehouse.inspect(tmp_path, every_byte=True), WarehouseDamaged)


def test_a_log_that_another_program_left_is_damage(tmp_path: Path) -> None:
    publish_one(tmp_path)
    build = (tmp_path / publish.LINK).resolve()
    build.with_name(build.name + ".wal").write_bytes(b"")
    assert "Another program" in str(warehouse.inspect(tmp_path))


def test_other_facts_need_a_rebuild_and_other_models_a_refresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_one(tmp_path)
    with monkeypatch.context() as newer:
        newer.setattr("campaigns.catalogue.macros", lambda: "create or replace macro one() as 1")
        fault = warehouse.inspect(tmp_path)
        assert isinstance(fault, WarehouseFromOtherVersion)
        assert fault.what == "models"
        with warehouse.open_writer(tmp_path) as writer:
            writer.refresh_models()
        assert rows_and_loads(tmp_path) == (ROWS, 1)
    schema = facts.schema_sql()
    monkeypatch.setattr(facts, "schema_sql", lambda: schema + "create table tips (tip_id varchar);")
    fault = warehouse.inspect(tmp_path)
    assert isinstance(fault, WarehouseFromOtherVersion)
    assert fault.what == "schema"
    with pytest.raises(WarehouseFromOtherVersion), warehouse.open_writer(tmp_path):
        pytest.fail("facts of another schema are no basis for the next build")


def test_facts_without_a_refresh_are_models_of_another_version(tmp_path: Path) -> None:
    publish_one(tmp_path)
    with warehouse.open_writer(tmp_path) as writer:
        add_stock(writer, 2)
    fault = warehouse.inspect(tmp_path)
    assert isinstance(fault, WarehouseFromOtherVersion)
    assert fault.what == "models"


def test_a_full_disk_keeps_the_old_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_one(tmp_path)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as disk:
        disk.setattr(publish, "_sync", full)
        with pytest.raises(WarehouseWriteFailed, match="No space left"):
            publish_one(tmp_path, 2)
    assert rows_and_loads(tmp_path) == (ROWS, 1)


def test_a_model_that_breaks_its_own_rule_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from campaigns.catalogue import Check, Model

    publish_one(tmp_path)
    rule = Check("stock", "fail", "stock is below zero", "select product_id from stock where available < 1999")
    model = Model(
        name="stock", layer="marts", sentence="One row per product.", key=("product_id",), sources=("stock_levels",),
        runs="warehouse", money="", why="test", columns=("product_id", "available"),
        sql="select product_id, available from stock_levels", checks=(rule,), path=tmp_path,
    )  # fmt: skip
    monkeypatch.setattr("campaigns.catalogue.models", lambda: (model,))
    with pytest.raises(ModelChecksFailed, match=r"stock: stock is below zero \(1999 rows\)"):
        publish_one(tmp_path, 1)
    monkeypatch.setattr("campaigns.catalogue.models", tuple)
    assert rows_and_loads(tmp_path) == (ROWS, 1)


def test_a_build_opens_in_duckdb_1_5(tmp_path: Path) -> None:
    publish_one(tmp_path)
    storage_version = (tmp_path / publish.LINK).read_bytes()[12]
    assert storage_version == 68, "1.5.5 opens 64 to 68"


def test_a_root_that_moves_keeps_its_warehouse(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    publish_one(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert rows_and_loads(tmp_path / "there") == (ROWS, 1)
