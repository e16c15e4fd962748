"""Charts of the attribution page: credit by rule as spans, paths as streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

import plotly.graph_objects as go
import polars as pl

from dashboard.axes import value_axis
from dashboard.charts import ACCENT, BLUE, INK, NEUTRAL, PALE, frame_of, in_yuan
from dashboard.formats import Voice

MOST_NAMES = 8
"""So many KOLs have a stream of their own; the rest flow together."""

STEPS = 2
"""Of a longer path the first and the last click are shown."""

LEAST_SHARE = 0.01
"""A first click of fewer of the order lines flows with those of other KOLs."""

REST = "…"

Stop = tuple[int, str]
"""A step of the way, and whose note was clicked there."""


def rules(frame: pl.DataFrame, voice: Voice) -> go.Figure:
    """Per KOL the span from the least to the most any rule gives, the campaign's own rule as a dot, payable as a line.

    Columns: label, low_fen, high_fen, own_fen, payable_fen (null where none is).
    """
    figure = frame_of(70 + 27 * frame.height)
    places = list(range(frame.height))
    low, high, own, payable = (in_yuan(frame[name]) for name in ("low_fen", "high_fen", "own_fen", "payable_fen"))
    figure.add_scatter(
        x=[x for pair in zip(low, high, [None] * frame.height, strict=True) for x in pair],
        y=[y for place in places for y in (place, place, None)],
        mode="lines", line={"color": PALE, "width": 7}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=payable, y=places, mode="markers", hoverinfo="text",
        marker={"symbol": "line-ns", "size": 18, "line": {"color": BLUE, "width": 3}},
        hovertext=[f"{voice('credit.payable')} {voice.money_exact(fen)}" for fen in frame["payable_fen"]],
    )  # fmt: skip
    figure.add_scatter(
        x=own, y=places, mode="markers", marker={"size": 10, "color": INK}, hoverinfo="text", cliponaxis=False,
        hovertext=[
            f"{escape(label)}<br>{voice.money_exact(fen)} ({voice.money(least)} – {voice.money(most)})"
            for label, fen, least, most in frame.select("label", "own_fen", "low_fen", "high_fen").iter_rows()
        ],
    )  # fmt: skip
    ends = [max(x or 0.0 for x in row) for row in zip(high, own, payable, strict=True)]
    figure.add_scatter(
        x=ends, y=places, mode="text", text=[f"  <b>{voice.money(fen)}</b>" for fen in frame["own_fen"]],
        textposition="middle right", cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip
    axis = value_axis(0, max([*ends, 1.0]) * 1.16, lambda tick: "¥" + voice.tick(tick), voice("credit.axis"), count=6)
    figure.update_xaxes(axis, showgrid=True)
    figure.update_yaxes(tickvals=places, ticktext=[escape(label[:18]) for label in frame["label"]],
                        range=[frame.height - 0.4, -0.6], automargin=True, showgrid=False)  # fmt: skip
    return figure


def paths(frame: pl.DataFrame, names: Mapping[str, str], voice: Voice) -> go.Figure:
    """Streams from click to click to the order. Columns: path (`A > B`, empty without a click), lines."""
    walks = [(path.split(" > ") if path else [], lines) for path, lines in frame.select("path", "lines").iter_rows()]
    whole, last, first = sum(lines for _, lines in walks), Counter[str](), Counter[str]()
    for points, lines in walks:
        last.update(dict.fromkeys(points[-1:], lines))
        first.update({point: lines for point in points[:1] if len(points) > 1})
    kept = {point for point, _ in last.most_common(MOST_NAMES)} | {"outside"}
    often = {point for point, lines in first.items() if lines >= LEAST_SHARE * whole and point in kept}
    flows: Counter[tuple[Stop, Stop]] = Counter()
    for points, lines in walks:
        stops = _stops(points, often, kept)
        for start, end in zip(stops, [*stops[1:], (STEPS, "order")], strict=True):
            flows[start, end] += lines
    return _streams(flows, names, voice)


def _stops(points: list[str], often: set[str], kept: set[str]) -> list[Stop]:
    """Where a path stands, step by step: the first click where there is more than one, and the last."""
    if not points:
        return [(STEPS - 1, "unattributed")]
    end = (STEPS - 1, points[-1] if points[-1] in kept else REST)
    return [end] if len(points) == 1 else [(0, points[0] if points[0] in often else REST), end]


def _streams(
    flows: Mapping[tuple[tuple[int, str], tuple[int, str]], int], names: Mapping[str, str], voice: Voice
) -> go.Figure:
    nodes = sorted({node for pair in flows for node in pair})
    index = {node: place for place, node in enumerate(nodes)}
    words = {**names, REST: voice("credit.other_kols"), "order": voice("credit.order")}
    colors = {"order": ACCENT, "unattributed": PALE, "outside": NEUTRAL, REST: NEUTRAL}
    figure = frame_of(430)
    figure.add_sankey(
        arrangement="snap",
        node={
            "label": [escape(words.get(point, point)[:16]) for _, point in nodes], "pad": 14, "thickness": 12,
            "align": "right",
            "color": [colors.get(point, INK) for _, point in nodes], "line": {"width": 0},
            "hovertemplate": "%{label}: %{value:,.0f}<extra></extra>",
        },
        link={
            "source": [index[start] for start, _ in flows], "target": [index[end] for _, end in flows],
            "value": list(flows.values()), "color": "rgba(140,140,140,.28)",
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,.0f}<extra></extra>",
        },
    )  # fmt: skip
    return figure
