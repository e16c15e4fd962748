"""Forecasts: as large as the notes were, drawn to a KOL's own, with intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.forecast import LEAST_NOTES, PastNote, Size, credibility, learn, total


def _notes(seed: int, kols: int, each: int) -> tuple[list[PastNote], dict[str, Size]]:
    """KOLs of one tier whose notes bring a tenth of their reads in engagement, better and worse by luck."""
    dice = np.random.default_rng(seed)
    sizes = {f"k{i}": Size("tail", float(dice.integers(2_000, 20_000))) for i in range(kols)}
    own = {kol_id: float(np.exp(dice.normal(0, 0.4))) for kol_id in sizes}
    notes = [
        PastNote(kol_id, {"engagement": float(0.1 * (size.reads or 0) * own[kol_id] * np.exp(dice.normal(0, 0.5)))})
        for kol_id, size in sizes.items()
        for _ in range(each)
    ]
    return notes, sizes


@pytest.mark.parametrize("seed", range(5))
def test_eight_of_ten_notes_to_come_lie_inside_the_interval(seed: int) -> None:
    """Notes of known KOLs and of new ones; with these many the share inside cannot stray far from 0.8 by chance."""
    notes, sizes = _notes(seed, 200, 4)
    dice = np.random.default_rng(seed + 100)
    new = {f"k{i}" for i in range(100)}
    held = {kol_id: [n for n in notes if n.kol_id == kol_id] for kol_id in sizes}
    past = [note for kol_id, own in held.items() if kol_id not in new for note in own[:3]]
    coming = [own[3] if kol_id not in new else own[int(dice.integers(4))] for kol_id, own in held.items()]
    made = learn(past, sizes)
    inside = []
    for note in coming:
        expected = made.expect(note.kol_id, "engagement")
        assert expected is not None
        assert expected.low is not None
        assert expected.high is not None
        inside.append(expected.low <= (note.figures["engagement"] or 0) <= expected.high)
    assert 0.68 <= np.mean(inside) <= 0.92


def test_one_with_many_better_notes_is_forecast_higher_than_one_without_and_the_order_of_notes_does_not_matter() -> (
    None
):
    notes, sizes = _notes(1, 40, 3)
    sizes |= {"star": Size("tail", 5_000.0), "new": Size("tail", 5_000.0)}
    notes += [PastNote("star", {"engagement": 2_000.0 + n}) for n in range(6)]
    made = learn(notes, sizes)
    star, new = made.expect("star", "engagement"), made.expect("new", "engagement")
    assert star is not None
    assert new is not None
    assert new.mean < star.mean < 2_003
    assert (star.notes, new.notes) == (6, 0)
    assert learn(notes[::-1], sizes).expect("star", "engagement") == star


def test_a_figure_nobody_knows_is_unknown_and_a_missing_one_is_no_zero() -> None:
    notes, sizes = _notes(2, 20, 2)
    half = [PastNote(n.kol_id, {"engagement": None}) for n in notes]
    assert learn(notes, sizes).expect("k1", "clicks") is None
    assert learn([*notes, *half], sizes).expect("k1", "engagement") == learn(notes, sizes).expect("k1", "engagement")


def test_too_few_notes_give_a_mean_without_an_interval() -> None:
    notes, sizes = _notes(3, LEAST_NOTES - 1, 1)
    expected = learn(notes, sizes).expect("k1", "engagement")
    assert expected is not None
    assert expected.mean > 0
    assert expected.low is None
    assert expected.high is None


def test_a_set_adds_up_in_the_mean_and_its_interval_is_narrower_than_the_sum_of_intervals() -> None:
    notes, sizes = _notes(4, 100, 3)
    made = learn(notes, sizes)
    ids = [f"k{i}" for i in range(20)]
    each = [made.expect(kol_id, "engagement") for kol_id in ids]
    means = [one.mean for one in each if one is not None]
    found = total(means, [1.0] * 20, [made.ratios(kol_id, "engagement") for kol_id in ids])
    assert found.mean == pytest.approx(sum(means))
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.mean < found.high
    assert found.high - found.low < sum((one.high or 0) - (one.low or 0) for one in each if one is not None)


def test_who_may_not_post_brings_less_and_whoever_never_posts_brings_nothing() -> None:
    notes, sizes = _notes(5, 50, 2)
    ratios = learn(notes, sizes).ratios("k1", "engagement")
    sure, unsure, never = (total([100.0], [chance], [ratios]) for chance in (1.0, 0.5, 0.0))
    assert (sure.mean, unsure.mean, never.mean) == (100.0, 50.0, 0.0)
    assert unsure.low == 0
    assert never.high == 0


def test_credibility_asks_for_many_notes_where_kols_are_alike_and_few_where_they_differ() -> None:
    alike = [[0.5, 1.5], [1.5, 0.5], [0.6, 1.4]]
    different = [[0.1, 0.12], [3.0, 3.1], [1.0, 1.02]]
    assert credibility(alike) == 50.0
    assert credibility(different) == 0.5
