"""Charts: a frame and a voice in, a Plotly figure out. No queries, no Streamlit, no plotly.express (2 s to import).

Colours are the placeholders that Streamlit's Plotly theme replaces with the palette of the reader's theme
(`chartCategoricalColors` in .streamlit/config.toml), so one figure serves light and dark.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

import plotly.graph_objects as go
import polars as pl

from dashboard.axes import date_axis, log_axis, value_axis
from dashboard.formats import Voice

NEUTRAL, ACCENT, BLUE, OCHRE, GREEN, PLUM, PALE, INK = (f"#00000{index}" for index in range(1, 9))


WIDEST_NAME = 26


def in_yuan(fen: pl.Series) -> list[float | None]:
    """Fen as yuan for the position of a mark; what is written comes from the fen themselves."""
    return (fen.cast(pl.Float64) * 0.01).to_list()


def _written(frame: pl.DataFrame, columns: Sequence[str], write: Callable[..., str]) -> list[str]:
    """One text per row, for labels and for what hovering shows."""
    return [write(*values) for values in frame.select(columns).iter_rows()]


def frame_of(height: int, **layout: Any) -> go.Figure:
    """An empty figure with the house's margins: no legend, no mode bar, no dragging on a phone."""
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 26, "t": 8, "b": 8},
        font={"size": 13},
        showlegend=False,
        dragmode=False,
        bargap=0.28,
        hovermode="closest",
        hoverlabel={"align": "left"},
        template=None,
        **layout,
    )
    figure.update_xaxes(fixedrange=True, ticks="", showgrid=False, zeroline=False)
    figure.update_yaxes(fixedrange=True, ticks="", zeroline=False)
    return figure


def budget_burn(days: pl.DataFrame, voice: Voice) -> go.Figure:
    """Cumulative spend against an even plan. Columns: business_date, spent_fen (null after the last day), plan_fen."""
    figure = frame_of(290)
    spent = days.filter(pl.col("spent_fen").is_not_null())
    is_over = bool(len(spent) and spent["spent_fen"][-1] > spent["plan_fen"][-1])
    lines = (
        (days, "plan_fen", "chart.plan", {"color": NEUTRAL, "dash": "dot", "width": 1.5}),
        (spent, "spent_fen", "chart.spent", {"color": ACCENT if is_over else INK, "width": 2.5}),
    )
    for frame, column, word, line in lines:
        said = _written(
            frame,
            ["business_date", column],
            lambda day, fen, word=word: f"{voice.day(day)}<br>{voice(word)} {voice.money(fen)}",
        )
        dates, heights = frame["business_date"].to_list(), in_yuan(frame[column])
        figure.add_scatter(x=dates, y=heights, mode="lines", line=line, hovertext=said, hoverinfo="text")
        _end_label(figure, dates, heights, voice(word), str(line["color"]))
    highest = max([*in_yuan(days["plan_fen"]), *in_yuan(spent["spent_fen"]), 1.0], key=lambda height: height or 0.0)
    figure.update_yaxes(value_axis(0, (highest or 1.0) * 1.12, lambda tick: _money_tick(tick, voice)))
    figure.update_xaxes(date_axis(voice.lang))
    return figure


def _end_label(figure: go.Figure, x: Sequence[Any], y: Sequence[float | None], text: str, color: str) -> None:
    if x:
        figure.add_annotation(
            x=x[-1],
            y=y[-1],
            text=f"<b>{text}</b>",
            font={"color": color},
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            yshift=4,
        )


def funnel(steps: pl.DataFrame, voice: Voice) -> go.Figure:
    """From impressions to kept orders as dots on a logarithmic scale. Columns: step, total, share_of_previous."""
    known = steps.filter(pl.col("total") > 0)
    figure = frame_of(290)
    if known.is_empty():
        return figure
    names = [voice(f"step.{step}") for step in known["step"]]
    totals = known["total"].to_list()
    floor = 10.0 ** math.floor(math.log10(min(totals)) - 0.3)
    for name, total in zip(names, totals, strict=True):
        figure.add_scatter(
            x=[floor, total], y=[name, name], mode="lines", line={"color": PALE, "width": 3}, hoverinfo="skip"
        )
    said = _written(known, ["step", "total"], lambda step, total: f"{voice(f'step.{step}')} {voice.exact(total)}")
    label = _written(
        known,
        ["total", "share_of_previous"],
        lambda total, share: f"  <b>{voice.count(total)}</b>{_share(share, voice)}",
    )
    figure.add_scatter(
        x=totals,
        y=names,
        mode="markers+text",
        cliponaxis=False,
        text=label,
        textposition="middle right",
        hovertext=said,
        hoverinfo="text",
        marker={"color": [INK] * (len(names) - 1) + [ACCENT], "size": 12},
    )
    figure.update_xaxes(log_axis(floor, max(totals), voice.tick, voice("chart.log_scale")), showgrid=True)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return figure


def _share(share: float | None, voice: Voice) -> str:
    return "" if share is None else f"  · {voice.percent(share)}"


def waterfall(steps: pl.DataFrame, voice: Voice) -> go.Figure:
    """From GMV down to contribution, one row per step, as a statement reads. Columns: step, change_fen, is_total."""
    figure = frame_of(48 + 34 * steps.height)
    left_fen = int(steps["change_fen"][-1])
    names = [voice(f"waterfall.{step}") for step in steps["step"]]
    figure.add_waterfall(
        orientation="h", y=names, x=in_yuan(steps["change_fen"]), measure=["relative"] * (steps.height - 1) + ["total"],
        connector={"line": {"color": PALE, "width": 1}},
        increasing={"marker": {"color": INK}}, decreasing={"marker": {"color": NEUTRAL}},
        totals={"marker": {"color": ACCENT if left_fen < 0 else INK}},
        hovertext=_written(
            steps, ["step", "change_fen"], lambda step, fen: f"{voice(f'waterfall.{step}')}<br>{voice.money_exact(fen)}"
        ),
        hoverinfo="text",
    )  # fmt: skip
    ends = _right_ends(steps)
    _labels(figure, ends, names, [voice.money(fen) for fen in steps["change_fen"]])
    low, high = _running_bounds(steps)
    axis = value_axis(low, high + 0.22 * (high - low), lambda tick: _money_tick(tick, voice))
    figure.update_xaxes(axis, showgrid=True)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return figure


def _name_rows(figure: go.Figure, names: Sequence[str]) -> None:
    """Name the rows 0, 1, … from the top; two of the same name stay two rows."""
    places = list(range(len(names)))
    figure.update_yaxes(
        tickvals=places,
        ticktext=[escape(_short(name)) for name in names],
        range=[len(names) - 0.4, -0.6],
        automargin=True,
        showgrid=False,
    )


def _short(name: str) -> str:
    """At most WIDEST_NAME columns of text; a Chinese character takes two."""
    widths = accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in name)
    kept = sum(width <= WIDEST_NAME for width in widths)
    return name if kept == len(name) else name[: kept - 1] + "…"


def _labels(figure: go.Figure, x: Sequence[float], y: Sequence[str] | Sequence[int], text: Sequence[str]) -> None:
    """Values beside the right end of bars, where neither the bar nor the names are."""
    figure.add_scatter(
        x=x,
        y=y,
        mode="text",
        text=[f" {label}" for label in text],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )


def _right_ends(steps: pl.DataFrame) -> list[float]:
    ends, running = [], 0.0
    for yuan, is_total in zip(in_yuan(steps["change_fen"]), steps["is_total"], strict=True):
        before = 0.0 if is_total else running
        running = (yuan or 0.0) if is_total else running + (yuan or 0.0)
        ends.append(max(before, running))
    return ends


def _running_bounds(steps: pl.DataFrame) -> tuple[float, float]:
    heights, running = [0.0], 0.0
    for yuan, is_total in zip(in_yuan(steps["change_fen"]), steps["is_total"], strict=True):
        running = (yuan or 0.0) if is_total else running + (yuan or 0.0)
        heights.append(running)
    return min(heights), max(heights)


def _money_tick(tick: float, voice: Voice) -> str:
    return ("−" if tick < 0 else "") + "¥" + voice.tick(abs(tick))


def days(frame: pl.DataFrame, notes: pl.DataFrame, voice: Voice) -> go.Figure:
    """Clicks above, net sales below, on the same days; a diamond where notes came out.

    Columns: business_date, clicks, net_sales_fen; notes: business_date, notes_published, titles.
    """
    figure = frame_of(380)
    dates, sales = frame["business_date"].to_list(), in_yuan(frame["net_sales_fen"])
    clicks = [value or 0 for value in frame["clicks"]]
    top = max([*clicks, 1])
    said = _written(
        frame,
        ["business_date", "clicks"],
        lambda day, count: f"{voice.day(day)}<br>{voice('metric.clicks')} {voice.exact(count)}",
    )
    figure.add_bar(x=dates, y=clicks, yaxis="y", marker={"color": NEUTRAL}, hovertext=said, hoverinfo="text")
    said = _written(
        frame,
        ["business_date", "net_sales_fen"],
        lambda day, fen: f"{voice.day(day)}<br>{voice('metric.net_sales')} {voice.money(fen)}",
    )
    color = [ACCENT if (height or 0) < 0 else INK for height in sales]
    figure.add_bar(x=dates, y=sales, yaxis="y2", marker={"color": color}, hovertext=said, hoverinfo="text")
    _mark_notes(figure, notes, top * 1.14, voice)
    heights = [height or 0.0 for height in sales]
    below = value_axis(
        min(heights, default=0),
        max([*heights, 1]) * 1.08,
        lambda tick: _money_tick(tick, voice),
        count=3,
    )
    figure.update_layout(
        xaxis={"anchor": "y2"},
        yaxis={"domain": [0.56, 1], **value_axis(0, top * 1.24, voice.tick, count=3)},
        yaxis2={"domain": [0, 0.46], "fixedrange": True, "ticks": "", **below},
    )
    for word, height in (("metric.clicks", 1.0), ("metric.net_sales", 0.46)):
        figure.add_annotation(
            x=0,
            y=height,
            xref="paper",
            yref="paper",
            text=f"<b>{voice(word)}</b>",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    figure.update_layout(margin={"t": 26})
    figure.update_xaxes(date_axis(voice.lang))
    return figure


def _mark_notes(figure: go.Figure, notes: pl.DataFrame, height: float, voice: Voice) -> None:
    said = _written(
        notes,
        ["business_date", "notes_published", "titles"],
        lambda day, count, titles: (
            f"{voice.day(day)}<br>{voice('chart.notes_out', count=count)}<br>{escape(titles).replace(chr(10), '<br>')}"
        ),
    )
    figure.add_scatter(
        x=notes["business_date"].to_list(),
        y=[height] * notes.height,
        yaxis="y",
        mode="markers",
        hovertext=said,
        hoverinfo="text",
        marker={
            "symbol": "diamond",
            "size": [min(5 + 1.5 * n, 12) for n in notes["notes_published"]],
            "color": ACCENT,
            "line": {"width": 0},
        },
    )


def conversion(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Conversion by clicker with its 95 % interval and benchmark, best on top.

    Columns: label, by_clicker, by_clicker_low, by_clicker_high, benchmark (null where none applies), clickers, buyers.
    """
    figure = frame_of(max(130, 66 + 29 * frame.height))
    if frame.is_empty():
        return figure
    places, rates = list(range(frame.height)), frame["by_clicker"].to_list()
    below = [b is not None and high < b for b, high in frame.select("benchmark", "by_clicker_high").iter_rows()]
    ends = [max(high, mark or 0.0) for high, mark in frame.select("by_clicker_high", "benchmark").iter_rows()]
    figure.add_scatter(
        x=frame["benchmark"].to_list(), y=places, mode="markers", hoverinfo="text",
        marker={"symbol": "line-ns", "size": 20, "line": {"color": BLUE, "width": 3}},
        hovertext=[f"{voice('metric.benchmark')} {voice.percent(value)}" for value in frame["benchmark"]],
    )  # fmt: skip
    figure.add_scatter(
        x=rates, y=places, mode="markers", hoverinfo="text", cliponaxis=False,
        marker={"size": 10, "color": [ACCENT if is_below else INK for is_below in below]},
        error_x=_interval(frame), hovertext=[_conversion_hover(row, voice) for row in frame.iter_rows(named=True)],
    )  # fmt: skip
    _labels(figure, ends, places, [f"<b>{voice.percent(rate)}</b>" for rate in rates])
    axis = value_axis(0, max(ends) * 1.08, voice.share_tick, voice("chart.conversion_axis"), count=6)
    figure.update_xaxes(axis, showgrid=True)
    _name_rows(figure, frame["label"].to_list())
    return figure


def _interval(frame: pl.DataFrame) -> dict[str, Any]:
    return {
        "type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": NEUTRAL,
        "array": (frame["by_clicker_high"] - frame["by_clicker"]).to_list(),
        "arrayminus": (frame["by_clicker"] - frame["by_clicker_low"]).to_list(),
    }  # fmt: skip


def _conversion_hover(row: dict[str, Any], voice: Voice) -> str:
    interval = f"{voice.percent(row['by_clicker_low'])} – {voice.percent(row['by_clicker_high'])}"
    return f"{escape(row['label'])}<br>{voice.percent(row['by_clicker'])} ({interval})<br>" + voice(
        "chart.buyers_of", buyers=voice.exact(row["buyers"]), clickers=voice.exact(row["clickers"])
    )


def contribution(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """What each campaign leaves, largest first; a loss is red. Columns: label, contribution_fen."""
    figure = frame_of(max(140, 46 + 40 * frame.height))
    heights = [height or 0.0 for height in in_yuan(frame["contribution_fen"])]
    places = list(range(frame.height))
    figure.add_bar(
        x=heights, y=places, orientation="h", hoverinfo="text",
        marker={"color": [ACCENT if height < 0 else INK for height in heights]},
        hovertext=_written(
            frame, ["label", "contribution_fen"], lambda label, fen: f"{escape(label)}<br>{voice.money_exact(fen)}"
        ),
    )  # fmt: skip
    _labels(
        figure,
        [max(height, 0.0) for height in heights],
        places,
        [voice.money(fen) for fen in frame["contribution_fen"]],
    )
    low, high = min([*heights, 0.0]), max([*heights, 1.0])
    axis = value_axis(low, high + 0.2 * (high - low), lambda tick: _money_tick(tick, voice))
    figure.update_xaxes(axis, showgrid=True)
    _name_rows(figure, frame["label"].to_list())
    return figure


def weeks(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Net sales per week. Columns: week_date, net_sales_fen, is_whole."""
    figure = frame_of(230)
    heights = [height or 0.0 for height in in_yuan(frame["net_sales_fen"])]

    def said(day: date, fen: int, is_whole: bool) -> str:
        unfinished = "" if is_whole else "<br>" + voice("chart.unfinished")
        return f"{voice('chart.week_of', day=voice.day(day))}<br>{voice.money(fen)}{unfinished}"

    figure.add_bar(
        x=frame["week_date"].to_list(),
        y=heights,
        marker={"color": [INK if is_whole else PALE for is_whole in frame["is_whole"]]},
        hovertext=_written(frame, ["week_date", "net_sales_fen", "is_whole"], said),
        hoverinfo="text",
    )
    figure.update_yaxes(
        value_axis(min([*heights, 0.0]), max([*heights, 1.0]) * 1.06, lambda tick: _money_tick(tick, voice), count=4)
    )
    figure.update_xaxes(date_axis(voice.lang))
    return figure
