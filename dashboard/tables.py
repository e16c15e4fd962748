"""Tables as Streamlit columns: titles from words, money in yuan, shares as percent, Shanghai clocks."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard.formats import Voice

RATIOS = {"roas", "net_roi", "low_roas", "high_roas", "expected_roas", "expected_low_roas", "expected_high_roas"}
PLAIN = {"days_to_post_median", "rating_mean", "expected_orders"}
"""Numbers with a part behind the point that are no shares."""
WIDE = {"title": 260, "remedy": 340, "rule": 260, "statement_why": 620, "statement_amount_fen": 110}


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


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """A presentable frame with its shares in percent."""
    shares = [
        name
        for name, kind in frame.schema.items()
        if kind == pl.Float64 and not name.endswith("_fen") and name not in RATIOS | PLAIN
    ]
    return frame.with_columns(pl.col(name) * 100 for name in shares)


def columns(frame: pl.DataFrame, voice: Voice) -> dict[str, Any]:
    """The column configuration of a shown frame."""
    return {name: _column(name, kind, voice(f"column.{name}"), voice) for name, kind in frame.schema.items()}


def _column(name: str, kind: pl.DataType, title: str, voice: Voice) -> Any:
    config = st.column_config
    if kind.is_numeric():
        return config.NumberColumn(title, format=_number_format(name, kind), alignment="right", width=WIDE.get(name))
    if isinstance(kind, pl.Datetime):
        return config.DatetimeColumn(title, format="YYYY-MM-DD HH:mm")
    if kind == pl.Date:
        return config.DateColumn(title, format="YYYY-MM-DD")
    if kind == pl.Boolean:
        return config.CheckboxColumn(title)
    if name == "url":
        return config.LinkColumn(title, display_text=voice("table.open"), width="small")
    return config.TextColumn(title, width=WIDE.get(name))


def _number_format(name: str, kind: pl.DataType) -> str:
    if name.endswith("_fen"):
        return "¥%,.2f"
    if name in PLAIN:
        return "%.1f"
    if name in RATIOS:
        return "%.2f×"
    return "%.1f%%" if kind == pl.Float64 else "%,d"


def titled(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The presentable frame under the titles people read: what a download holds."""
    return frame.rename({name: voice(f"column.{name}") for name in frame.columns})
