"""Statement lines that name no order: matched only where one answer is possible, else left to people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.reconcile import Books, HandMatch, reconcile
from campaigns.statement_record import ADJUSTMENT, SALE, Moment, Record
from campaigns.subset_sums import TooMany, is_ambiguous, only_subset

AT = datetime(2026, 5, 20, 4, tzinfo=UTC)
MOMENT = Moment(AT + timedelta(days=8), AT + timedelta(days=7))


def own(number: int, fen: int, group: str = "") -> Record:
    return Record(f"o{number}", "kol", f"P{number}", SALE, "CNY", fen, AT, kol_id="k1", group=group, is_expected=False)


def lump(number: int, fen: int, group: str = "", kind: str = SALE) -> Record:
    return Record(f"t{number}", "kol", "", kind, "CNY", fen, AT, kol_id="k1", group=group)


def books_of(ours: list[Record], theirs: list[Record]) -> Books:
    return reconcile(ours, theirs, MOMENT)


def test_the_only_set_that_makes_a_sum_is_matched() -> None:
    books = books_of([own(1, 1_000), own(2, 2_500), own(3, 4_100)], [lump(1, 5_100)])
    assert books.breaks == []
    [match] = books.matches
    assert (match.stage, [record.record_id for record in match.ours]) == ("subset", ["o1", "o3"])
    assert [record.record_id for record in books.undue] == ["o2"]


def test_two_sets_that_make_a_sum_are_left_to_people() -> None:
    books = books_of([own(1, 1_000), own(2, 2_000), own(3, 3_000)], [lump(1, 3_000)])
    assert books.matches == []
    [found] = books.breaks
    assert (found.kind, found.order_id, found.theirs_fen) == ("missing_in_ours", "", 3_000)
    assert found.explanation == "left to people: several sets of our records make the sum"


def test_what_people_matched_by_hand_is_a_match_as_long_as_it_makes_the_sum() -> None:
    """The same two sets of one sum; somebody knows which it was."""
    ours, theirs = [own(1, 1_000), own(2, 2_000), own(3, 3_000)], [lump(1, 3_000)]
    known = HandMatch(("o1", "o2"), ("t1",))
    books = reconcile(ours, theirs, MOMENT, by_hand=[known])
    assert books.breaks == []
    assert [(match.stage, len(match.ours)) for match in books.matches] == [("hand", 2)]
    assert [record.record_id for record in books.undue] == ["o3"]
    for changed in ([own(1, 1_001), *ours[1:]], ours[1:]):
        found = reconcile(changed, theirs, MOMENT, by_hand=[known])
        assert "hand" not in {match.stage for match in found.matches}


def test_two_sums_that_claim_the_same_record_are_left_to_people() -> None:
    books = books_of([own(1, 1_000), own(2, 2_500), own(3, 4_100)], [lump(1, 3_500), lump(2, 6_600)])
    assert books.matches == []
    assert {found.explanation for found in books.breaks} == {"left to people: several sets of our records make the sum"}


def test_a_sum_that_declares_its_group_must_be_the_whole_group() -> None:
    ours = [own(1, 1_000, "k1/2026-05"), own(2, 2_000, "k1/2026-05"), own(3, 3_000, "k1/2026-04")]
    books = books_of(ours, [lump(1, 3_000, "k1/2026-05")])
    assert [match.stage for match in books.matches] == ["group"]
    assert books.breaks == []


def test_a_fine_is_never_matched_to_accruals() -> None:
    [found] = books_of([own(1, 1_000)], [lump(1, 1_000, kind=ADJUSTMENT)]).breaks
    assert found.kind == "fine_or_adjustment"


@given(st.lists(st.integers(-60, 60), max_size=9), st.integers(-150, 150))
@example([13, 13, -13], 0)
def test_a_subset_is_given_exactly_when_it_is_the_only_one(amounts: list[int], total: int) -> None:
    places = [place for place, amount in enumerate(amounts) if amount]
    fitting = [
        chosen
        for size in range(1, len(places) + 1)
        for chosen in combinations(places, size)
        if sum(amounts[place] for place in chosen) == total
    ]
    assert only_subset(amounts, total) == (fitting[0] if len(fitting) == 1 else None)
    assert is_ambiguous(amounts, total) == (len(fitting) > 1)


def test_more_records_than_can_be_tried_are_left_to_people() -> None:
    amounts = [2**place * 1_000 + place for place in range(40)]
    with pytest.raises(TooMany):
        only_subset(amounts, sum(amounts) // 2)
    [found] = books_of([own(place, fen) for place, fen in enumerate(amounts)], [lump(1, sum(amounts) // 2)]).breaks
    assert found.explanation.startswith("left to people: too many")
