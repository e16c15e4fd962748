"""Taxes and exchange in the ledger: VAT apart from the cost, a rebate as a receivable, the FX account at settlement.

106.00 with 6 % VAT in it     cost 100.00, tax 6.00, payable 106.00
100.00 with 6 % VAT on top    cost 100.00, tax 6.00, payable 106.00
100.00 USD at 7.10            cost 710.00 CNY, payable 100.00 USD, fx +100.00 USD −710.00 CNY
paid with 715.00 CNY          payable and fx 0 USD, fx 5.00 CNY: what the exchange cost
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions, ledger, ledger_chain, ledger_verify
from campaigns.actions import Actor
from campaigns.errors import BadValue, Refused
from campaigns.ledger import AccrualLine, Posting, imbalance
from campaigns.ledger_lines import accrual_line
from campaigns.store import Store
from campaigns.taxes import Vat, change_in_cny, in_cny, vat_fen, vat_of_change, withheld_fen

MAY = date(2026, 5, 3)
KOL = "kol/k1"


def _line(amount_fen: int, line_id: str = "l1", **facts: object) -> AccrualLine:
    given_facts = {
        "before_fen": 0,
        "vat_ppm": None,
        "is_vat_included": None,
        "cny_ppm": None,
        "currency": "CNY",
    } | facts
    return accrual_line(
        line_id=line_id, part="kol", kind="sale", party=KOL, amount_fen=amount_fen, business_date=MAY,
        collaboration_id=None, **given_facts,
    )  # fmt: skip


def _postings(line: AccrualLine) -> set[tuple[str, str, str, int]]:
    return {(one.account, one.party, one.currency, one.amount_fen) for one in ledger.accrual(line)}


def test_vat_stands_apart_from_the_cost_included_or_on_top() -> None:
    wanted = {("kol_commission", "", "CNY", 10_000), ("tax", "", "CNY", 600), ("payable", KOL, "CNY", -10_600)}
    assert _postings(_line(10_600, vat_ppm=60_000, is_vat_included=True)) == wanted
    assert _postings(_line(10_000, vat_ppm=60_000, is_vat_included=False)) == wanted


def test_a_rebate_is_a_receivable_of_the_agency_and_its_vat_is_owed() -> None:
    line = AccrualLine("rebate/1", "rebate", "rebate", "agency/3", "CNY", 10_600, MAY, vat_fen=600)
    assert _postings(line) == {
        ("receivable", "agency/3", "CNY", 10_600), ("rebate", "", "CNY", -10_000), ("tax", "", "CNY", -600)
    }  # fmt: skip


def test_another_currency_keeps_its_payable_and_costs_cny_at_the_order_s_rate() -> None:
    assert _postings(_line(10_000, currency="USD", cny_ppm=7_100_000)) == {
        ("kol_commission", "", "CNY", 71_000), ("payable", KOL, "USD", -10_000), ("fx", "", "USD", 10_000),
        ("fx", "", "CNY", -71_000),
    }  # fmt: skip
    without = _postings(_line(10_000, currency="USD"))
    assert without == {("kol_commission", "", "USD", 10_000), ("payable", KOL, "USD", -10_000)}


cuts = st.lists(st.integers(0, 20_000), max_size=5)
rates = st.integers(0, 1_000_000)


@given(st.integers(0, 20_000), cuts, rates, st.booleans(), st.none() | st.integers(1, 20_000_000))
def test_refunds_of_everything_take_back_every_fen_of_tax_and_exchange(
    sale_fen: int, refunded: list[int], vat_ppm: int, is_included: bool, cny_ppm: int | None
) -> None:
    """However the refunds are cut, every account comes back to zero, and each entry balances per currency."""
    points = [0, sale_fen, *sorted((min(cut, sale_fen) for cut in refunded), reverse=True), 0]
    sums: dict[tuple[str, str, str], int] = {}
    for number in range(1, len(points)):
        before_fen, change_fen = points[number - 1], points[number] - points[number - 1]
        line = _line(
            change_fen, before_fen=before_fen, vat_ppm=vat_ppm, is_vat_included=is_included, cny_ppm=cny_ppm,
            currency="CNY" if cny_ppm is None else "USD",
        )  # fmt: skip
        postings = ledger.accrual(line)
        assert imbalance(postings) == {}
        for one in postings:
            key = (one.account, one.party, one.currency)
            sums[key] = sums.get(key, 0) + one.amount_fen
    assert all(fen == 0 for fen in sums.values())


@given(st.integers(-(10**9), 10**9), rates)
def test_vat_equals_plain_fractions_and_mirrors(amount_fen: int, vat_ppm: int) -> None:
    inside, on_top = Vat(vat_ppm, is_included=True), Vat(vat_ppm, is_included=False)
    net = Fraction(abs(amount_fen) * 10**6, 10**6 + vat_ppm)
    assert abs(vat_fen(amount_fen, inside)) == abs(amount_fen) - int(net + Fraction(1, 2))
    assert abs(vat_fen(amount_fen, on_top)) == int(Fraction(abs(amount_fen) * vat_ppm, 10**6) + Fraction(1, 2))
    assert vat_fen(-amount_fen, inside) == -vat_fen(amount_fen, inside)
    assert vat_of_change(0, amount_fen, inside) == vat_fen(amount_fen, inside)
    assert withheld_fen(amount_fen, vat_ppm) == vat_fen(amount_fen, on_top)
    assert change_in_cny(0, amount_fen, 7_100_000) == in_cny(amount_fen, 7_100_000)


def _accrue(store: Store, *lines: AccrualLine) -> None:
    actions.post_accruals(store, Actor("lin"), store.version(), "2026-05", lines)


def _balances(store: Store) -> dict[tuple[str, str], int]:
    with store.reading() as session:
        found = ledger_chain.balances(session)
    return {(one.account, one.currency): one.closing_fen for one in found if one.closing_fen}


def _settle(store: Store, key: str, settled_fen: int, paid_fen: int, currency: str = "USD") -> int:
    return actions.post_settlement(
        store, Actor("lin"), key, external_id=key, party=KOL, currency=currency, settled_fen=settled_fen,
        paid_fen=paid_fen, business_date=date(2026, 6, 15),
    ).difference_fen  # fmt: skip


def test_the_difference_of_exchange_is_left_in_the_fx_account_and_the_cost_stays(store: Store) -> None:
    _accrue(store, _line(10_000, currency="USD", cny_ppm=7_100_000))
    assert _settle(store, "p1", 10_000, 71_500) == 500
    assert _balances(store) == {("kol_commission", "CNY"): 71_000, ("fx", "CNY"): 500, ("cash", "CNY"): -71_500}
    assert ledger_verify.verify(store, None) == []


def test_parts_of_what_is_due_take_their_share_of_its_value_to_the_fen(store: Store) -> None:
    """100.00 USD at 7.10 and 0.01 at 7.20, settled in three parts: the differences sum to what the account holds."""
    _accrue(store, _line(10_000, currency="USD", cny_ppm=7_100_000), _line(1, "l2", currency="USD", cny_ppm=7_200_000))
    differences = [_settle(store, f"p{number}", fen, 7 * fen) for number, fen in enumerate((3_333, 3_333, 3_335))]
    assert sum(differences) == 7 * 10_001 - 71_000 - 7
    assert _balances(store)["fx", "CNY"] == sum(differences)
    assert ("payable", "USD") not in _balances(store)


def test_a_settlement_happens_once_and_never_beyond_what_is_due(store: Store) -> None:
    _accrue(store, _line(10_000, currency="USD", cny_ppm=7_100_000), _line(5_000, "l2"))
    assert _settle(store, "p1", 4_000, 28_000) == _settle(store, "p1", 4_000, 28_000) == -400
    with pytest.raises(Refused, match=r"due 60\.00 USD, 60\.01 are to be settled \(0\.01 too much\)"):
        _settle(store, "p2", 6_001, 1)
    with pytest.raises(BadValue, match="ordinary payment"):
        _settle(store, "p3", 5_000, 5_000, "CNY")
    with pytest.raises(Refused):
        _settle(store, "p1", 4_000, 28_001)
    assert _balances(store)["payable", "USD"] == -6_000


def test_what_was_accrued_without_a_rate_is_not_settled_by_guess(store: Store) -> None:
    _accrue(store, _line(10_000, currency="USD"))
    with pytest.raises(Refused, match="accrued without a rate"):
        _settle(store, "p1", 1, 7)
    _accrue(store, _line(10_000, currency="USD", cny_ppm=7_100_000))
    assert _settle(store, "p1", 10_000, 71_000) == 0


def test_postings_of_taxes_and_exchange_pass_the_outside_check(store: Store) -> None:
    """What `kol export` writes of them is held to bean-check in test_ledger_beancount; here each entry balances."""
    _accrue(store, _line(10_600, vat_ppm=60_000, is_vat_included=True), _line(1, "l2", currency="JPY", cny_ppm=48_000))
    with store.reading() as session:
        drafts = [entry.draft for entry in ledger_chain.entries(session)]
    assert [imbalance(draft.postings) for draft in drafts] == [{}, {}]
    assert {Posting("fx", "JPY", 1, line_id="l2")} <= {one for draft in drafts for one in draft.postings}
