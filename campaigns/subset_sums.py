"""Which records a single sum stands for, said only where there is exactly one answer. See docs/money.md."""

from __future__ import annotations

from collections.abc import Sequence

MOST_SUMS = 200_000
"""Different sums that are followed; beyond, the question is left to people."""

SEVERAL = 3
"""Ways beyond this many are not told apart: two, and the empty set."""


class TooMany(Exception):
    """So many records that uniqueness cannot be shown within bounds."""


def only_subset(amounts: Sequence[int], total: int) -> tuple[int, ...] | None:
    """The places whose amounts make `total`, if exactly one set of them does; else None.

    Zero amounts would fit into every set, so they are left out. The empty set is no answer. Raises TooMany.
    """
    found = _count(amounts, total)
    if found is None or found[0] != 1:
        return None
    mask = found[1]
    return tuple(place for place in range(len(amounts)) if mask >> place & 1)


def is_ambiguous(amounts: Sequence[int], total: int) -> bool:
    """Whether more than one set of amounts makes `total`; raises TooMany."""
    found = _count(amounts, total)
    return found is not None and found[0] > 1


def _count(amounts: Sequence[int], total: int) -> tuple[int, int] | None:
    """How many sets make `total` (2 or more: several) and one of them as a mask; sums out of reach are not followed.

    The empty set makes 0 too; it is counted on the way and taken off at the end.
    """
    places = [place for place, amount in enumerate(amounts) if amount]
    rest_up = [0] * (len(places) + 1)
    rest_down = [0] * (len(places) + 1)
    for step in range(len(places) - 1, -1, -1):
        amount = amounts[places[step]]
        rest_up[step] = rest_up[step + 1] + max(amount, 0)
        rest_down[step] = rest_down[step + 1] + min(amount, 0)
    sums: dict[int, tuple[int, int]] = {0: (1, 0)}
    for step, place in enumerate(places):
        grown = dict(sums)
        for so_far, (ways, mask) in sums.items():
            reached = so_far + amounts[place]
            before = grown.get(reached)
            grown[reached] = (min(SEVERAL, ways + (before[0] if before else 0)), mask | 1 << place)
        least, most = total - rest_up[step + 1], total - rest_down[step + 1]
        sums = {reached: found for reached, found in grown.items() if least <= reached <= most}
        if len(sums) > MOST_SUMS:
            raise TooMany
    found = sums.get(total)
    if found is None:
        return None
    return (found[0] - 1, found[1]) if total == 0 else found
