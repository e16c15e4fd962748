"""The revisions lead to exactly the schema that the models describe, forth and back, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from campaigns import every_record as _every_record  # noqa: F401  (its tables belong to the metadata)
from campaigns import migrations, records
from campaigns.store import database_url, open_store


def _migrated(root: Path) -> sa.Engine:
    open_store(root).close()
    return sa.create_engine(database_url(root))


def _described(connection: sa.Connection) -> dict[str, Any]:
    """Everything the database says about its tables, in an order that does not depend on how they were made."""
    seen = sa.inspect(connection)
    return {
        table: {
            "columns": [
                (column["name"], repr(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(table)
            ],
            "key": seen.get_pk_constraint(table),
            "references": sorted(seen.get_foreign_keys(table), key=str),
            "unique": sorted(seen.get_unique_constraints(table), key=str),
            "checks": sorted((check["name"], check["sqltext"]) for check in seen.get_check_constraints(table)),
            "indexes": sorted(seen.get_indexes(table), key=str),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_alembic_finds_no_difference_between_revisions_and_models(empty_root: Path) -> None:
    with _migrated(empty_root).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_comparison_sees_a_column_that_has_no_revision(empty_root: Path) -> None:
    with _migrated(empty_root).begin() as connection:
        connection.exec_driver_sql("alter table brand drop column name_zh")
        context = MigrationContext.configure(connection)
        assert [difference[0] for difference in compare_metadata(context, SQLModel.metadata)] == ["add_column"]


def test_the_revisions_make_what_the_models_would_make_checks_included(empty_root: Path) -> None:
    engine = _migrated(empty_root)
    with engine.begin() as connection:
        migrated = _described(connection)
    with engine.begin() as connection:
        migrations.downgrade(connection, "base")
        SQLModel.metadata.create_all(connection)
        assert _described(connection) == migrated
    assert set(migrated) == set(SQLModel.metadata.tables)


def test_every_constraint_has_a_name_of_its_own() -> None:
    for table in SQLModel.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint} needs a name for later revisions"


def test_downgrading_to_base_leaves_nothing_and_upgrading_again_works(empty_root: Path) -> None:
    engine = _migrated(empty_root)
    with engine.begin() as connection:
        migrations.downgrade(connection, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        if connection.dialect.name == "postgresql":
            left = connection.exec_driver_sql("select proname from pg_proc where proname like '%%audit%%'").all()
            assert left == []
    with _migrated(empty_root).connect() as connection:
        assert migrations.current(connection) == migrations.HEAD


def test_the_head_named_in_code_is_the_last_revision() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [migrations.HEAD]
    assert migrations.HEAD in migrations.known()


def test_a_failing_upgrade_leaves_the_database_empty(empty_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: sa.Connection) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("campaigns.store._check_references", fail)
    with pytest.raises(KeyboardInterrupt):
        open_store(empty_root)
    with sa.create_engine(database_url(empty_root)).connect() as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_the_schema_refuses_what_the_models_forbid(empty_root: Path) -> None:
    with _migrated(empty_root).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(
            sa.insert(records.Load).values(
                sha256="a", name="b", size_bytes=1, state="half done", captured_at=records.utc_now(), sheets=[],
                counts={}, totals={}, loaded_by="lin", created_at=records.utc_now(),
            )
        )  # fmt: skip
