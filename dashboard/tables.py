"""Tables as Streamlit columns: titles from words, money in yuan, shares as percent, Shanghai clocks."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard.formats import Voice

HIDDEN = {"note_id", "code"}


def presentable(frame: pl.DataFrame) -> pl.DataFrame:
    """Fen become yuan and instants Shanghai times, for a table in which people sort; names stay as they are."""
    fen = [name for name in frame.columns if name.endswith("_fen")]
    moments = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    return frame.with_columns(
        *((pl.col(name).cast(pl.Float64) * 0.01).alias(name) for name in fen),
        *(
            pl.col(name).dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None).alias(name)
            for name in moments
        ),
    )


def columns(frame: pl.DataFrame, voice: Voice) -> dict[str, Any]:
    """The column configuration of a presentable frame."""
    return {name: None if name in HIDDEN else _column(name, kind, voice) for name, kind in frame.schema.items()}


def _column(name: str, kind: pl.DataType, voice: Voice) -> Any:
    title = voice(f"column.{name}")
    config = st.column_config
    if name.endswith("_fen"):
        return config.NumberColumn(title, format="¥%,.2f", alignment="right")
    if name in {"roas", "net_roi"}:
        return config.NumberColumn(title, format="%.2f×", alignment="right")
    if kind == pl.Float64:
        return config.NumberColumn(title, format="percent", alignment="right")
    if kind == pl.Boolean:
        return config.CheckboxColumn(title)
    if kind.is_integer():
        return config.NumberColumn(title, format="localized", alignment="right")
    if isinstance(kind, pl.Datetime):
        return config.DatetimeColumn(title, format="YYYY-MM-DD HH:mm")
    if kind == pl.Date:
        return config.DateColumn(title, format="YYYY-MM-DD")
    if name == "url":
        return config.LinkColumn(title, display_text=voice("table.open"), width="small")
    return config.TextColumn(title, width="large" if name in {"title", "remedy"} else None)


def titled(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The presentable frame under the titles people read: what a download holds."""
    return frame.rename({name: voice(f"column.{name}") for name in frame.columns})
