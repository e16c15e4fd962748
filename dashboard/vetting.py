"""The vet page's own pieces: signs beside peers, the chart of one of them, and sources that contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl

from campaigns.matching.market import Market
from campaigns.matching.vetting import CALM, UNKNOWN, Sign
from dashboard import blocks
from dashboard.axes import value_axis
from dashboard.blocks import Column
from dashboard.charts import ACCENT, INK, NEUTRAL, PALE, frame_of
from dashboard.formats import Voice
from dashboard.words import WORDS

CONTRADICTS = 0.1
"""Sources further apart than this share are said to contradict each other."""

COMPARED = ("followers", "read_median", "engagement_median", "impression_median", "image_price_fen", "video_price_fen",
            "female_share", "active_share")  # fmt: skip
MOST_DOTS = 400


def labels(market: Market, asked: str) -> dict[str, str]:
    """Whom the page can show: the first of the market by name, and the one asked for."""
    listed = sorted(market.places, key=lambda kol_id: market.names[market.places[kol_id]])[:2000]
    chosen = [asked, *listed] if asked in market.places else listed
    return {kol_id: market.names[market.places[kol_id]] for kol_id in dict.fromkeys(chosen)}


def spoken(name: str, value: float | None, voice: Voice) -> str:
    """The value of a sign: shares in percent, changes with their sign."""
    if value is None:
        return voice.percent(None)
    return ("+" if name == "jump" and value > 0 else "") + voice.percent(value)


def table(found: Sequence[Sign], tier: str | None, voice: Voice) -> str:
    """One line per sign: here, the band, the peers' median, and a word."""
    columns = (
        Column(voice("vet.sign")), Column(voice("vet.word")), Column(voice("vet.here"), is_number=True),
        Column(voice("vet.band"), is_number=True),
        Column(voice("vet.peers"), is_number=True, wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(sign, tier, voice) for sign in found])


def _line(sign: Sign, tier: str | None, voice: Voice) -> list[str]:
    band = voice("vet.to", low=spoken(sign.name, sign.low, voice), high=spoken(sign.name, sign.high, voice))
    told = voice("vet.peers_of", count=voice.exact(len(sign.peers)), tier=voice(f"tier.{tier}") if tier else "–")
    return [
        blocks.cell(voice(f"vet.sign.{sign.name}"), voice(f"vet.meaning.{sign.name}")),
        blocks.cell(voice(f"vet.word.{sign.word}"), is_bad=sign.word not in (CALM, UNKNOWN)),
        blocks.cell(spoken(sign.name, sign.value, voice), is_bad=sign.word not in (CALM, UNKNOWN)),
        blocks.cell(band if sign.low is not None else "–"),
        blocks.cell(spoken(sign.name, sign.middle, voice), told),
    ]


def charted(found: Sequence[Sign]) -> list[Sign]:
    """The signs that have something to draw."""
    return [sign for sign in found if sign.value is not None and len(sign.peers)]


def chart(sign: Sign, name: str, voice: Voice) -> go.Figure:
    """Peers as dots along one axis, the band shaded, the KOL marked."""
    figure = frame_of(190)
    peers = sign.peers[:MOST_DOTS]
    spread = np.random.default_rng(1).uniform(-0.3, 0.3, len(peers))
    if sign.low is not None and sign.high is not None:
        figure.add_vrect(x0=sign.low, x1=sign.high, fillcolor=PALE, opacity=0.35, line_width=0)
    figure.add_scatter(
        x=peers.tolist(), y=spread.tolist(), mode="markers", marker={"color": NEUTRAL, "size": 7, "opacity": 0.6},
        hovertext=[spoken(sign.name, float(value), voice) for value in peers], hoverinfo="text",
    )  # fmt: skip
    is_odd = sign.word not in (CALM, UNKNOWN)
    figure.add_scatter(
        x=[sign.value], y=[0], mode="markers+text", text=[f"<b>{name}</b>"], textposition="top center",
        cliponaxis=False, marker={"color": ACCENT if is_odd else INK, "size": 13, "symbol": "diamond"},
        hovertext=[spoken(sign.name, sign.value, voice)], hoverinfo="text",
    )  # fmt: skip
    edges = [*peers.tolist(), sign.value or 0.0, sign.high or 0.0, sign.low or 0.0]
    low, high = min(edges), max(edges)
    room = (high - low or 0.1) * 0.06
    figure.update_xaxes(value_axis(min(low - room, 0.0), high + room, voice.share_tick))
    figure.update_yaxes(visible=False, range=[-0.8, 0.9])
    return figure


def numbers(found: Sequence[Sign], voice: Voice) -> pl.DataFrame:
    """The signs as a table that can be downloaded."""
    return pl.DataFrame(
        {
            "sign": [voice(f"vet.sign.{sign.name}") for sign in found],
            "here": [sign.value for sign in found],
            "band_low": [sign.low for sign in found],
            "band_high": [sign.high for sign in found],
            "peer_median": [sign.middle for sign in found],
            "peer_count": [len(sign.peers) for sign in found],
        },
        schema_overrides=dict.fromkeys(("here", "band_low", "band_high", "peer_median"), pl.Float64),
    )


def sources_title(told: pl.DataFrame, voice: Voice) -> str:
    """Whether sources contradict each other."""
    count = len(contradictions(told))
    return voice("vet.sources_apart", count=voice.exact(count)) if count else voice("vet.sources_agree")


def contradictions(told: pl.DataFrame) -> set[tuple[str, str]]:
    """Scope and column where the newest values of two sources lie more than a tenth apart."""
    newest = told.filter(pl.col("age") == 1)
    found = set()
    for (scope,), part in newest.group_by("scope"):
        found |= {(str(scope), name) for name in COMPARED if _apart(part[name])}
    counted = newest.sort("as_of_date", descending=True).group_by("source", maintain_order=True).first()
    if _apart(counted["followers"]):
        found.add(("", "followers"))
    return found


def _apart(values: pl.Series) -> bool:
    known = values.drop_nulls()
    if len(known) < 2:
        return False
    low, high = float(known.min()), float(known.max())  # type: ignore[arg-type]
    return high > 0 and (high - low) / high > CONTRADICTS


def history(told: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """Every profile that was loaded: when, from whom, followers, reads and engagement."""
    return told.select(
        pl.col("as_of_date").alias("profile_date"),
        pl.Series("profile_source", [source_name(source, voice) for source in told["source"]], dtype=pl.String),
        pl.col("followers").alias("profile_followers"), pl.col("read_median").alias("profile_reads"),
        pl.col("engagement_median").alias("profile_engagement"),
    )  # fmt: skip


def sources(told: pl.DataFrame, voice: Voice) -> str:
    """The newest of every source and scope, side by side; contradictions are marked."""
    apart = contradictions(told)
    columns = (
        Column(voice("vet.source")), Column(voice("vet.as_of"), is_number=True),
        *(Column(voice(f"fact_field.{name}"), is_number=True, wide=name not in COMPARED[:3]) for name in COMPARED),
    )  # fmt: skip
    return blocks.table(columns, [_source(row, apart, voice) for row in told.filter(pl.col("age") == 1).to_dicts()])


def source_name(source: str, voice: Voice) -> str:
    """A source as people call it; one without a name keeps its own."""
    key = f"vet.from.{source.partition('_')[0]}"
    return voice(key) if key in WORDS else source


def _source(row: dict[str, Any], apart: set[tuple[str, str]], voice: Voice) -> list[str]:
    scope = f"match.scope.{row['scope'] if row['scope'] in _SCOPES else 'unstated'}"
    return [
        blocks.cell(source_name(row["source"], voice), voice(scope)),
        blocks.cell(voice.date(row["as_of_date"])),
        *(
            blocks.cell(_told(name, row[name], voice),
                        is_bad=row[name] is not None and bool({(row["scope"], name), ("", name)} & apart))
            for name in COMPARED
        ),
    ]  # fmt: skip


_SCOPES = ("cooperation_90_all", "cooperation_30_all", "daily_90_all", "daily_30_all", "unstated")


def _told(name: str, value: Any, voice: Voice) -> str:
    if name.endswith("_fen"):
        return voice.money(value)
    return voice.percent(value) if name.endswith("_share") else voice.count(value)
