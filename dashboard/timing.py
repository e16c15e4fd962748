"""The timing page's own pieces: what notes sell as they age, and the three methods at the same age and spend."""

from __future__ import annotations

from statistics import median
from typing import Any

import polars as pl

from campaigns.cohorts import expected_final
from dashboard import timing_charts
from dashboard.formats import Voice
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.reading import Scope, rows

AGES = (7, 14, 30)
Z_95 = 1.96


def cohorts(present: Scope, campaign: str, days: int) -> list[dict[str, Any]]:
    """One row per week of publication, oldest first: cohort_date, notes, spend_fen, seen_days (at most `days`),
    sales (net sales in fen within 0, 1, … seen days), and expected, low, high (fen at `days`; None where unknown)."""
    frame = rows("sales_cohorts", present, campaign=campaign)
    found = [
        _cohort(part, days)
        for part in frame.partition_by("cohort_date", maintain_order=True)
        if part["spend_fen"][0] > 0
    ]
    whole = [row for row in found if row["seen_days"] >= days]
    return [row | _expected(row, whole, days) for row in found if row["seen_days"] > 0]


def _cohort(part: pl.DataFrame, days: int) -> dict[str, Any]:
    first = part.row(0, named=True)
    seen = min(first["seen_days"], days)
    known = {age: fen for age, fen in part.select("age_days", "net_sales_fen").iter_rows() if age is not None}
    sales = [0]
    for age in range(seen):
        sales.append(known.get(age, sales[-1]))
    return {**{name: first[name] for name in ("cohort_date", "notes", "spend_fen")}, "seen_days": seen, "sales": sales}


def _expected(row: dict[str, Any], whole: list[dict[str, Any]], days: int) -> dict[str, Any]:
    if row["seen_days"] >= days:
        return {"is_finished": True, "expected": None, "low": None, "high": None}
    found = expected_final(
        [(other["sales"][row["seen_days"]], other["sales"][days]) for other in whole], row["sales"][-1]
    )
    value, low, high = found or (None, None, None)
    return {"is_finished": False, "expected": value, "low": low, "high": high}


def headline(present: Scope, campaign: str, days: int, voice: Voice) -> str:
    """What notes return at this age, by the median of the weeks that are that old."""
    found = cohorts(present, campaign, days)
    whole = [row["sales"][days] / row["spend_fen"] for row in found if row["is_finished"]]
    facts = {"days": voice.exact(days), **_weeks(found, voice)}
    if not whole:
        return voice("timing.curves_none", **facts)
    return voice("timing.curves", roas=voice.ratio(median(whole)), days=facts["days"], weeks=facts["weeks"])


def _weeks(found: list[dict[str, Any]], voice: Voice) -> dict[str, str]:
    whole = sum(row["is_finished"] for row in found)
    return {"weeks": voice.exact(whole), "open": voice.exact(len(found) - whole)}


def curves(present: Scope, campaign: str, days: int, voice: Voice) -> Panel:
    """ROI(T+x) of every week of publication; unfinished weeks end where their data does."""
    found = cohorts(present, campaign, days)
    title = voice("timing.weeks", **_weeks(found, voice))
    table = pl.DataFrame([_line(row, voice) for row in found], schema=_SCHEMA, orient="row")
    rests_on = Origin(present, table, {"net_sales_fen": "cohort"}, {"cohort": "cohort_date", "days": "seen_days"},
                      {"campaign": campaign})  # fmt: skip
    figure = timing_charts.curves(found, days, voice) if found else None
    note = voice("timing.curves_note", days=voice.exact(days))
    return Panel(f"cohorts.{campaign}.{days}", title, note, figure, table.drop("cohort_date"), rests_on)


_SCHEMA = {
    "cohort_date": pl.Date, "label": pl.String, "notes": pl.Int64, "seen_days": pl.Int64, "spend_fen": pl.Int64,
    "net_sales_fen": pl.Int64, "roas": pl.Float64, "expected_roas": pl.Float64, "expected_low_roas": pl.Float64,
    "expected_high_roas": pl.Float64, "is_finished": pl.Boolean,
}  # fmt: skip


def _line(row: dict[str, Any], voice: Voice) -> tuple[object, ...]:
    spend = row["spend_fen"]
    later = [None if row[name] is None else row[name] / spend for name in ("expected", "low", "high")]
    week = voice("chart.week_of", day=voice.day(row["cohort_date"]))
    sold = row["sales"][-1]
    return (
        row["cohort_date"],
        week,
        row["notes"],
        row["seen_days"],
        spend,
        sold,
        sold / spend,
        *later,
        row["is_finished"],
    )


def methods(present: Scope, days: int, voice: Voice) -> Panel:
    """The three methods at equal age and equal spend, with what the number of KOLs lets one say."""
    frame = rows("methods_compared", present, days=days)
    names = [voice(f"method.{method}") for method in frame["method"]]
    reach = pl.col("error") * Z_95
    frame = frame.with_columns(
        pl.Series("label", names, dtype=pl.String),
        low_roas=(pl.col("roas") - reach).clip(lower_bound=0), high_roas=pl.col("roas") + reach,
    )  # fmt: skip
    table = frame.select("label", "kols", "notes", "clicks", "orders", "spend_fen", "net_sales_fen", "roas", "low_roas",
                         "high_roas")  # fmt: skip
    sure = frame.filter(pl.col("roas").is_not_null())
    figure = timing_charts.methods(sure, voice) if sure.height else None
    note = voice("timing.methods_note", days=voice.exact(days))
    return Panel(f"methods.{days}", _methods_title(sure, days, voice), note, figure, table)


def _methods_title(frame: pl.DataFrame, days: int, voice: Voice) -> str:
    if frame.height < 2:
        return voice("timing.methods_few", days=voice.exact(days))
    best, second = frame.row(0, named=True), frame.row(1, named=True)
    is_clear = best["error"] is not None and second["error"] is not None and best["low_roas"] > second["high_roas"]
    facts = {"label": best["label"], "roas": voice.ratio(best["roas"]), "other": second["label"],
             "other_roas": voice.ratio(second["roas"])}  # fmt: skip
    return voice("timing.methods_clear" if is_clear else "timing.methods_open", **facts)
