"""The models on Apache Spark: the same SQL files, tables from Parquet to Parquet, on one machine or a cluster.

`KOL_SPARK_MASTER` names the master (`spark://host:7077`, `yarn`, `k8s://…`); without it Spark runs here, on all cores.
Everything else is Spark's own configuration (`SPARK_CONF_DIR`). A lost worker costs the time of its tasks, no rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from campaigns import catalogue, table_files
from campaigns.errors import Refused

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from campaigns.model_run import Types
    from campaigns.spark_sql import Recursion

_MUST = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.ui.showConsoleProgress": "false",
}
"""What the meaning of the models rests on, whatever else is configured."""

_SPARK_TYPES = {"TIMESTAMP WITH TIME ZONE": "timestamp", "VARCHAR": "string", "INTEGER": "int", "JSON": "string"}


def run_on_spark(
    source: str, target: str, now: datetime, types: Types, on_step: Callable[[str], None]
) -> dict[str, int]:
    """Run every model, each written before the next reads it; rows by model. Raises Refused."""
    session = open_session()
    from pyspark.errors import PySparkException  # noqa: PLC0415  (Spark is an extra)

    from campaigns.spark_sql import to_spark, view_name  # noqa: PLC0415

    step = "the tables"
    try:
        for name in table_files.inputs():
            step = f"the table {name}"
            table = session.read.schema(_schema(types[name])).parquet(_place(source, name))
            table.createOrReplaceTempView(view_name(name))
        rows = {}
        for model in catalogue.models():
            step = f"the model {model.name}"
            on_step(model.name)
            recursion, statement = to_spark(model.sql, now)
            if recursion:
                _walk(session, recursion)
            frame = _typed(session.sql(statement), types[model.name])
            rows[model.name] = _written(session, frame, _place(target, model.name), model.name)
            session.catalog.clearCache()
        return rows
    except PySparkException as error:
        raise Refused(f"Spark could not make {step} ({source} → {target}): {str(error).splitlines()[0]}") from error
    finally:
        session.stop()


def open_session() -> SparkSession:
    """A session on the master that KOL_SPARK_MASTER names, or on this machine. Raises Refused without Spark."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise Refused("Spark is not installed: `pip install .[spark]`, and Java 17 or later.") from error
    builder = SparkSession.builder.appName("kolbook").master(os.environ.get("KOL_SPARK_MASTER", "local[*]"))
    for name, value in _MUST.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _place(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}.parquet"


def _walk(session: SparkSession, recursion: Recursion) -> None:
    """Run the rounds of a recursion until one brings nothing, and name all their rows after its chapter."""
    newest = whole = session.sql(recursion.first).cache()
    while newest.count():
        newest.createOrReplaceTempView(recursion.name)
        found = session.sql(recursion.again)
        newest = found.selectExpr(
            *(
                f"cast(`{old}` as {kind}) as `{name}`"
                for old, (name, kind) in zip(found.columns, whole.dtypes, strict=True)
            )
        ).cache()
        whole = whole.unionAll(newest)
    whole.createOrReplaceTempView(recursion.name)


def _schema(columns: list[tuple[str, str]]) -> str:
    """The columns as Spark declares them: known beforehand, so that no job has to open every file for them."""
    return ", ".join(f"`{name}` {_spark_type(kind)}" for name, kind in columns)


def _spark_type(kind: str) -> str:
    return f"array<{_spark_type(kind[:-2])}>" if kind.endswith("[]") else _SPARK_TYPES.get(kind, kind)


def _typed(frame: DataFrame, columns: list[tuple[str, str]]) -> DataFrame:
    """The columns with the types they have in DuckDB; lists keep those that Spark found."""
    return frame.selectExpr(
        *(
            f"`{name}`" if kind.endswith("[]") else f"cast(`{name}` as {_spark_type(kind)}) as `{name}`"
            for name, kind in columns
        )
    )


def _written(session: SparkSession, frame: DataFrame, place: str, name: str) -> int:
    """Write a model and let the next ones read what was written: a lost worker then never costs more than one model."""
    frame.write.mode("overwrite").parquet(place, compression="zstd")
    written = session.read.schema(frame.schema).parquet(place)
    written.createOrReplaceTempView(name)
    return int(written.count())
