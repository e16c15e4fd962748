"""The chart of a product's stock beside the times of its notes. Rows in, a figure out; no queries, no Streamlit."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from campaigns.periods import SHANGHAI
from dashboard.axes import date_axis, value_axis
from dashboard.charts import ACCENT, INK, NEUTRAL, frame_of
from dashboard.formats import Voice

LABELLED = 3
"""How many notes carry their KOL's name beside the mark."""


def stock_curve(counts: pl.DataFrame, notes: pl.DataFrame, gaps: pl.DataFrame, voice: Voice) -> go.Figure:
    """Counts as steps, a diamond where a note came out, shaded while there was no stock.

    Columns: captured_at, available; notes: published_at, title, kol_name, clicks, is_paid (most clicks first); gaps:
    sold_out_at, restocked_at (null while it lasts).
    """
    figure = frame_of(330)
    times = [_clock(at) for at in counts["captured_at"]]
    top = max([*counts["available"], 1])
    said = [
        f"{voice.moment(at)}<br>{voice('sellout.available', count=voice.exact(left))}"
        for at, left in counts.select("captured_at", "available").iter_rows()
    ]
    figure.add_scatter(
        x=times, y=counts["available"].to_list(), mode="lines", line={"shape": "hv", "width": 2.2, "color": INK},
        hovertext=said, hoverinfo="text",
    )  # fmt: skip
    last = times[-1] if times else None
    for since, before in gaps.select("sold_out_at", "restocked_at").iter_rows():
        until = _clock(before) if before is not None else last
        figure.add_vrect(x0=_clock(since), x1=until, fillcolor=ACCENT, opacity=0.12, line_width=0, layer="below")
        figure.add_annotation(
            x=_clock(since), y=top * 0.52, text=f"<b>{voice('sellout.chart_gap')}</b>", showarrow=False,
            xanchor="right", xshift=-6, font={"color": ACCENT},
        )  # fmt: skip
    _mark_notes(figure, notes, top * 1.12, voice)
    figure.update_yaxes(value_axis(0, top * 1.3, voice.tick, voice("sellout.axis"), count=4), showgrid=True)
    figure.update_xaxes(date_axis(voice.lang))
    return figure


def _mark_notes(figure: go.Figure, notes: pl.DataFrame, height: float, voice: Voice) -> None:
    listed = notes.to_dicts()
    said = ["<br>".join(_told(row, voice)) for row in listed]
    names = [escape(row["kol_name"] or "") if place < LABELLED else "" for place, row in enumerate(listed)]
    figure.add_scatter(
        x=[_clock(row["published_at"]) for row in listed], y=[height] * len(listed), mode="markers+text", text=names,
        textposition="top center", hovertext=said, hoverinfo="text", cliponaxis=False,
        marker={
            "symbol": "diamond", "size": [9 if row["is_paid"] else 6 for row in listed], "line": {"width": 0},
            "color": [ACCENT if row["is_paid"] else NEUTRAL for row in listed],
        },
    )  # fmt: skip


def _told(row: dict[str, Any], voice: Voice) -> list[str]:
    title = escape(row["title"] or voice("label.untitled"))
    clicks = voice("attention.clicks", count=voice.count(row["clicks"]))
    return [voice.moment(row["published_at"]), escape(row["kol_name"] or ""), title, clicks]


def _clock(at: datetime) -> datetime:
    """Shanghai's wall clock, which is what the axis shows."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None)
