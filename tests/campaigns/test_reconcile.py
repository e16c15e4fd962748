"""Reconciliation: what was planted is found and named, nothing is invented, nothing is lost."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.break_kinds import KINDS
from campaigns.money import share_of
from campaigns.periods import period_of
from campaigns.reconcile import Books, cluster, reconcile
from campaigns.statement_record import PENDING, Record


def _neighbour(name: str) -> ModuleType:
    """A module that lies beside this test; tests are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


planted_statements = _neighbour("planted_statements")
MOMENT = planted_statements.MOMENT


def books_of(ours: list[Record], theirs: list[Record]) -> Books:
    return reconcile(ours, theirs, MOMENT, [planted_statements.RATE_PPM])


def named(books: Books) -> dict[str, str]:
    return {found.order_id: found.kind for found in books.breaks}


def one_order() -> tuple[planted_statements.Statement, Record]:
    statement = planted_statements.Statement(1)
    return statement, statement.order()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_every_planted_break_is_found_and_named_and_none_is_invented(seed: int) -> None:
    statement = planted_statements.Statement(seed).fill(plain=60, each=3)
    assert named(books_of(statement.ours, statement.theirs)) == statement.planted


def test_one_per_cent_of_breaks_in_a_long_statement() -> None:
    statement = planted_statements.Statement(5).fill(plain=8_000, each=5)
    books = books_of(statement.ours, statement.theirs)
    assert named(books) == statement.planted
    assert Counter(named(books).values()) == dict.fromkeys(KINDS, 5)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_order_of_records_means_nothing(seed: int, other: int) -> None:
    statement = planted_statements.Statement(seed).fill(plain=20, each=2)
    plainly = books_of(statement.ours, statement.theirs)
    shuffled = books_of(*statement.shuffle(other))
    assert [found[:9] for found in shuffled.breaks] == [found[:9] for found in plainly.breaks]
    assert cluster(shuffled.breaks) == cluster(plainly.breaks)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_matches_and_breaks_hold_every_fen_of_both_sides(seed: int) -> None:
    statement = planted_statements.Statement(seed).fill(plain=20, each=2)
    books = books_of(statement.ours, statement.theirs)
    for currency in ("CNY", "USD"):
        theirs = sum(record.amount_fen for record in statement.theirs if record.currency == currency)
        ours = sum(record.amount_fen for record in statement.ours if record.currency == currency)
        matched = [record for match in books.matches for record in match.theirs if record.currency == currency]
        breaks = [found for found in books.breaks if found.currency == currency]
        undue = sum(record.amount_fen for record in books.undue if record.currency == currency)
        agreed = sum(record.amount_fen for record in matched)
        assert theirs == agreed + sum(found.theirs_fen for found in breaks)
        assert ours == agreed + sum(found.ours_fen for found in breaks) + undue
        assert theirs - ours == sum(found.difference_fen for found in breaks) - undue


def test_every_explanation_is_to_the_fen_or_says_unexplained() -> None:
    """15 % of 210.00 is 31.50; the platform took 37.80, which is 18 %; 33.33 is nothing we know."""
    statement, order = one_order()
    line = order.lines[0]._replace(base_fen=21_000, paid_fen=21_000, list_fen=24_000)
    order = order._replace(amount_fen=3_150, base_fen=21_000, lines=(line,), line_count=1)
    [found] = books_of([order], [statement.say(order, amount_fen=3_780)]).breaks
    assert (found.kind, found.ours_fen, found.theirs_fen, found.difference_fen) == ("rate_differs", 3_150, 3_780, 630)
    assert found.explanation == "18 % of 210.00 is 37.80; ours is 15 %"
    [found] = books_of([order], [statement.say(order, amount_fen=3_600, base_fen=24_000)]).breaks
    assert found.kind == "base_differs"
    assert found.cause == "fee charged on the list price, ours on what the buyer paid"
    [found] = books_of([order], [statement.say(order, amount_fen=3_333)]).breaks
    assert (found.kind, found.explanation) == ("rate_differs", "unexplained")


@pytest.mark.parametrize(
    ("added", "base_fen", "amount_fen"),
    [("tax", 23_000, 3_450), ("shipping", 22_200, 3_330), ("the platform's coupon", 22_500, 3_375)],
)
def test_tax_shipping_and_coupons_in_the_base_are_recognised(added: str, base_fen: int, amount_fen: int) -> None:
    statement, order = one_order()
    line = order.lines[0]._replace(
        base_fen=21_000,
        paid_fen=23_000,
        tax_fen=2_000,
        list_fen=29_000,
        platform_discount_fen=1_500,
        shipping_fen=1_200,
    )
    order = order._replace(amount_fen=3_150, base_fen=21_000, lines=(line,), line_count=1)
    [found] = books_of([order], [statement.say(order, amount_fen=amount_fen, base_fen=base_fen)]).breaks
    assert found.kind == "base_differs"
    assert added in found.cause or (added == "the platform's coupon" and "platform coupon" in found.cause)


def test_a_cluster_says_how_many_lines_why_and_how_much() -> None:
    statement = planted_statements.Statement(3)
    for _ in range(312):
        statement.rate_differs()
    [found] = cluster(books_of(statement.ours, statement.theirs).breaks)
    assert found.lines == 312
    text = f"312 lines: fee charged at 18 %, ours 15 %, {found.difference_fen / 100:,.2f} CNY"
    assert str(found) == text


def test_amounts_are_never_matched_across_currencies() -> None:
    statement, order = one_order()
    books = books_of([order], [statement.say(order, currency="USD")])
    assert not books.matches
    assert [(found.kind, found.currency) for found in books.breaks] == [("fx", "CNY"), ("fx", "USD")]


def test_a_line_that_waits_makes_a_missing_order_a_matter_of_timing() -> None:
    statement, order = one_order()
    [found] = books_of([order], [statement.say(order, state=PENDING, amount_fen=0, at=None)]).breaks
    assert (found.kind, found.difference_fen) == ("timing", -order.amount_fen)


def test_what_is_not_completed_is_neither_missing_nor_timing() -> None:
    _, order = one_order()
    books = books_of([order._replace(at=None)], [])
    assert (books.matches, books.breaks) == ([], [])
    assert [record.record_id for record in books.undue] == [order.record_id]


def test_what_was_ordered_less_than_two_days_ago_is_a_matter_of_timing() -> None:
    statement, order = one_order()
    fresh = MOMENT.at - timedelta(hours=47)
    [found] = books_of([], [statement.say(order, ordered_at=fresh, is_known=False)]).breaks
    assert found.kind == "timing"
    [found] = books_of([], [statement.say(order, ordered_at=fresh - timedelta(hours=2), is_known=False)]).breaks
    assert found.kind == "unknown_order"


def test_lines_settled_after_the_day_asked_for_are_not_seen() -> None:
    statement, order = one_order()
    books = books_of([], [statement.say(order, at=MOMENT.at)])
    assert (books.matches, books.breaks) == ([], [])


def test_one_line_for_sale_and_refund_together_is_netting() -> None:
    statement, order = one_order()
    refund = statement.back(order, 0.3)
    net = statement.say(order, amount_fen=order.amount_fen + refund.amount_fen)
    books = books_of([order, refund], [net])
    assert books.breaks == []
    assert [match.stage for match in books.matches] == ["netting"]


def test_lines_of_an_order_that_make_our_sum_are_a_group() -> None:
    statement, order = one_order()
    halves = [statement.say(order, amount_fen=1_000), statement.say(order, amount_fen=order.amount_fen - 1_000)]
    books = books_of([order], halves)
    assert books.breaks == []
    assert [match.stage for match in books.matches] == ["group"]


def test_a_break_belongs_to_the_month_of_settlement_on_the_statement() -> None:
    """The sale settles at 18 % in May, its refund in June: one break in each month."""
    statement, order = one_order()
    june = MOMENT._replace(at=MOMENT.at + timedelta(days=40), data_before=MOMENT.data_before + timedelta(days=40))
    later = MOMENT.at + timedelta(days=10)
    refund = statement.back(order, 1)._replace(amount_fen=-order.amount_fen, at=later)
    refund = refund._replace(lines=tuple(line._replace(base_fen=-line.base_fen) for line in order.lines))
    fee = sum(share_of(line.base_fen, 180_000) for line in order.lines)
    said = [statement.say(order, amount_fen=fee), statement.say(refund, amount_fen=-fee, base_fen=None)]
    breaks = reconcile([order, refund], said, june, [150_000]).breaks
    assert [(found.kind, found.period) for found in breaks] == [
        ("rate_differs", "2026-05"),
        ("rate_differs", "2026-06"),
    ]
    assert sum(found.difference_fen for found in breaks) == 0
    assert len({found.cause for found in breaks}) == 1
    assert {period_of(record.at) for found in breaks for record in found.theirs} == {"2026-05", "2026-06"}
