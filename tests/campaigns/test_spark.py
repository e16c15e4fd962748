"""Spark runs the same model files as DuckDB, to the same rows, on the demo with random data beside it.

Fractions are compared to twelve digits (a median is put together in another order), everything else exactly.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from campaigns import catalogue, table_files
from campaigns.errors import Refused
from campaigns.model_run import run_models

# Beside this file; pytest's importlib mode puts no folder on the path.
HERE = Path(__file__).parent
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def _beside(name: str) -> object:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    if not os.environ.get("KOL_SPARK"):
        pytest.skip("takes minutes of Java: `make spark`")
    missing = [name for name in ("pyspark", "sqlglot") if importlib.util.find_spec(name) is None]
    missing += [] if shutil.which("java") else ["java"]
    if missing:
        pytest.fail(f"needs {', '.join(missing)}: pip install .[spark], apt-get install openjdk-17-jre-headless")
    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder / "settings"))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with _beside("spark_cluster").running_cluster(folder) as running:  # type: ignore[attr-defined]
            patch.setenv("KOL_SPARK_MASTER", running.master)
            yield running


@pytest.fixture(scope="module")
def demo_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it is loaded, with every twelfth buyer: what Spark takes a minute for, it takes seconds for."""
    root, whole, part = (tmp_path_factory.mktemp(name) for name in ("demo", "whole", "part"))
    _kol("demo", "--root", str(root))
    _kol("load", "--root", str(root), str(root / "demo"))
    _kol("tables", "--root", str(root), "--to", str(whole))
    for path in sorted(whole.glob("*.parquet")):
        if path.stem in ("raw.clicks", "raw.orders"):
            duckdb.execute(
                f"copy (from '{path}' where buyer_key is null or buyer_key % 12 = 0) to '{part / path.name}'"
            )
        else:
            shutil.copy(path, part)
    return part


def _kol(*arguments: str) -> None:
    command = [sys.executable, "-c", "from dashboard.cli import app; app()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or arguments[0] == "load", done.stderr


def _other_rows(mine: Path, theirs: Path) -> dict[str, str]:
    """The models whose rows or columns differ between two folders."""
    found = {}
    with duckdb.connect() as connection:
        for model in catalogue.models():
            here, there = f"'{mine}/{model.name}.parquet'", f"'{theirs}/{model.name}.parquet/*.parquet'"
            columns = [
                connection.execute(f"describe from {place}").fetchall()
                for place in (f"read_parquet({here})", f"read_parquet({there})")
            ]
            if [row[:2] for row in columns[0]] != [row[:2] for row in columns[1]]:
                found[model.name] = f"columns {columns}"
                continue
            listed = ", ".join(
                f"printf('%.11e', {name})" if kind == "DOUBLE" else f'"{name}"' for name, kind, *_ in columns[0]
            )
            ours, spark = (f"select {listed} from read_parquet({place})" for place in (here, there))
            rows = connection.execute(
                f"(select 'duckdb', * from ({ours} except all {spark}) limit 3) union all "
                f"(select 'spark', * from ({spark} except all {ours}) limit 3)"
            ).fetchall()
            if rows:
                found[model.name] = f"{rows}"
    return found


def test_every_model_has_the_same_rows_though_a_worker_is_lost_in_the_middle_of_a_job(
    cluster: object, demo_tables: Path, tmp_path: Path
) -> None:
    tables, target = tmp_path / "tables", tmp_path / "spark"
    _beside("random_tables").write_random_tables(tables, seed=20260501, beside=demo_tables)  # type: ignore[attr-defined]
    ours = run_models("duckdb", str(tables), str(tmp_path / "duckdb"), NOW)
    killer = threading.Thread(target=_kill_during, args=(cluster, target / "order_credits.parquet" / "_temporary"))

    def watch(name: str) -> None:
        if name == "order_credits":
            killer.start()

    spark = run_models("spark", str(tables), str(target), NOW, watch)
    killer.join()
    assert cluster.processes[-1].returncode == -9  # type: ignore[attr-defined]
    assert spark == ours
    assert min(ours[name] for name in ("order_credits", "refund_claims", "commission_lines", "line_shares")) > 100
    assert _other_rows(tmp_path / "duckdb", target) == {}


def _kill_during(cluster: object, marker: Path) -> None:
    """Kill a worker as soon as a job has begun to write there; the folder stands as long as the job runs."""
    while not marker.exists():
        if marker.parent.with_name("conversion_counts.parquet").exists():
            return
    cluster.lose_a_worker()  # type: ignore[attr-defined]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=table_files.inputs()[0]):
        run_models("duckdb", str(tmp_path / "nothing"), str(tmp_path / "out"), NOW)


def test_duckdb_refuses_an_object_store(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="local folders"):
        run_models("duckdb", "s3a://bucket/tables", str(tmp_path), NOW)
