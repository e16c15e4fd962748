"""Attribution and timing: every rule shares the same money, ranks and curves follow their definition, rows add up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from campaigns.actions import Actor, save_campaign
from campaigns.records import CREDIT_RULES
from campaigns.store import open_store
from dashboard import attribution, attribution_charts, countdown, reading, timing
from dashboard.formats import Voice
from dashboard.origin import Origin, behind
from dashboard.panels import Panel
from dashboard.reading import Scope

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
VOICE = Voice("en")
CAMPAIGN, STAR = "AUTUMN", "STAR"
SERUM = f"{0xA2:024x}"
SALE = {"product_id": SERUM, "since_at": "2026-09-21T12:00:00+00:00", "before_at": "2026-09-22T12:00:00+00:00"}


@pytest.fixture(scope="module")
def sold(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world with a countdown sale in the star's campaign."""
    root = tmp_path_factory.mktemp("sold") / "root"
    shutil.copytree(world, root, symlinks=True)
    link = root / "warehouse.duckdb"
    target = root / ".warehouse" / link.readlink().name
    link.unlink()
    link.symlink_to(target)
    with closing(open_store(root)) as store:
        save_campaign(store, Actor("tests"), "sale", id=3, version=1, countdowns=[SALE])
    return root


@pytest.fixture
def present(sold: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scope]:
    monkeypatch.setenv("KOL_ROOT", str(sold))
    monkeypatch.setattr(reading, "DRAIN_SECONDS", 0)
    yield reading.whole()
    reading.release()


@pytest.mark.parametrize("code", [CAMPAIGN, "SEEDING", STAR])
def test_every_rule_gives_out_exactly_what_was_sold(present: Scope, code: str) -> None:
    chosen = attribution.settings(present, code)
    frame = attribution.by_rule(present, code, chosen["lookback_days"])
    sums = {rule: frame[f"{rule}_fen"].sum() for rule in CREDIT_RULES}
    assert sums == dict.fromkeys(CREDIT_RULES, chosen["paid_fen"])
    assert chosen["paid_fen"] > 0


def test_the_last_click_agrees_with_what_is_payable_where_clicks_are_the_only_evidence(present: Scope) -> None:
    frame = attribution.by_rule(present, CAMPAIGN, 15).filter(pl.col("payable_fen").is_not_null())
    sold_later = frame.filter(pl.col("payable_fen") < pl.col("last_fen"))
    assert frame.height > 0
    assert sold_later.is_empty(), "payable also counts orders after the campaign's days, never fewer"


def test_ranks_compare_rules_and_windows_with_the_campaigns_own(present: Scope) -> None:
    asked, found = attribution.ranks(present, CAMPAIGN)
    assert asked[0] == ("last", 15)
    assert {("last", 7), ("last", 30), *((rule, 15) for rule in CREDIT_RULES)} == set(asked)
    ranks = found["rank.0"].drop_nulls().to_list()
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def _rests_on(present: Scope) -> Iterator[tuple[str, Origin]]:
    panels: list[Panel] = [attribution.rules(present, code, VOICE) for code in (CAMPAIGN, STAR)]
    panels += [timing.curves(present, code, 14, VOICE) for code in ("", CAMPAIGN)]
    panels += [countdown.hour_curve(present, hours, VOICE) for hours in countdown.sales(present, STAR)]
    assert len(panels) == 5
    for made in panels:
        assert made.origin is not None
        yield made.key, made.origin


def test_the_rows_behind_credits_curves_and_hours_add_up(present: Scope) -> None:
    wrong, sums = [], 0
    for name, origin in _rests_on(present):
        for place in range(0, origin.rows.height, max(origin.rows.height // 3, 1)):
            for figure in origin.figures:
                found = behind(origin, place, figure)
                total, shown = found["total"][0] if found.height else 0, origin.rows[figure][place] or 0
                sums += shown != 0
                wrong += [(name, place, figure, shown, total)] if total != shown else []
    assert wrong == []
    assert sums > 30


@pytest.mark.parametrize("days", [7, 30])
def test_curves_never_fall_and_end_where_all_notes_were_seen(present: Scope, days: int) -> None:
    found = timing.cohorts(present, "", days)
    assert found
    for row in found:
        assert row["sales"] == sorted(row["sales"])
        assert len(row["sales"]) == row["seen_days"] + 1 <= days + 1
        assert row["is_finished"] is (row["seen_days"] == days)
        assert row["expected"] is None or row["low"] <= row["expected"] <= row["high"]


def test_a_cohort_is_expected_only_where_it_is_unfinished() -> None:
    steps = {"cohort_date": [date(2026, 9, 7)] * 2, "age_days": [0, 3], "net_sales_fen": [5, 9]}
    part = pl.DataFrame({**steps, "spend_fen": [100] * 2, "notes": [1] * 2, "seen_days": [4] * 2})
    assert timing._cohort(part, 14)["sales"] == [0, 5, 5, 5, 9]
    assert timing._cohort(part, 2)["sales"] == [0, 5, 5]


def test_a_countdown_is_held_against_the_same_hours_of_the_weeks_before(present: Scope) -> None:
    (hours,) = list(countdown.sales(present, STAR))
    first = hours.row(0, named=True)
    assert first["weeks"] == 4
    asked = (
        "select count(*) as n from orders where product_id = $p and ordered_at >= $a::timestamptz and ordered_at < $b"
    )
    source = reading._source(present.root).reader
    before = [
        source.query(asked.replace("$b", f"'2026-{month}T13:00:00Z'::timestamptz"),
                     {"p": SERUM, "a": f"2026-{month}T12:00:00Z"})["n"][0]
        for month in ("09-14", "09-07", "08-31", "08-24")
    ]  # fmt: skip
    assert first["expected"] == pytest.approx(sum(before) / 4)
    window = hours.filter(pl.col("is_in_window"))
    assert window.height == 24
    found = countdown.lift(window)
    assert found is not None
    assert found["orders"] == window["orders"].sum()
    assert found["more"] == pytest.approx(found["orders"] - found["expected"])
    assert found["low"] < found["more"] < found["high"]


def test_a_countdown_without_weeks_before_has_no_lift() -> None:
    hours = pl.DataFrame({"weeks": [0], "orders": [5], "expected": [None], "variance": [None]})
    assert countdown.lift(hours) is None


WALK = st.lists(st.sampled_from(["k1", "k2", "k3", "outside"]), max_size=6)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(WALK, st.integers(1, 50)), min_size=1, max_size=8))
def test_streams_of_paths_all_end_in_their_orders(walks: list[tuple[list[str], int]]) -> None:
    frame = pl.DataFrame([(" > ".join(path), lines) for path, lines in walks], ["path", "lines"], orient="row")
    link: Any = attribution_charts.paths(frame, {}, VOICE).data[0].link
    ends = [
        value
        for source, target, value in zip(link.source, link.target, link.value, strict=True)
        if target not in link.source
    ]
    assert sum(ends) == sum(lines for _, lines in walks)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("page", "address"), [
    ("attribution", {"campaign": CAMPAIGN}), ("attribution", {"campaign": "NOBODY"}), ("timing", {"campaign": STAR}),
    ("timing", {"campaign": "all", "age": "30"}), ("methods", {}), ("conversion", {"by": "tier"}),
])  # fmt: skip
def test_the_pages_open(
    sold: Path, open_page: Open, read_page: Read, page: str, address: dict[str, str], lang: str
) -> None:
    app = open_page(sold, page, lang, **address)
    assert not app.exception
    said = read_page(app)
    assert "None" not in said
    assert "nan" not in said.split()


def test_the_attribution_page_names_its_rule(sold: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(sold, "attribution", campaign=CAMPAIGN))
    assert "Last click, on the same product, clicks up to 15 days before the order" in said
    assert "it does not say what caused a sale" in said
