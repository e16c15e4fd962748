"""Alembic's entry: runs on the connection that `campaigns.migrations` hands over, inside its transaction."""

from __future__ import annotations

import os
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

from campaigns import every_record as _every_record  # noqa: F401  (its tables belong to the metadata)
from campaigns import records


def render_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as SQLAlchemy's, so that an old revision needs none of today's classes."""
    if kind == "type" and isinstance(item, records.UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, records.JsonText):
        return "sa.Text()"
    return False


def run(connection: sa.Connection) -> None:
    """Run the revisions asked for; SQLite's DDL is part of the transaction too, so a kill leaves the old schema."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=render_type,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # the alembic command, when a new revision is written
    with sa.create_engine(os.environ["KOL_DATABASE_URL"]).begin() as own:
        run(own)
