"""The way of a collaboration: what leads where."""

from __future__ import annotations

from itertools import pairwise

import pytest

from campaigns.pipeline import LEADS_TO, LEFT, IllegalStep, is_legal, shared_steps
from campaigns.records import STATES


def test_every_state_has_its_steps_and_every_state_can_be_reached() -> None:
    assert set(LEADS_TO) == set(STATES)
    reached, edge = set(), {"shortlisted"}
    while edge:
        reached |= edge
        edge = {to for state in edge for to in LEADS_TO[state]} - reached
    assert reached == set(STATES)


def test_the_chain_can_be_walked_from_shortlist_to_settlement() -> None:
    chain = STATES[: STATES.index("settled") + 1]
    assert all(is_legal(state, after) for state, after in pairwise(chain))


def test_what_is_settled_stays_and_nothing_jumps_to_the_money() -> None:
    assert LEADS_TO["settled"] == ()
    assert [state for state in STATES if is_legal(state, "settled")] == ["measured"]
    assert not is_legal("shortlisted", "agreed")
    assert not is_legal("shortlisted", "published")


def test_who_left_comes_back_through_the_front_door() -> None:
    for state in LEFT:
        assert set(LEADS_TO[state]) == {"shortlisted", "contacted", "negotiating"}
    assert not any(is_legal(state, left) for state in ("published", "measured", "settled") for left in LEFT)


def test_a_slip_can_be_taken_back_until_money_is_settled() -> None:
    chain = STATES[: STATES.index("measured") + 1]
    assert all(is_legal(after, state) for state, after in pairwise(chain))


@pytest.mark.parametrize(
    ("states", "steps"),
    [
        (set(), ()),
        ({"shortlisted"}, ("contacted", "declined", "dropped")),
        ({"shortlisted", "contacted"}, ("declined", "dropped")),
        ({"shortlisted", "settled"}, ()),
        ({"agreed", "sample_out"}, ("draft_in", "published", "declined", "dropped")),
    ],
)
def test_several_are_offered_the_steps_they_share(states: set[str], steps: tuple[str, ...]) -> None:
    assert shared_steps(states) == steps


def test_a_refused_step_says_what_would_be_legal() -> None:
    assert str(IllegalStep("Collaboration 4 (小鹿)", "measured", "agreed")) == (
        "Collaboration 4 (小鹿) is measured and cannot go to agreed: it may go to settled, published."
    )
    assert str(IllegalStep("Collaboration 4", "settled", "agreed")).endswith("nothing follows.")
