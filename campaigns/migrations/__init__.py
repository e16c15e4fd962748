"""The history of the records' schema: which revision a database has, and how to bring it to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it is used: opening a store that stands at HEAD, the daily case, does not need it.
# ruff: noqa: PLC0415

HEAD = "0014"
"""The last revision. A test compares it with the files."""


def current(connection: sa.Connection) -> str | None:
    """The revision the database stands at; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("select version_num from alembic_version")).scalar()


def known() -> frozenset[str]:
    """Every revision this version of kolbook has."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory(str(Path(__file__).parent)).walk_revisions())


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the database up to `revision`, in the transaction that `connection` is in."""
    from alembic import command

    command.upgrade(_config(connection), revision)


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Take the database back to `revision` (`base` for none), in the transaction that `connection` is in."""
    from alembic import command

    command.downgrade(_config(connection), revision)


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
