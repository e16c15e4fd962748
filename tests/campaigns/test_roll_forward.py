"""Opening + accrued − settled − clawback = closing, whatever moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.roll_forward import ACCRUED, CLAWBACK, SETTLED, Movement, RollForward, roll_forward

SINCE, BEFORE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)

movements = st.builds(
    Movement,
    party=st.sampled_from(["platform", "k1"]),
    currency=st.sampled_from(["CNY", "USD"]),
    kind=st.sampled_from([ACCRUED, CLAWBACK, SETTLED]),
    at=st.integers(-40, 70).map(lambda days: SINCE + timedelta(days=days)),
    amount_fen=st.integers(-(10**6), 10**6),
)


def test_a_month_of_one_party() -> None:
    """10.00 open, 50.00 more accrued, 45.00 settled, 3.00 taken back: 12.00 stay."""
    day = SINCE + timedelta(days=3)
    moved = [
        Movement("platform", "CNY", ACCRUED, SINCE - timedelta(days=1), 1_000),
        Movement("platform", "CNY", ACCRUED, day, 5_000),
        Movement("platform", "CNY", SETTLED, day, 4_500),
        Movement("platform", "CNY", CLAWBACK, day, 300),
        Movement("platform", "CNY", SETTLED, BEFORE, 9_999),
    ]
    assert roll_forward(moved, SINCE, BEFORE) == [RollForward("platform", "CNY", 1_000, 5_000, 4_500, 300, 1_200)]


@given(st.lists(movements, max_size=40))
def test_every_party_and_currency_balances_and_months_meet(moved: list[Movement]) -> None:
    middle = SINCE + timedelta(days=15)
    first = {roll[:2]: roll for roll in roll_forward(moved, SINCE, middle)}
    for roll in roll_forward(moved, middle, BEFORE):
        assert roll.opening_fen + roll.accrued_fen - roll.settled_fen - roll.clawback_fen == roll.closing_fen
        if roll[:2] in first:
            assert roll.opening_fen == first[roll[:2]].closing_fen
