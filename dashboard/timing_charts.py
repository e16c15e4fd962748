"""Charts of the timing page: curves by age, methods with intervals, orders by hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go
import polars as pl

from campaigns.periods import SHANGHAI
from dashboard.axes import value_axis
from dashboard.charts import ACCENT, BLUE, INK, NEUTRAL, PALE, frame_of
from dashboard.formats import Voice

NAME_SHARE = 0.05
"""Names of curves stand at least this part of the height apart."""

HOURS_AFTER = 24
"""How long after a sale its hours are drawn; the table has the whole week."""


def curves(cohorts: Sequence[dict[str, Any]], days: int, voice: Voice) -> go.Figure:
    """Net sales per yuan spent by days since publication. Finished weeks are grey, unfinished ones end where their data
    does; from there a dotted line leads to what they may come to, with its interval."""
    figure = frame_of(360)
    for row in cohorts:
        heights = [fen / row["spend_fen"] for fen in row["sales"]]
        color = NEUTRAL if row["is_finished"] else INK
        week = voice("chart.week_of", day=voice.day(row["cohort_date"]))
        figure.add_scatter(
            x=list(range(len(heights))), y=heights, mode="lines", hoverinfo="text",
            line={"color": color, "width": 1.5 if row["is_finished"] else 2.5},
            hovertext=[f"{week}<br>T+{day}: {voice.ratio(height)}" for day, height in enumerate(heights)],
        )  # fmt: skip
        if row["expected"] is not None:
            _expected(figure, row, heights[-1], days, voice)
    tops = [max(row["sales"][-1], row["high"] or 0, row["expected"] or 0) / row["spend_fen"] for row in cohorts]
    _name_unfinished(figure, cohorts, days, max([*tops, 0.1]), voice)
    figure.update_yaxes(value_axis(0, max([*tops, 0.1]) * 1.06, lambda tick: f"{tick:g}×", voice("timing.axis")))
    figure.update_xaxes(value_axis(0, days * 1.08, lambda tick: f"{tick:g}", voice("timing.days_axis"), count=6))
    return figure


def _expected(figure: go.Figure, row: dict[str, Any], height: float, days: int, voice: Voice) -> None:
    end, low, high = (row[name] / row["spend_fen"] for name in ("expected", "low", "high"))
    week = voice("chart.week_of", day=voice.day(row["cohort_date"]))
    span = f"{voice.ratio(low)} – {voice.ratio(high)}"
    said = voice("timing.expected", week=week, roas=voice.ratio(end), span=span)
    figure.add_scatter(
        x=[row["seen_days"], days], y=[height, end], mode="lines", line={"color": INK, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[days], y=[end], mode="markers", hoverinfo="text", cliponaxis=False,
        marker={"color": INK, "size": 8, "symbol": "circle-open"},
        error_y={"type": "data", "symmetric": False, "array": [high - end], "arrayminus": [end - low],
                 "thickness": 1.2, "width": 3, "color": NEUTRAL},
        hovertext=[said],
    )  # fmt: skip


def _name_unfinished(figure: go.Figure, cohorts: Sequence[dict[str, Any]], days: int, top: float, voice: Voice) -> None:
    """Write the week at the end of each unfinished curve, the highest first, where no other week's name stands."""
    ends = [
        (
            (row["expected"] or row["sales"][-1]) / row["spend_fen"],
            days if row["expected"] else row["seen_days"],
            voice.day(row["cohort_date"]),
        )
        for row in cohorts
        if not row["is_finished"]
    ]
    written: list[float] = []
    for height, age, week in sorted(ends, reverse=True):
        if all(abs(height - other) > NAME_SHARE * top for other in written):
            written.append(height)
            figure.add_annotation(x=age, y=height, text=week, showarrow=False, xanchor="left", xshift=7,
                                  font={"size": 11, "color": INK})  # fmt: skip


def methods(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Net sales per yuan spent by method, with its interval. Columns: label, roas, low_roas, high_roas, kols."""
    figure = frame_of(90 + 34 * frame.height)
    places, values = list(range(frame.height)), frame["roas"].to_list()
    low = [value if bound is None else bound for value, bound in frame.select("roas", "low_roas").iter_rows()]
    high = [value if bound is None else bound for value, bound in frame.select("roas", "high_roas").iter_rows()]
    figure.add_scatter(
        x=values, y=places, mode="markers", marker={"size": 10, "color": INK}, hoverinfo="text", cliponaxis=False,
        error_x={"type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": NEUTRAL,
                 "array": [top - value for top, value in zip(high, values, strict=True)],
                 "arrayminus": [value - floor for floor, value in zip(low, values, strict=True)]},
        hovertext=[
            f"{escape(label)}<br>{voice.ratio(value)} ({voice.ratio(floor)} – {voice.ratio(top)})"
            for label, value, floor, top in zip(frame["label"], values, low, high, strict=True)
        ],
    )  # fmt: skip
    figure.add_scatter(
        x=high, y=places, mode="text", text=[f"  <b>{voice.ratio(value)}</b>" for value in values],
        textposition="middle right", cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
    axis = value_axis(0, max([*high, 0.1]) * 1.14, lambda tick: f"{tick:g}×", voice("timing.axis"), count=6)
    figure.update_xaxes(axis, showgrid=True)
    figure.update_yaxes(tickvals=places, ticktext=[escape(label) for label in frame["label"]],
                        range=[frame.height - 0.4, -0.6], automargin=True, showgrid=False)  # fmt: skip
    return figure


def hours(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Orders by hour, those of the sale dark, the same hours of the weeks before as a line; shaded without stock.

    Columns: hour_at, orders, expected, is_in_window, is_out.
    """
    last = frame.filter(pl.col("is_in_window"))["hour_at"].max()
    shown = frame.filter(pl.col("hour_at") <= last + timedelta(hours=HOURS_AFTER))  # type: ignore[operator]
    figure = frame_of(320)
    at = [moment.astimezone(SHANGHAI).replace(tzinfo=None) + timedelta(minutes=30) for moment in shown["hour_at"]]
    figure.add_bar(
        x=at, y=shown["orders"].to_list(), hoverinfo="text",
        marker={"color": [INK if is_in else NEUTRAL for is_in in shown["is_in_window"]]},
        hovertext=[
            voice("countdown.hour", at=voice.moment(moment), orders=voice.exact(orders),
                  expected="–" if expected is None else f"{expected:.1f}")
            for moment, orders, expected in shown.select("hour_at", "orders", "expected").iter_rows()
        ],
    )  # fmt: skip
    figure.add_scatter(
        x=at,
        y=shown["expected"].to_list(),
        mode="lines",
        line={"color": BLUE, "width": 2, "shape": "hvh"},
        hoverinfo="skip",
    )
    out = [moment for moment, is_out in zip(at, shown["is_out"], strict=True) if is_out]
    if out:
        figure.add_vrect(x0=out[0] - timedelta(minutes=30), x1=out[-1] + timedelta(minutes=30), fillcolor=PALE,
                         opacity=0.45, line_width=0, layer="below")  # fmt: skip
        figure.add_annotation(x=out[0], y=1, yref="paper", text=voice("countdown.no_stock"), showarrow=False,
                              xanchor="left", yanchor="bottom", font={"size": 11, "color": ACCENT})  # fmt: skip
    tops = [*shown["orders"].to_list(), *(value or 0 for value in shown["expected"]), 1]
    figure.update_yaxes(value_axis(0, max(tops) * 1.08, voice.tick, voice("countdown.axis")))
    form = "%-m月%-d日 %H:%M" if voice.lang == "zh" else "%-d %b %H:%M"
    figure.update_xaxes(type="date", tickformat=form, automargin=True, nticks=7)
    figure.update_layout(margin={"t": 24})
    return figure
