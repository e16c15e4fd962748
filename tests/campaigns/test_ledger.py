"""The ledger's rules without a database: balance, accruals, reversal, the open month, the hash, beancount's names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import beancount_text, ledger
from campaigns.errors import BadValue, PostingsDoNotBalance
from campaigns.ledger import AccrualLine, Draft, Entry, Posting

MAY = date(2026, 5, 3)
amounts = st.integers(-(10**15), 10**15).filter(bool)


def _line(fen: int = 3450, part: str = "kol", kind: str = "sale", party: str = "kol/k1") -> AccrualLine:
    return AccrualLine("shop/1/1/kol/", part, kind, party, "CNY", fen, MAY, 7)


def _entry() -> Entry:
    postings = (Posting("kol_commission", "CNY", 3450, "", 7, "l"), Posting("payable", "CNY", -3450, "kol/光", 7, "l"))
    draft = Draft("fine", "f-1", MAY, "2026-05", "达人 fine", postings)
    return Entry(1, datetime(2026, 5, 4, 1, 2, 3, 4, tzinfo=UTC), "lin", draft)


def test_postings_that_leave_one_fen_are_refused_by_currency() -> None:
    postings = [
        Posting("cash", "CNY", -100), Posting("fx", "CNY", 100), Posting("cash", "USD", 15), Posting("fx", "USD", -14),
    ]  # fmt: skip
    with pytest.raises(PostingsDoNotBalance, match="debits are 1 fen USD too much") as refusal:
        ledger.check_postings(postings)
    assert refusal.value.left_fen == {"USD": 1}


@pytest.mark.parametrize(
    ("posting", "where"),
    [
        (Posting("wages", "CNY", 5), "account"),
        (Posting("payable", "CNY", 5), "party"),
        (Posting("payable", "CNY", 5, "somebody"), "party"),
        (Posting("payable", "CNY", 5, "kol/a b"), "party"),
        (Posting("cash", "CNY", 5, "kol/k1"), "party"),
        (Posting("cash", "yuan", 5), "currency"),
        (Posting("cash", "CNY", 0), "amount_fen"),
        (Posting("cash", "CNY", 5.0), "amount_fen"),  # type: ignore[arg-type]
        (Posting("cash", "CNY", True), "amount_fen"),
        (Posting("cash", "CNY", 2**63), "amount_fen"),
    ],
)
def test_a_posting_that_cannot_be_is_refused_by_name(posting: Posting, where: str) -> None:
    with pytest.raises(BadValue, match=rf"postings\[1\]\.{where}"):
        ledger.check_postings([Posting("cash", "CNY", -5), posting])


def test_one_posting_is_no_entry() -> None:
    with pytest.raises(BadValue, match="two postings or more"):
        ledger.check_postings([Posting("cash", "CNY", 5)])


@pytest.mark.parametrize(
    ("line", "debit", "credit"),
    [
        (_line(), ("kol_commission", ""), ("payable", "kol/k1")),
        (_line(kind="fixed_fee"), ("fixed_fee", ""), ("payable", "kol/k1")),
        (_line(part="platform_fee", party="platform/x"), ("platform_fee", ""), ("payable", "platform/x")),
        (_line(part="third_party", party="agency/3"), ("third_party", ""), ("payable", "agency/3")),
        (_line(part="rebate", party="agency/3"), ("receivable", "agency/3"), ("rebate", "")),
    ],
)
def test_a_line_is_cost_against_what_is_due(line: AccrualLine, debit: object, credit: object) -> None:
    first, second = ledger.accrual(line)
    assert ((first.account, first.party), first.amount_fen) == (debit, 3450)
    assert ((second.account, second.party), second.amount_fen) == (credit, -3450)
    assert {first.line_id, second.line_id} == {line.line_id}


def test_a_part_without_an_account_is_refused() -> None:
    with pytest.raises(BadValue, match="wages"):
        ledger.accrual(_line(part="wages"))


@settings(deadline=None)
@given(amounts, st.sampled_from(["kol", "third_party", "platform_fee", "rebate"]))
def test_every_accrual_balances_and_a_refund_is_its_mirror(fen: int, part: str) -> None:
    postings = ledger.accrual(_line(fen, part))
    ledger.check_postings(postings)
    assert ledger.accrual(_line(-fen, part)) == ledger.reversed_postings(postings)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["CNY", "USD"]), amounts), min_size=2))
def test_what_is_left_is_the_sum_per_currency_and_reversal_turns_it(pairs: list[tuple[str, int]]) -> None:
    postings = [Posting("cash", currency, fen) for currency, fen in pairs]
    expected = {unit: sum(fen for other, fen in pairs if other == unit) for unit in ("CNY", "USD")}
    assert ledger.imbalance(postings) == {unit: fen for unit, fen in expected.items() if fen}
    assert ledger.imbalance([*postings, *ledger.reversed_postings(postings)]) == {}


def test_a_draft_of_a_locked_month_goes_to_the_first_open_day_and_keeps_its_month() -> None:
    draft = _entry().draft
    assert ledger.place(draft, None) == ledger.place(draft, "2026-04") == draft
    late = ledger.place(draft, "2026-05")
    assert (late.business_date, late.period, late.of_period) == (date(2026, 6, 1), "2026-06", "2026-05")
    assert ledger.place(draft, "2026-12").business_date == date(2027, 1, 1)


def test_the_hash_is_the_one_that_anybody_can_compute() -> None:
    spelled = {
        "id": 1, "at": "2026-05-04T01:02:03.000004+00:00", "who": "lin", "event_kind": "fine", "external_id": "f-1",
        "business_date": "2026-05-03", "of_period": "2026-05", "description": "达人 fine", "reverses": None,
        "reason": None, "previous_hash": "ab",
        "postings": [["kol_commission", "CNY", 3450, "", 7, "l"], ["payable", "CNY", -3450, "kol/光", 7, "l"]],
    }  # fmt: skip
    text = json.dumps(spelled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert ledger.digest(_entry(), "ab") == sha256(text.encode()).hexdigest()


def test_the_hash_is_of_the_instant_and_not_of_the_zone_it_is_told_in() -> None:
    entry = _entry()
    shanghai = replace(entry, at=entry.at.astimezone(timezone(timedelta(hours=8))))
    assert ledger.digest(shanghai, "ab") == ledger.digest(entry, "ab")


def test_no_account_stands_above_another_in_the_export() -> None:
    """Beancount's balance of an account includes those below it."""
    for one, other in permutations(ledger.ACCOUNTS.values(), 2):
        assert not f"{other.place}:".startswith(f"{one.place}:")


@settings(deadline=None)
@given(st.text(max_size=8), st.text(max_size=8))
def test_two_parties_never_share_a_spelling(one: str, other: str) -> None:
    names = [beancount_text.account_name("payable", f"kol/{identity}") for identity in (one, other)]
    assert (names[0] == names[1]) == (one == other)
    assert all(ord(letter) < 128 for letter in names[0])


@settings(deadline=None)
@given(st.text(max_size=30))
def test_quoted_text_stays_in_its_line_and_ends_where_it_should(text: str) -> None:
    inside = beancount_text.quoted(text)[1:-1]
    assert inside.isprintable()
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")
    assert not inside.replace("\\\\", "").replace('\\"', "").endswith("\\")
