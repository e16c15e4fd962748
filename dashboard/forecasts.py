"""Forecasts from what was known: learned on the latest day, and held against the past week by week."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl
import streamlit as st

from campaigns import forecast
from campaigns.forecast import FIGURES, Forecaster, PastNote, Size
from campaigns.statistics import wilson
from dashboard import pipeline, reading
from dashboard.reading import Scope, rows

TIERS = ((10_000, "koc"), (50_000, "tail"), (500_000, "waist"))


class Known(NamedTuple):
    """A forecaster, the day it knows everything before, and the notes it learned from."""

    forecaster: Forecaster
    as_of_date: date | None
    notes: int


def known(present: Scope, kol_ids: Sequence[str]) -> Known:
    """What may be expected now, of these KOLs too."""
    history = _history(present)
    day = max(history["as_of_date"].to_list(), default=None)
    ripe = history.filter(as_of_date=day, is_ripe=True) if day else history
    wanted = sorted({*ripe["kol_id"].to_list(), *kol_ids})
    profiles = rows("forecast_profiles", present, kols=json.dumps(wanted))
    return Known(forecast.learn(_notes(ripe), _sizes(profiles, None)), day, ripe.height)


def calibration(present: Scope) -> pl.DataFrame:
    """Of every past note that is ripe, whether its figures lay inside the interval forecast on the Monday of its week
    from what was known then. Columns: campaign_id, name, name_zh, figure, notes, inside, share, share_low, share_high.
    """
    return _calibration(reading.stamped(["forecast_notes", "forecast_profiles"], present))


@st.cache_data(max_entries=32, ttl="1h", show_spinner=False)
def _calibration(present: Scope) -> pl.DataFrame:
    history = _history(present)
    if history.is_empty():
        return pl.DataFrame()
    day = max(history["as_of_date"].to_list())
    actual = {row["note_id"]: row for row in history.filter(as_of_date=day, is_ripe=True).iter_rows(named=True)}
    profiles = rows("forecast_profiles", present, kols=json.dumps(sorted(set(history["kol_id"].to_list()))))
    counted: dict[tuple[int, str], list[bool]] = {}
    names = {row["campaign_id"]: row for row in actual.values()}
    for monday in sorted(set(history["as_of_date"].to_list()) - {day}):
        coming = [row for row in actual.values() if 0 <= (row["published_date"] - monday).days < 7]
        if coming:
            past = history.filter(as_of_date=monday, is_ripe=True)
            made = forecast.learn(_notes(past), _sizes(profiles, monday))
            for row in coming:
                for figure in FIGURES:
                    _count(counted, row, figure, made)
    return pl.DataFrame(
        [_share(names[campaign_id], figure, inside) for (campaign_id, figure), inside in sorted(counted.items())]
    )


def _count(counted: dict[tuple[int, str], list[bool]], row: Mapping[str, Any], figure: str, made: Forecaster) -> None:
    expected = made.expect(row["kol_id"], figure)
    if expected is None or expected.low is None or expected.high is None or row[figure] is None:
        return
    counted.setdefault((row["campaign_id"], figure), []).append(expected.low <= row[figure] <= expected.high)


def _share(named: Mapping[str, Any], figure: str, inside: Sequence[bool]) -> dict[str, Any]:
    bounds = wilson(sum(inside), len(inside))
    return {
        "campaign_id": named["campaign_id"], "name": named["name"], "name_zh": named["name_zh"], "figure": figure,
        "notes": len(inside), "inside": sum(inside), "share": sum(inside) / len(inside),
        "share_low": bounds.low if bounds else None, "share_high": bounds.high if bounds else None,
    }  # fmt: skip


def _history(present: Scope) -> pl.DataFrame:
    return rows("forecast_notes", present, today=pipeline.today().isoformat())


def _notes(frame: pl.DataFrame) -> list[PastNote]:
    return [PastNote(row["kol_id"], {figure: row[figure] for figure in FIGURES}) for row in frame.iter_rows(named=True)]


def _sizes(profiles: pl.DataFrame, before: date | None) -> dict[str, Size]:
    """Each KOL's tier and stated reads, the newest of each that held before a day."""
    kept = profiles if before is None else profiles.filter(pl.col("as_of_date") < before)
    latest = kept.sort("kol_id", "as_of_date").group_by("kol_id", maintain_order=True)
    told = latest.agg(pl.col("followers").drop_nulls().last(), pl.col("read_median").drop_nulls().last())
    return {kol_id: Size(tier_of(followers), reads) for kol_id, followers, reads in told.iter_rows()}


def tier_of(followers: int | None) -> str:
    """The tier by followers, as the model of KOLs has it; empty where nobody counted them."""
    if followers is None:
        return ""
    borders = [border for border, _ in TIERS]
    return [*(name for _, name in TIERS), "head"][bisect_left(borders, followers + 1)]
