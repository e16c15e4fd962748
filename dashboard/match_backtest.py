"""The backtest as the match page shows it: per past campaign beside simple orders, and what each component is worth."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns.matching import backtest
from campaigns.matching.backtest import BASELINES, Scored, Trial
from campaigns.matching.gauges import FEWEST, Interval
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import MINUS, Voice

ORDERS = ("ours", *BASELINES)


def show(made: Sequence[Trial], names: dict[str, str], voice: Voice) -> None:
    """The whole of it, below the ranking."""
    if not made:
        st.html(blocks.panel_head(voice("backtest.none"), voice("backtest.none_note")))
        return
    st.html(blocks.panel_head(title(made, voice), certainty(made, voice)))
    left, right = st.columns([3, 2], gap="large")
    left.html(table(made, names, voice))
    right.html(worth(made, voice))
    st.caption(voice("backtest.note"))


def title(made: Sequence[Trial], voice: Voice) -> str:
    """What the backtest found, in one sentence."""
    lifts = backtest.lifts(made)
    better = [name for name in BASELINES if _mean(lifts[name]) > 0]
    worse = [name for name in BASELINES if name not in better]
    listed = voice("list.separator")
    if not worse:
        return voice("backtest.title_all", campaigns=voice.exact(len(made)))
    named = listed.join(voice(f"backtest.order.{name}") for name in worse)
    return voice("backtest.title_some", campaigns=voice.exact(len(made)), worse=named)


def certainty(made: Sequence[Trial], voice: Voice) -> str:
    """How sure that is: an interval per simple order, or that the campaigns are too few for one."""
    lifts = backtest.lifts(made)
    told = [
        voice("backtest.interval", order=voice(f"backtest.order.{name}"), mean=_signed(lift.mean),
              low=_signed(lift.low), high=_signed(lift.high))
        for name, lift in lifts.items() if isinstance(lift, Interval)
    ]  # fmt: skip
    if not told:
        return voice("backtest.few", campaigns=voice.exact(len(made)), fewest=voice.exact(FEWEST))
    return voice("list.separator").join(told)


def table(made: Sequence[Trial], names: dict[str, str], voice: Voice) -> str:
    """One line per campaign and order: NDCG@10, precision@10, net sales per yuan of the first ten."""
    columns = (
        Column(voice("backtest.campaign")), Column(voice("backtest.order")),
        Column(voice("backtest.ndcg"), is_number=True), Column(voice("backtest.precision"), is_number=True, wide=True),
        Column(voice("backtest.per_yuan"), is_number=True),
    )  # fmt: skip
    lines = [
        _line(trial, order, names, voice, is_first=place == 0)
        for trial in made
        for place, order in enumerate(ORDERS)
    ]  # fmt: skip
    return blocks.table(columns, lines)


def _line(trial: Trial, order: str, names: dict[str, str], voice: Voice, *, is_first: bool) -> list[str]:
    scored: Scored = trial.ours if order == "ours" else trial.baselines[order]
    told = voice("backtest.candidates", day=voice.date(trial.as_of), count=voice.exact(trial.candidates))
    return [
        blocks.cell(names.get(trial.code, trial.code), told) if is_first else blocks.cell(""),
        blocks.cell(voice(f"backtest.order.{order}")),
        blocks.cell(f"{scored.ndcg:.2f}"),
        blocks.cell(voice.percent(scored.precision)),
        blocks.cell(f"¥{scored.per_yuan:.2f}"),
    ]


def worth(made: Sequence[Trial], voice: Voice) -> str:
    """What NDCG@10 loses without each component; one that loses nothing does not help, and that is said."""
    columns = (
        Column(voice("match.column.component")), Column(voice("backtest.verdict")),
        Column(voice("backtest.loses"), is_number=True),
    )  # fmt: skip
    found = sorted(backtest.worth(made).items(), key=lambda pair: -pair[1])
    lines = [
        [
            blocks.cell(voice(f"match.part.{name}")),
            blocks.cell(voice("backtest.helps" if value > 0 else "backtest.no_help")),
            blocks.cell(_signed(-value)),
        ]
        for name, value in found
    ]
    return blocks.table(columns, lines)


def _mean(lift: Interval | float) -> float:
    return lift.mean if isinstance(lift, Interval) else lift


def _signed(value: float) -> str:
    return ("+" if value >= 0 else MINUS) + f"{abs(value):.3f}"
