"""What one part of one period of orders has come to: running volume, uncapped total, what was posted, top-ups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from campaigns.reasons import TopUpReason, TrueUpReason, top_up_fen
from campaigns.terms import GREATER_OF, PartTerms
from campaigns.tiers import Volume

TRUE_UP, MINIMUM, GUARANTEE = "true_up", "minimum", "guarantee"


class Closing(NamedTuple):
    """A line that the end of a period brings; its amount is never zero."""

    kind: str
    amount_fen: int
    reason: TrueUpReason | TopUpReason


class PeriodBook:
    """Cap, true-up and top-up of one part for the orders of one period, however late their refunds come."""

    def __init__(self, period: str, terms: PartTerms) -> None:
        self.period = period
        self._terms = terms
        self._volume = None if terms.schedule.is_flat else Volume(terms.schedule)
        self._uncapped_fen = 0
        self._posted_fen = 0
        self._top_ups = {MINIMUM: 0, GUARANTEE: 0}

    @property
    def volume_fen(self) -> int:
        """Running volume, net of refunds so far; flat rates need none and answer zero."""
        return 0 if self._volume is None else self._volume.total_fen

    def add_line(self, base_fen: int) -> int:
        """Note a line's base; returns its place."""
        return 0 if self._volume is None else self._volume.add(base_fen)

    def change_line(self, place: int, base_fen: int) -> None:
        """Note that a refund changed a line's base."""
        if self._volume is not None:
            self._volume.change(place, base_fen)

    def post(self, change_fen: int) -> int:
        """What the cap lets through of a change: min(cap, uncapped total) − posted so far."""
        self._uncapped_fen += change_fen
        cap_fen = self._terms.cap_fen
        total_fen = self._uncapped_fen if cap_fen is None else min(cap_fen, self._uncapped_fen)
        posted_fen = total_fen - self._posted_fen
        self._posted_fen = total_fen
        return posted_fen

    def close(self) -> Iterator[Closing]:
        """True-up, then minimum, then guarantee, as far as they differ from what was posted before."""
        yield from self._true_up()
        commission_fen = self._posted_fen
        for kind, rule, agreed_fen in self._agreed():
            due_fen, before_fen = top_up_fen(rule, agreed_fen, commission_fen), self._top_ups[kind]
            if due_fen != before_fen:
                self._top_ups[kind] = due_fen
                reason = TopUpReason(rule, self.period, agreed_fen, commission_fen, due_fen, before_fen)
                yield Closing(kind, due_fen - before_fen, reason)
            commission_fen += due_fen

    def _true_up(self) -> Iterator[Closing]:
        if self._volume is None:
            return
        before_fen, fresh_fen = self._uncapped_fen, self._volume.fresh_fen()
        posted_fen = self.post(fresh_fen - before_fen)
        if posted_fen:
            volume_fen = self._volume.total_fen
            reason = TrueUpReason(self._terms, self.period, volume_fen, fresh_fen, before_fen, posted_fen)
            yield Closing(TRUE_UP, posted_fen, reason)

    def _agreed(self) -> Iterator[tuple[str, str, int]]:
        if self._terms.minimum_fen is not None:
            yield MINIMUM, GREATER_OF, self._terms.minimum_fen
        if self._terms.guarantee is not None:
            yield GUARANTEE, self._terms.guarantee.kind, self._terms.guarantee.amount_fen
