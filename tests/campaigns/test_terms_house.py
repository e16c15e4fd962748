"""Bands, taxes, rates of exchange; new versions of terms; sheets of terms: what is entered, ended and refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from campaigns import actions, terms_sheet
from campaigns.actions import Actor
from campaigns.actions.terms_renewal import plan_terms
from campaigns.errors import BadValue, CellsRefused, Refused, TermsOverlap
from campaigns.store import Store

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
AGENCY: dict[str, Any] = {"scope": "agency", "agency_id": 1, "part": "third_party"}


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    """One brand's campaign `may` with the KOLs k1 (Mei) and k2 (Mei too), and the agency `lin`."""
    actions.save_brand(store, lin, "b", code="glow", name="Glow")
    actions.save_agency(store, lin, "a", code="lin", name="Agency Lin")
    actions.save_campaign(
        store, lin, "c", code="may", brand_id=1, name="May", method="mixed", since_date=MAY, before_date=JULY,
        budget_fen=1,
    )  # fmt: skip
    for kol_id in ("k1", "k2"):
        actions.save_collaboration(store, lin, kol_id, campaign_id=1, kol_id=kol_id, kol_name="Mei")
    return store


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    return store.record_tables()[table].to_pylist()


def _periods(store: Store) -> list[tuple[date, date | None, int | None]]:
    return [(row["since_date"], row["before_date"], row["rate_ppm"]) for row in _rows(store, "terms")]


def test_the_band_of_the_brief_is_there_from_the_start_and_says_so(store: Store) -> None:
    (band,) = _rows(store, "platform_band")
    assert (band["platform"], band["category"]) == ("xiaohongshu", "")
    assert (band["low_ppm"], band["high_ppm"]) == (150_000, 200_000)
    assert band["source"] == "from the brief, unverified"


def test_a_band_is_dated_by_category_and_edited(store: Store, lin: Actor) -> None:
    fields = {"platform": "xiaohongshu", "category": "beauty", "since_date": JUNE}
    made = actions.save_platform_band(store, lin, "1", **fields, low_ppm=120_000, high_ppm=180_000)
    changed = actions.save_platform_band(store, lin, "2", id=made.id, version=1, high_ppm=190_000)
    assert (changed.high_ppm, changed.version) == (190_000, 2)
    with pytest.raises(Refused, match=r"has platform xiaohongshu, category beauty, since_date 2026-06-01 already"):
        actions.save_platform_band(store, lin, "3", **fields, low_ppm=1, high_ppm=2)
    with pytest.raises(BadValue, match=r"a rate not below the lowest"):
        actions.save_platform_band(store, lin, "4", id=made.id, version=2, high_ppm=1)


@pytest.mark.parametrize("party", ["brand/1", "kol/", "k1", "kol/a b", ""])
def test_a_tax_is_of_a_party_or_of_a_kind_of_parties(store: Store, lin: Actor, party: str) -> None:
    with pytest.raises(BadValue, match=r"party_tax\.party"):
        actions.save_party_tax(store, lin, "x", party=party, since_date=MAY)
    for number, known in enumerate(("kol", "kol/k1", "agency/1", "platform/xiaohongshu")):
        saved = actions.save_party_tax(store, lin, str(number), party=known, since_date=MAY, vat_ppm=60_000)
        assert (saved.vat_ppm, saved.is_vat_included, saved.entered_by) == (60_000, True, "lin")


def test_a_rate_of_the_house_currency_itself_is_refused(store: Store, lin: Actor) -> None:
    assert actions.save_exchange_rate(store, lin, "1", currency="USD", since_date=MAY, cny_ppm=7_100_000).id == 1
    with pytest.raises(BadValue, match="another currency than CNY"):
        actions.save_exchange_rate(store, lin, "2", currency="CNY", since_date=MAY, cny_ppm=1)
    with pytest.raises(BadValue, match="whole number"):
        actions.save_exchange_rate(store, lin, "3", currency="JPY", since_date=MAY, cny_ppm=0)


def test_a_new_version_ends_the_old_one_at_its_start(world: Store, lin: Actor) -> None:
    actions.renew_terms(world, lin, "1", **AGENCY, since_date=MAY, rate_ppm=50_000)
    actions.renew_terms(world, lin, "2", **AGENCY, since_date=JUNE, rate_ppm=60_000)
    assert _periods(world) == [(MAY, JUNE, 50_000), (JUNE, None, 60_000)]
    actions.renew_terms(world, lin, "2", **AGENCY, since_date=JUNE, rate_ppm=60_000)
    assert len(_periods(world)) == 2, "the same request again enters nothing"


def test_a_version_that_begins_where_another_does_is_refused_with_the_clash_named(world: Store, lin: Actor) -> None:
    actions.renew_terms(world, lin, "1", **AGENCY, since_date=JUNE, rate_ppm=50_000)
    for key, since in (("2", JUNE), ("3", MAY)):
        with pytest.raises(TermsOverlap, match=r"overlap 1 \(third_party, agency 1, from 2026-06-01, open\)"):
            actions.renew_terms(world, lin, key, **AGENCY, since_date=since, rate_ppm=60_000)
    assert _periods(world) == [(JUNE, None, 50_000)], "what a refused version would have ended stands"


def test_a_refused_version_leaves_the_earlier_one_open(world: Store, lin: Actor) -> None:
    actions.renew_terms(world, lin, "1", **AGENCY, since_date=MAY, rate_ppm=50_000)
    with pytest.raises(BadValue):
        actions.renew_terms(world, lin, "2", **AGENCY, since_date=JUNE, rate_ppm=50_000, fixed_fee_fen=1)
    assert _periods(world) == [(MAY, None, 50_000)]


SHEET = """campaign,kol,agency,platform,category,part,since_date,before_date,rate,tiers,base,fixed fee,currency
,,lin,,,third_party,2026-05-01,,,50000: 0.10; 100000: 0.12; 0.15,,,
may,,Agency Lin,,,rebate,2026-05-01,,0.05,,,,
may,k1,,,,达人佣金,2026/5/1,2026年7月1日,0.2,,实付,"3,000.00",CNY
,,,xiaohongshu,beauty,platform_fee,2026-05-01 00:00:00,,0.18,,,,
,,,xiaohongshu,,platform_fee,2026-05-01,,0.15,,list_price,,
"""


def test_a_sheet_is_entered_whole_and_each_line_is_a_new_version(world: Store, lin: Actor) -> None:
    actions.renew_terms(world, lin, "before", **AGENCY, since_date=date(2026, 1, 1), rate_ppm=50_000)
    lines = terms_sheet.read_text(SHEET)
    with world.reading() as session:
        assert [plan.ends for plan in plan_terms(session, lin, lines)] == [1, None, None, None, None]
    assert actions.import_terms(world, lin, "1", lines=lines) == [2, 3, 4, 5, 6]
    found = _rows(world, "terms")
    assert found[0]["before_date"] == MAY
    assert [(row["scope"], row["part"], row["base"]) for row in found[1:]] == [
        ("agency", "third_party", "buyer_paid"), ("agency_campaign", "rebate", "quote"),
        ("collaboration", "kol", "buyer_paid"), ("platform_category", "platform_fee", "buyer_paid"),
        ("platform", "platform_fee", "list_price"),
    ]  # fmt: skip
    assert found[1]["tiers"] == (
        '[{"rate_ppm":100000,"up_to_fen":5000000},{"rate_ppm":120000,"up_to_fen":10000000},'
        '{"rate_ppm":150000,"up_to_fen":null}]'
    )
    assert (found[3]["fixed_fee_fen"], found[3]["before_date"]) == (300_000, JULY)


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_entered(world: Store, lin: Actor) -> None:
    bad = "agency,part,since,rate,cap\nlin,third_party,tomorrow,15%,1.005\n"
    with pytest.raises(CellsRefused) as caught:
        terms_sheet.read_text(bad)
    places = [cell.where for cell in caught.value.cells]
    assert places == ["cell C2 (since_date)", "cell D2 (rate_ppm)", "cell E2 (cap_fen)"]


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("may,nobody,,kol,2026-05-01,0.1", "cell B3 (kol)"),
        ("may,Mei,,kol,2026-05-01,0.1", "cell B3 (kol)"),
        ("june,k1,,kol,2026-05-01,0.1", "cell A3 (campaign)"),
        (",,nobody,third_party,2026-05-01,0.1", "cell C3 (agency)"),
        (",,,kol,2026-05-01,0.1", "row 3"),
    ],
)
def test_one_line_that_cannot_be_entered_keeps_all_out(world: Store, lin: Actor, row: str, where: str) -> None:
    lines = terms_sheet.read_text(f"campaign,kol,agency,part,since,rate\n,,lin,third_party,2026-05-01,0.1\n{row}\n")
    with pytest.raises(CellsRefused) as caught:
        actions.import_terms(world, lin, "1", lines=lines)
    assert [cell.where for cell in caught.value.cells] == [where]
    assert _rows(world, "terms") == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,lin,third_party,2026-05-01,0.2,", "overlap 1"),
        ("may,k1,,kol,2026-05-01,0.2,kol_fee", "cell G3 (base)"),
        ("may,k1,,third,2026-05-01,0.2,", "cell D3 (part)"),
    ],
)
def test_what_the_records_refuse_is_said_at_its_line(world: Store, lin: Actor, row: str, said: str) -> None:
    header = "campaign,kol,agency,part,since,rate,base"
    lines = terms_sheet.read_text(f"{header}\n,,lin,third_party,2026-05-01,0.1,\n{row}\n")
    with pytest.raises(CellsRefused, match=said.replace("(", r"\(").replace(")", r"\)")):
        actions.import_terms(world, lin, "1", lines=lines)
    assert _rows(world, "terms") == []


def test_a_column_that_nobody_knows_is_refused_rather_than_passed_over() -> None:
    with pytest.raises(CellsRefused, match="cell C1"):
        terms_sheet.read_text("part,since,provision\nkol,2026-05-01,0.1\n")
    with pytest.raises(CellsRefused, match="also the columns part, since_date"):
        terms_sheet.read_text("rate\n0.1\n")
