"""From a figure to its rows: what is listed adds up to what is shown, and every row says where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from campaigns.narrowing import Viewer
from dashboard import celebrity, panels, reading
from dashboard.formats import Voice
from dashboard.origin import Origin, behind
from dashboard.panels import Panel
from dashboard.reading import Scope
from ingest.lineage import rows_behind

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
VOICE = Voice("en")
CAMPAIGN = "AUTUMN"


@pytest.fixture
def present(world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scope]:
    """The small world, as an administrator sees it."""
    monkeypatch.setenv("KOL_ROOT", str(world))
    monkeypatch.setattr(reading, "DRAIN_SECONDS", 0)
    yield reading.whole()
    reading.release()


def _panels(present: Scope) -> Iterator[Panel]:
    yield panels.contribution(present, "", VOICE)
    yield panels.weeks(present, "LUNE", VOICE)
    for name in ("burn", "funnel", "waterfall", "days", "notes"):
        yield getattr(panels, name)(present, CAMPAIGN, VOICE)
    for dimension in ("all", "kol", "product", "campaign", "note", "section", "channel", "method", "tier", "cohort"):
        yield panels.conversion(present, dimension, VOICE)


def _origins(present: Scope) -> Iterator[tuple[str, Origin]]:
    for made in _panels(present):
        assert made.origin is not None, made.key
        yield made.key, made.origin
    for code in ("SEEDING", CAMPAIGN):
        sold = reading.rows("campaign_sell_outs", present, campaign=code)
        yield f"sell-outs of {code}", celebrity.vain_clicks(sold, present, VOICE)
        for product in reading.rows("stock_products", present, campaign=code)["product_id"]:
            counts = reading.rows("stock_curve", present, campaign=code, product=product)
            yield f"stock of {product}", celebrity.counted(counts, product, present)
    yield "totals", panels.totals_origin(present, "LUNE")
    yield "campaign", panels.campaign_origin(present, CAMPAIGN, panels.KEY_FIGURES)


def _some(origin: Origin) -> list[int]:
    """The first rows, the last one and one between."""
    last = origin.rows.height - 1
    return [] if last < 0 else sorted({0, min(1, last), last // 2, last})


def test_the_rows_behind_every_figure_of_every_panel_add_up_to_it(present: Scope) -> None:
    wrong, sums = [], 0
    for name, origin in _origins(present):
        for place in _some(origin):
            for figure in origin.figures:
                found = behind(origin, place, figure)
                total = found["total"][0] if found.height else 0
                shown = origin.rows[figure][place] or 0
                sums += shown != 0
                if total != shown:
                    wrong.append((name, place, figure, shown, total))
    assert wrong == []
    assert sums > 100, "the world has figures in every panel"


@pytest.mark.parametrize("figure", ["gmv_fen", "refunds_fen", "clicks", "orders", "ads_fen"])
def test_the_listed_rows_of_a_campaign_themselves_add_up_page_by_page(present: Scope, figure: str) -> None:
    origin = panels.days(present, CAMPAIGN, VOICE).origin
    assert origin is not None
    whole = Origin(present, origin.rows.head(1), origin.figures, {}, {"campaign": CAMPAIGN})
    count = behind(whole, 0, figure)["found"][0]
    listed = pl.concat([behind(whole, 0, figure, skipped, 2_000) for skipped in range(0, count, 2_000)])
    assert listed["adds"].sum() == origin.rows[figure].sum() == listed["total"][0] > 0
    assert listed.height == listed["found"][0]
    assert listed["file"].null_count() == listed["source_row"].null_count() == 0


def test_a_listed_row_is_found_in_its_file(present: Scope, world: Path) -> None:
    origin = panels.waterfall(present, CAMPAIGN, VOICE).origin
    assert origin is not None
    for figure in ("gmv_fen", "refunds_fen", "ads_fen"):
        row = behind(origin, 0, figure).row(0, named=True)
        key = dict(part.split("=", 1) for part in row["key"].split(","))
        traced = rows_behind(world, row["fact"], [key]).filter(pl.col("stands"))
        assert (row["load_id"], row["source_row"]) in zip(traced["load_id"], traced["source_row"], strict=True)


def test_a_filter_that_a_query_does_not_know_is_refused_not_ignored(present: Scope) -> None:
    origin = Origin(present, pl.DataFrame({"key": ["x"]}), {"reads": "note_figures"}, {"section": "key"})
    with pytest.raises(LookupError, match="section"):
        behind(origin, 0, "reads")


def test_whoever_sees_a_part_is_listed_that_part_only(present: Scope) -> None:
    origin = panels.waterfall(present, CAMPAIGN, VOICE).origin
    assert origin is not None
    other = Scope(present.root, present.build, present.version, Viewer("marketer", (2,)))
    foreign = Origin(other, origin.rows, origin.figures, origin.keys)
    assert [behind(foreign, 0, figure).height for figure in origin.figures] == [0] * len(origin.figures)


def test_a_note_of_the_campaign_page_leads_to_its_rows(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "campaign", campaign=CAMPAIGN)
    assert "rows that make it" not in read_page(app), "nothing is read before it is asked for"
    app.toggle(key="behind.notes").set_value(True).run()
    app.selectbox(key="behind.row.notes").select(1).run()
    assert not app.exception
    said = read_page(app)
    assert "They add up to the figure above." in said
    assert "Note figures" in said
    app.button_group(key="behind.figure.notes").set_value("net_sales_fen").run()
    body = "".join(element.proto.body for element in app.get("html"))
    assert "Net sales ¥" in read_page(app)
    assert "data?lineage=orders&amp;key=" in body
    assert "orders_2026-11-03.csv" in body


def test_rows_behind_are_told_in_chinese(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "campaign", "zh", campaign=CAMPAIGN)
    assert app.toggle(key="behind.notes").label == "这些数字的来源"
    app.toggle(key="behind.notes").set_value(True).run()
    assert "合计与上方数字一致。" in read_page(app)
