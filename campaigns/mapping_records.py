"""Column mappings: which column of an unknown file means what, confirmed by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from campaigns.records import JsonText, UTCDateTime, utc_now


class ColumnMapping(SQLModel, table=True):
    """How sheets with one header are read from now on. `fingerprint` names the header; `columns` lists it.

    `fields` maps a field of the fact table to its place (campaigns.field_mapping). `is_whole_list`: every such file is
    the whole list, so that what an older one has beside it has vanished. A file that was loaded keeps the mapping it
    was read with in the archive, whatever becomes of this row. An archived mapping is no longer used.
    """

    __tablename__ = "column_mapping"

    fingerprint: str = Field(primary_key=True)
    name: str
    table_name: str
    columns: list[str] = Field(sa_type=JsonText)
    fields: dict[str, Any] = Field(sa_type=JsonText)
    is_whole_list: bool = False
    is_archived: bool = False
    entered_by: str
    entered_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    version: int = 1
