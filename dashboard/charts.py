"""Charts: a frame and a voice in, a Plotly figure out. No queries, no Streamlit, no plotly.express (2 s to import).

Colours are the placeholders that Streamlit's Plotly theme replaces with the palette of the reader's theme
(`chartCategoricalColors` in .streamlit/config.toml), so one figure serves light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.axes import date_axis, log_axis, value_axis
from dashboard.formats import Voice

NEUTRAL, ACCENT, BLUE, OCHRE, GREEN, PLUM, PALE, INK = (f"#00000{index}" for index in range(1, 9))



def in_yuan(fen: pl.Series) -> list[float | None]:
    """Fen as yuan for the position of a mark; what is written comes from the fen themselves."""
    return (fen.cast(pl.Float64) * 0.01).to_list()


def frame_of(height: int, **layout: Any) -> go.Figure:
    """An empty figure with the house's margins: no legend, no mode bar, no dragging on a phone."""
    figure = go.Figure()
    figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": 8, "b": 8}, showlegend=False, dragmode=False, bargap=0.28,
        hovermode="closest", hoverlabel={"align": "left"}, template=None, **layout,
    )  # fmt: skip
    figure.update_xaxes(fixedrange=True, ticks="", showgrid=False, zeroline=False)
    figure.update_yaxes(fixedrange=True, ticks="", zeroline=False)
    return figure


def budget_burn(days: pl.DataFrame, voice: Voice) -> go.Figure:
    """Cumulative spend against an even plan. Columns: business_date, spent_fen (null after the last day), plan_fen."""
    figure = frame_of(300)
    spent = days.filter(pl.col("spent_fen").is_not_null())
    plan, actual = days["plan_fen"], spent["spent_fen"]
    is_over = bool(len(spent) and actual[-1] > spent["plan_fen"][-1])
    figure.add_scatter(
        x=days["business_date"].to_list(), y=in_yuan(plan), mode="lines", line={"color": NEUTRAL, "dash": "dot", "width": 1.5},
        hovertext=[f"{voice.day(day)}<br>{voice('chart.plan')} {voice.money(fen)}" for day, fen in days.select("business_date", "plan_fen").iter_rows()],
        hoverinfo="text",
    )  # fmt: skip
    figure.add_scatter(
        x=spent["business_date"].to_list(), y=in_yuan(actual), mode="lines", line={"color": ACCENT if is_over else INK, "width": 2.5},
        hovertext=[f"{voice.day(day)}<br>{voice('chart.spent')} {voice.money(fen)}" for day, fen in spent.select("business_date", "spent_fen").iter_rows()],
        hoverinfo="text",
    )  # fmt: skip
    highest = max([*filter(None, in_yuan(plan)), *filter(None, in_yuan(actual)), 1.0])
    figure.update_yaxes(value_axis(0, highest, lambda tick: "¥" + voice.count(tick)))
    figure.update_xaxes(date_axis(voice.lang))
    _end_label(figure, days["business_date"], in_yuan(plan), voice("chart.plan"), NEUTRAL, "bottom")
    _end_label(figure, spent["business_date"], in_yuan(actual), voice("chart.spent"), ACCENT if is_over else INK, "top")
    return figure


def _end_label(figure: go.Figure, x: pl.Series, y: Sequence[float | None], text: str, color: str, side: str) -> None:
    if len(x):
        figure.add_annotation(
            x=x[-1], y=y[-1], text=f"<b>{text}</b>", font={"color": color}, showarrow=False, xanchor="right",
            yanchor="bottom" if side == "top" else "top", yshift=4 if side == "top" else -4,
        )  # fmt: skip


def funnel(steps: pl.DataFrame, voice: Voice) -> go.Figure:
    """From impressions to kept orders as dots on a logarithmic scale. Columns: step, total, share_of_previous."""
    known = steps.filter(pl.col("total") > 0)
    figure = frame_of(300)
    if known.is_empty():
        return figure
    names = [voice(f"step.{step}") for step in known["step"]]
    figure.add_scatter(
        x=known["total"].to_list(), y=names, mode="lines+markers+text", line={"color": PALE, "width": 2},
        marker={"color": [INK] * (len(names) - 1) + [ACCENT], "size": 11}, cliponaxis=False, textposition="middle right",
        text=[f"  <b>{voice.count(total)}</b>{_share(share, voice)}" for total, share in known.select("total", "share_of_previous").iter_rows()],
        hovertext=[f"{name} {voice.exact(total)}" for name, total in zip(names, known["total"], strict=True)], hoverinfo="text",
    )  # fmt: skip
    totals = known["total"].to_list()
    figure.update_xaxes(
        log_axis(max(1, min(totals)), max(totals) * 10, voice.count, voice("chart.log_scale")), showgrid=True
    )
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return figure


def _share(share: float | None, voice: Voice) -> str:
    return "" if share is None else f"  · {voice.percent(share)}"


def waterfall(steps: pl.DataFrame, voice: Voice) -> go.Figure:
    """From GMV down to contribution. Columns: step, change_fen, is_total."""
    figure = frame_of(360)
    labels = [voice(f"waterfall.{step}") for step in steps["step"]]
    last_fen = int(steps["change_fen"][-1])
    figure.add_waterfall(
        x=labels, y=in_yuan(steps["change_fen"]), measure=["absolute" if index == 0 else "total" if total else "relative" for index, total in enumerate(steps["is_total"])],
        text=[voice.money(fen) for fen in steps["change_fen"]], textposition="outside", cliponaxis=False,
        hovertext=[f"{label}<br>{voice.money_exact(fen)}" for label, fen in zip(labels, steps["change_fen"], strict=True)], hoverinfo="text",
        connector={"line": {"color": PALE, "width": 1}}, decreasing={"marker": {"color": NEUTRAL}}, increasing={"marker": {"color": NEUTRAL}},
        totals={"marker": {"color": ACCENT if last_fen < 0 else INK}},
    )  # fmt: skip
    low, high = _running_bounds(steps)
    figure.update_yaxes(value_axis(low, high * 1.04, lambda tick: _money_tick(tick, voice)))
    figure.update_xaxes(tickangle=0, automargin=True)
    return figure


def _running_bounds(steps: pl.DataFrame) -> tuple[float, float]:
    heights, running = [0.0], 0.0
    for yuan, is_total in zip(in_yuan(steps["change_fen"]), steps["is_total"], strict=True):
        running = (yuan or 0.0) if is_total else running + (yuan or 0.0)
        heights.append(running)
    return min(heights), max(heights)


def _money_tick(tick: float, voice: Voice) -> str:
    return ("−" if tick < 0 else "") + "¥" + voice.count(abs(tick))


def days(frame: pl.DataFrame, notes: pl.DataFrame, voice: Voice) -> go.Figure:
    """Clicks above, net sales below, on the same days; a diamond where notes came out.

    Columns: business_date, clicks, orders, net_sales_fen; notes: business_date, notes_published, titles.
    """
    figure = frame_of(380, xaxis={"anchor": "y2"}, yaxis={"domain": [0.58, 1]}, yaxis2={"domain": [0, 0.44]})
    dates = frame["business_date"].to_list()
    figure.add_bar(
        x=dates, y=frame["clicks"].to_list(), yaxis="y", marker={"color": NEUTRAL}, hoverinfo="text",
        hovertext=[f"{voice.day(day)}<br>{voice('metric.clicks')} {voice.exact(count)}" for day, count in frame.select("business_date", "clicks").iter_rows()],
    )  # fmt: skip
    sales = frame["net_sales_fen"]
    figure.add_bar(
        x=dates, y=in_yuan(sales), yaxis="y2", marker={"color": [ACCENT if (fen or 0) < 0 else INK for fen in sales]}, hoverinfo="text",
        hovertext=[f"{voice.day(day)}<br>{voice('metric.net_sales')} {voice.money(fen)}" for day, fen in frame.select("business_date", "net_sales_fen").iter_rows()],
    )  # fmt: skip
    clicks = [value or 0 for value in frame["clicks"]]
    top = max([*clicks, 1])
    figure.add_scatter(
        x=notes["business_date"].to_list(), y=[top * 1.12] * notes.height, yaxis="y", mode="markers", hoverinfo="text",
        marker={"symbol": "diamond", "size": [min(7 + 2 * n, 15) for n in notes["notes_published"]], "color": ACCENT},
        hovertext=[f"{voice.day(day)}<br>{voice('chart.notes_out', count=count)}<br>{titles}" for day, count, titles in notes.select("business_date", "notes_published", "titles").iter_rows()],
    )  # fmt: skip
    yuan = [value or 0.0 for value in in_yuan(sales)]
    clicks_axis = value_axis(0, top * 1.2, voice.count, voice("metric.clicks"))
    figure.update_layout(
        yaxis=clicks_axis,
        yaxis2=value_axis(
            min([*yuan, 0]), max([*yuan, 1]), lambda tick: _money_tick(tick, voice), voice("metric.net_sales")
        ),
    )
    figure.update_layout(yaxis2={"fixedrange": True, "ticks": "", "zeroline": True})
    figure.update_xaxes(date_axis(voice.lang))
    return figure


def conversion(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Conversion by clicker with its 95 % interval and benchmark, best on top.

    Columns: label, by_clicker, by_clicker_low, by_clicker_high, benchmark (null where none applies), clickers, buyers.
    """
    figure = frame_of(max(150, 74 + 30 * frame.height))
    if frame.is_empty():
        return figure
    labels, rate = frame["label"].to_list(), frame["by_clicker"].to_list()
    below = [b is not None and high < b for b, high in frame.select("benchmark", "by_clicker_high").iter_rows()]
    figure.add_scatter(
        x=frame["benchmark"].to_list(), y=labels, mode="markers", hoverinfo="text",
        marker={"symbol": "line-ns", "size": 20, "line": {"color": BLUE, "width": 3}},
        hovertext=[f"{voice('metric.benchmark')} {voice.percent(value)}" for value in frame["benchmark"]],
    )  # fmt: skip
    figure.add_scatter(
        x=rate, y=labels, mode="markers+text", hoverinfo="text", textposition="top center", cliponaxis=False,
        text=[voice.percent(value) for value in rate],
        marker={"size": 10, "color": [ACCENT if is_below else INK for is_below in below]},
        error_x={
            "type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": NEUTRAL,
            "array": (frame["by_clicker_high"] - frame["by_clicker"]).to_list(),
            "arrayminus": (frame["by_clicker"] - frame["by_clicker_low"]).to_list(),
        },
        hovertext=[_conversion_hover(row, voice) for row in frame.iter_rows(named=True)],
    )  # fmt: skip
    high = max(
        value for name in ("by_clicker_high", "benchmark") for value in frame[name].to_list() if value is not None
    )
    figure.update_xaxes(value_axis(0, high * 1.05, voice.percent, voice("chart.conversion_axis")), showgrid=True)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return figure


def _conversion_hover(row: dict[str, Any], voice: Voice) -> str:
    interval = f"{voice.percent(row['by_clicker_low'])} – {voice.percent(row['by_clicker_high'])}"
    return f"{row['label']}<br>{voice.percent(row['by_clicker'])} ({interval})<br>" + voice(
        "chart.buyers_of", buyers=voice.exact(row["buyers"]), clickers=voice.exact(row["clickers"])
    )


def contribution(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """What each campaign leaves, largest first; a loss is red. Columns: label, contribution_fen."""
    figure = frame_of(max(150, 50 + 38 * frame.height))
    fen = frame["contribution_fen"]
    yuan = [value or 0.0 for value in in_yuan(fen)]
    figure.add_bar(
        x=yuan, y=frame["label"].to_list(), orientation="h", cliponaxis=False, textposition="outside", hoverinfo="text",
        marker={"color": [ACCENT if value < 0 else INK for value in yuan]}, text=[voice.money(value) for value in fen],
        hovertext=[f"{label}<br>{voice.money_exact(value)}" for label, value in frame.select("label", "contribution_fen").iter_rows()],
    )  # fmt: skip
    low, high = min([*yuan, 0.0]), max([*yuan, 1.0])
    room = 0.16 * (high - low)
    axis = value_axis(
        low - room if low < 0 else 0,
        high + room,
        lambda tick: _money_tick(tick, voice),
        voice("chart.contribution_axis"),
    )
    figure.update_xaxes(axis, showgrid=True)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return figure


def weeks(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Net sales per week with what was paid for it. Columns: week_date, net_sales_fen, is_whole."""
    figure = frame_of(260)
    sales = frame["net_sales_fen"]
    figure.add_bar(
        x=frame["week_date"].to_list(), y=in_yuan(sales), hoverinfo="text",
        marker={"color": [INK if is_whole else PALE for is_whole in frame["is_whole"]]},
        hovertext=[
            f"{voice('chart.week_of', day=voice.day(day))}<br>{voice.money(fen)}{'' if is_whole else '<br>' + voice('chart.unfinished')}"
            for day, fen, is_whole in frame.select("week_date", "net_sales_fen", "is_whole").iter_rows()
        ],
    )  # fmt: skip
    yuan = [value or 0.0 for value in in_yuan(sales)]
    figure.update_yaxes(value_axis(min([*yuan, 0.0]), max([*yuan, 1.0]), lambda tick: _money_tick(tick, voice)))
    figure.update_xaxes(date_axis(voice.lang))
    return figure
