"""What the ledger takes of a month: VAT and exchange by the order's day, what was there before, and rebates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from campaigns import catalogue
from campaigns.ledger_lines import accrual_line

SQL = (Path(catalogue.__file__).parent / "models" / "statements" / "ledger_lines.sql").read_text(encoding="utf-8")


def _lines(scene: Any, period: str) -> dict[str, dict[str, Any]]:
    scene.build("commission_lines", "campaign_credits", "rebate_lines")
    cursor = scene.connection.execute(SQL, [period])
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _tax(scene: Any, number: int, party: str, since: str, vat_ppm: int) -> None:
    scene.given(
        "records.party_tax", id=number, party=party, since_date=since, vat_ppm=vat_ppm, is_vat_included=True,
        withholding_ppm=0, entered_by="t",
    )  # fmt: skip


@pytest.fixture
def sold(campaign: Any) -> Any:
    """An order of 100.00 in May at 10 % for K1, 30.00 of it refunded in May and the rest in June."""
    campaign.given("records.terms", id=1, collaboration_id=7, part="kol", rate_ppm=100_000)
    for name, goods, day in (("r1", 3000, "2026-05-12"), ("r2", 7000, "2026-06-12")):
        campaign.given("refunds", refund_id=name, order_id="O1", goods_fen=goods, refunded_at=f"{day} 12:00+08")
    return campaign


def test_the_tax_of_the_order_s_day_holds_and_the_party_s_own_before_that_of_its_kind(sold: Any) -> None:
    _tax(sold, 1, "kol", "2026-01-01", 30_000)
    assert {line["vat_ppm"] for line in _lines(sold, "2026-05").values()} == {30_000}
    _tax(sold, 2, "kol/K1", "2026-05-01", 60_000)
    _tax(sold, 3, "kol/K1", "2026-06-01", 90_000)
    _tax(sold, 4, "kol/K2", "2026-05-01", 10_000)
    assert {line["vat_ppm"] for line in _lines(sold, "2026-05").values()} == {60_000}
    assert {line["vat_ppm"] for line in _lines(sold, "2026-06").values()} == {60_000}, "a refund keeps the order's"


def test_a_refund_knows_what_its_order_line_came_to_before_it_across_months(sold: Any) -> None:
    _tax(sold, 1, "kol", "2026-01-01", 60_000)
    found = {**_lines(sold, "2026-05"), **_lines(sold, "2026-06")}
    steps = [(line["amount_fen"], line["before_fen"]) for line in found.values() if line["part"] == "kol"]
    assert sorted(steps, reverse=True) == [(1000, 0), (-300, 1000), (-700, 700)]
    made = [accrual_line(**line) for line in found.values()]
    assert [sum(line.vat_fen for line in made), sum(line.due_fen for line in made)] == [0, 0]


def test_the_rate_of_exchange_is_that_of_the_order_s_day(sold: Any) -> None:
    sold.query("update raw.orders set currency = 'USD'")
    sold.query("update raw.refunds set currency = 'USD'")
    sold.query("update records.terms set currency = 'USD'")
    for number, (since, cny_ppm) in enumerate((("2026-05-01", 7_100_000), ("2026-06-01", 7_300_000)), start=1):
        sold.given("records.exchange_rate", id=number, currency="USD", since_date=since, cny_ppm=cny_ppm, source="")
    found = {**_lines(sold, "2026-05"), **_lines(sold, "2026-06")}
    assert {line["cny_ppm"] for line in found.values()} == {7_100_000}
    assert sum(accrual_line(**line).cny_fen or 0 for line in found.values()) == 0
    sold.query("delete from records.exchange_rate")
    assert {line["cny_ppm"] for line in _lines(sold, "2026-05").values()} == {None}
    warned = " ".join(sentence for _, sentence, _ in sold.broken("warn"))
    assert "nobody entered a rate of exchange" in warned


def test_a_rebate_is_due_once_with_the_first_note_and_stands_beside_the_agency_s_cut(sold: Any) -> None:
    """A quote of 8,000.00 at 5 %: 400.00 comes back; what the agency is due is not touched."""
    sold.query("update records.collaboration set agency_id = 3, quote_fen = 800000")
    sold.given("records.terms", id=2, scope="agency", agency_id=3, part="rebate", base="quote", rate_ppm=50_000)
    sold.given("records.terms", id=3, scope="agency", agency_id=3, part="third_party", rate_ppm=80_000)
    sold.given("raw.notes", note_id="N2", kol_id="K1", published_at="2026-06-20 12:00+08")
    sold.given("records.collaboration_note", note_id="N2", collaboration_id=7)
    may, june = _lines(sold, "2026-05"), _lines(sold, "2026-06")
    rebate = may["rebate/7"]
    assert (rebate["part"], rebate["party"], rebate["amount_fen"]) == ("rebate", "agency/3", 40_000)
    assert str(rebate["business_date"]) == "2026-05-02"
    assert "rebate/7" not in june
    assert sum(line["amount_fen"] for line in may.values() if line["part"] == "third_party") == 800 - 240
    sold.query("update records.collaboration set agency_id = null")
    sold.built.clear()
    assert "rebate/7" not in _lines(sold, "2026-05")
