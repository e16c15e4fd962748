"""Which rows changed last with which action: a reader takes over a change without reading every table again."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns import records as _records  # noqa: F401  (it says how constraints are named)


class RowChange(SQLModel, table=True):
    """One row per row that was ever written: `entry_id` is the audit entry of the last action that wrote it.

    Kept by triggers of the database (`campaigns.row_changes`), never by hand. A row that was deleted stays listed.
    `row_key` is the primary key as text; it is empty where the key has several columns: then the table as a whole.
    """

    __tablename__ = "row_change"

    table_name: str = Field(primary_key=True)
    row_key: str = Field(primary_key=True)
    entry_id: int = Field(sa_type=sa.BigInteger, index=True)
