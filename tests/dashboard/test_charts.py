"""Charts and findings over small frames: the marks stand where the rows say, the sentence says what the rows say."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, findings, queries
from dashboard.axes import nice_ticks, value_axis
from dashboard.formats import Voice

EN, ZH = Voice("en"), Voice("zh")
CAMPAIGN: dict[str, Any] = {
    "gmv_fen": 1_000_000,
    "refunds_fen": 100_000,
    "net_sales_fen": 900_000,
    "product_cost_fen": 300_000,
    "platform_fee_fen": 45_000,
    "third_party_fen": 0,
    "kol_commission_fen": 135_000,
    "fixed_fee_fen": 200_000,
    "samples_fen": 5_000,
    "ads_fen": 15_000,
    "contribution_fen": 200_000,
    "budget_fen": 500_000,
    "spend_fen": 355_000,
    "budget_share": 0.71,
    "impressions": 90_000,
    "reads": 10_000,
    "clicks": 600,
    "orders": 40,
    "kept_orders": 36,
}


def _conversion(**changed: Any) -> pl.DataFrame:
    row = {
        "label": "Tmall",
        "by_clicker": 0.018,
        "by_clicker_low": 0.014,
        "by_clicker_high": 0.024,
        "benchmark": 0.026,
        "clickers": 3_000,
        "buyers": 54,
        "is_enough": True,
    }
    return pl.DataFrame([row | changed], schema_overrides={"benchmark": pl.Float64})


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_ticks_cover_what_they_are_for_and_are_few(low: float, span: float) -> None:
    ticks = nice_ticks(low, low + span)
    assert ticks[0] <= low + 1e-6 * abs(low)
    assert ticks[-1] >= (low + span) - 1e-6 * abs(low + span)
    assert len(ticks) <= 8


def test_an_axis_of_amounts_begins_at_zero() -> None:
    assert value_axis(120, 900, str)["range"][0] == 0
    assert value_axis(-50, 900, str)["range"][0] < -50


def test_the_waterfall_ends_where_the_contribution_is() -> None:
    steps = queries.waterfall(CAMPAIGN)
    assert steps["change_fen"][:-1].sum() == CAMPAIGN["contribution_fen"] == steps["change_fen"][-1]
    figure = charts.waterfall(steps, EN)
    bars = next(trace for trace in figure.data if trace.type == "waterfall")
    assert list(bars.y) == [
        "GMV",
        "Refunds",
        "Product cost",
        "Platform fee",
        "Third-party cut",
        "KOL commission",
        "Fixed fees",
        "Samples",
        "Ads",
        "Contribution",
    ]
    assert sum(bars.x[:-1]) == pytest.approx(bars.x[-1])
    assert bars.totals.marker.color == charts.INK


def test_a_loss_is_marked() -> None:
    row = CAMPAIGN | {"fixed_fee_fen": 600_000, "contribution_fen": -200_000}
    figure = charts.waterfall(queries.waterfall(row), EN)
    assert next(trace for trace in figure.data if trace.type == "waterfall").totals.marker.color == charts.ACCENT
    assert (
        findings.waterfall(row, queries.waterfall(row), EN)
        == "Every ¥100 sold loses ¥20; largest cost: Fixed fees (¥6,000)"
    )


def test_the_funnel_leaves_out_steps_nobody_measured() -> None:
    steps = queries.funnel(CAMPAIGN | {"impressions": None})
    assert steps["step"].to_list() == ["reads", "clicks", "orders", "kept_orders"]
    assert steps["share_of_previous"].to_list() == pytest.approx([None, 0.06, 40 / 600, 0.9])
    assert findings.funnel(steps, EN) == "6.7% of clicks become orders, and 90.0% of those are kept"


def test_a_funnel_without_any_step_is_no_error() -> None:
    steps = queries.funnel(dict.fromkeys(queries.FUNNEL))
    assert steps.is_empty()
    assert len(charts.funnel(steps, EN).data) == 0
    assert findings.funnel(steps, ZH)


def test_below_the_benchmark_means_the_whole_interval_is() -> None:
    assert findings.conversion(_conversion(), "channel", EN).startswith("Tmall: below the benchmark beyond doubt")
    unsure = _conversion(by_clicker_high=0.027)
    assert findings.conversion(unsure, "channel", EN) == "In line with the benchmark: Tmall"
    colours = [charts.conversion(frame, EN).data[1].marker.color for frame in (_conversion(), unsure)]
    assert colours == [(charts.ACCENT,), (charts.INK,)]


def test_too_few_clicks_are_said_to_be_too_few() -> None:
    assert findings.conversion(_conversion(is_enough=False), "channel", EN) == "Not enough clicks to compare anyone yet"


def test_two_of_the_same_name_stay_two_rows() -> None:
    frame = pl.concat([_conversion(label="Same"), _conversion(label="Same", by_clicker=0.02)])
    figure = charts.conversion(frame, EN)
    assert list(figure.data[1].y) == [0, 1]
    assert list(figure.layout.yaxis.ticktext) == ["Same", "Same"]


def test_long_names_are_cut_by_width_and_markup_is_text() -> None:
    figure = charts.conversion(_conversion(label="<i>" + "护肤" * 20), EN)
    name = figure.layout.yaxis.ticktext[0]
    assert name.startswith("&lt;i&gt;护")
    assert name.endswith("…")


def test_spend_beyond_the_budget_is_said_with_its_amount() -> None:
    days = pl.DataFrame(
        {
            "business_date": [date(2026, 9, 1), date(2026, 9, 2)],
            "spent_fen": [10_000, 600_000],
            "plan_fen": [250_000, 500_000],
        }
    )
    row = CAMPAIGN | {"spend_fen": 600_000, "budget_share": 1.2}
    assert findings.burn(days, row, EN) == "The budget is overspent by ¥1,000 (120.0% of it is gone)"
    assert charts.budget_burn(days, EN).data[1].line.color == charts.ACCENT


@pytest.mark.parametrize("voice", [EN, ZH])
def test_pages_without_rows_still_have_sentences(voice: Voice) -> None:
    empty_days = pl.DataFrame(schema={"business_date": pl.Date, "clicks": pl.Int64, "net_sales_fen": pl.Int64})
    empty_notes = pl.DataFrame(schema={"business_date": pl.Date, "notes_published": pl.Int64, "titles": pl.String})
    weeks = pl.DataFrame(schema={"week_date": pl.Date, "net_sales_fen": pl.Int64, "is_whole": pl.Boolean})
    burn = pl.DataFrame(schema={"business_date": pl.Date, "spent_fen": pl.Int64, "plan_fen": pl.Int64})
    sentences = [
        findings.days(empty_days, voice),
        findings.weeks(weeks, voice),
        findings.burn(burn, CAMPAIGN, voice),
        findings.notes(pl.DataFrame(schema={"net_sales_fen": pl.Int64}), voice),
    ]
    assert all(sentences)
    for figure in (
        charts.days(empty_days, empty_notes, voice),
        charts.weeks(weeks, voice),
        charts.budget_burn(burn, voice),
    ):
        assert figure.to_json()


def test_charts_do_not_import_plotly_express() -> None:
    code = "import sys, dashboard.panels; sys.exit('plotly.express' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
