"""Makes both sides of a month with breaks of every kind planted, each in an order of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from campaigns.break_kinds import KINDS
from campaigns.money import share_of
from campaigns.statement_record import ADJUSTMENT, NETTED, REFUND, SALE, LineBase, Moment, Record

RATE_PPM, OTHER_PPM = 150_000, 180_000
PERIOD = "2026-05"
FIRST = datetime(2026, 5, 2, 4, tzinfo=UTC)
NOON = datetime(2026, 5, 31, 4, tzinfo=UTC)
MOMENT = Moment(NOON, datetime(2026, 5, 30, 16, tzinfo=UTC))
"""As of 31 May at noon in Shanghai: the platform's data reach to the end of the 30th."""


class Statement:
    """Both sides, and what was planted: the kind by order id."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.ours: list[Record] = []
        self.theirs: list[Record] = []
        self.planted: dict[str, str] = {}
        self._count = 0

    def fill(self, plain: int, each: int) -> Statement:
        """`plain` orders that agree, in all ways in which orders can, and `each` breaks of every kind."""
        ways: list[Callable[[], object]] = [self.agree, self.agree, self.agree, self.refund_in_part, self.net_away]
        for number in range(plain):
            ways[number % len(ways)]()
        for kind in KINDS:
            for _ in range(each):
                order = getattr(self, kind)()
                self.planted[order.order_id] = kind
        return self

    def shuffle(self, seed: int) -> tuple[list[Record], list[Record]]:
        """The same records in another order."""
        dice = random.Random(seed)
        return dice.sample(self.ours, len(self.ours)), dice.sample(self.theirs, len(self.theirs))

    def order(self, part: str = "platform_fee") -> Record:
        """An accrual of ours that stands on no side yet."""
        self._count += 1
        lines = tuple(self._line() for _ in range(self.dice.choice((1, 1, 1, 2, 3))))
        settled = FIRST + timedelta(minutes=self.dice.randrange(26 * 24 * 60))
        return Record(
            record_id=f"sale/{self._count}/{part}",
            part=part,
            order_id=f"P{self._count:018d}",
            kind=SALE,
            currency="CNY",
            amount_fen=sum(share_of(line.base_fen, RATE_PPM) for line in lines),
            at=settled,
            ordered_at=settled - timedelta(days=12),
            kol_id="k1" if part == "kol" else "",
            line_count=len(lines),
            base_fen=sum(line.base_fen for line in lines),
            lines=lines,
        )

    def _line(self) -> LineBase:
        list_fen = self.dice.randrange(9_000, 60_000)
        brand, platform = (self.dice.randrange(1_000, 2_500) for _ in range(2))
        paid = list_fen - brand - platform
        return LineBase("buyer_paid", paid, RATE_PPM * 10**6, list_fen, brand, platform, 1_200, 0, paid)

    def agree(self) -> Record:
        order = self.order()
        self.ours.append(order)
        self.say(order)
        return order

    def say(self, order: Record, **changed: object) -> Record:
        """The statement's line for an accrual, with what is different about it."""
        stated = self.dice.choice((order.base_fen, None)) if not changed else order.base_fen
        facts: dict[str, object] = {"base_fen": stated, "lines": (), "line_count": 1, **changed}
        told = order._replace(record_id=f"{order.record_id}/theirs/{len(self.theirs)}", **facts)  # type: ignore[arg-type]
        self.theirs.append(told)
        return told

    def back(self, order: Record, share: float) -> Record:
        """Our refund of an order."""
        fen = -int(order.amount_fen * share) or -1
        base = -int((order.base_fen or 0) * share)
        later = (order.at or FIRST) + timedelta(hours=1)
        kept = LineBase("buyer_paid", base, RATE_PPM * 10**6)
        return order._replace(
            record_id=f"{order.record_id}/back", kind=REFUND, amount_fen=fen, at=later, event_id="R1", base_fen=base,
            lines=(kept,),
        )  # fmt: skip

    def refund_in_part(self) -> None:
        order = self.agree()
        refund = self.back(order, 0.4)
        self.ours.append(refund)
        self.say(refund)

    def net_away(self) -> None:
        order = self.order()
        refund = self.back(order, 1)
        self.ours += [order, refund._replace(amount_fen=-order.amount_fen)]
        if self.dice.random() < 0.5:
            self.say(order, state=NETTED, amount_fen=0)

    def timing(self) -> Record:
        order = self.order()._replace(at=MOMENT.data_before + timedelta(hours=3))
        self.ours.append(order)
        return order

    def netted(self) -> Record:
        order = self.order()
        self.ours.append(order)
        self.say(order, state=NETTED, amount_fen=0)
        return order

    def missing_in_ours(self) -> Record:
        return self.say(self.order())

    def missing_in_theirs(self) -> Record:
        order = self.order()
        self.ours.append(order)
        return order

    def duplicate_in_ours(self) -> Record:
        order = self.agree()
        self.ours.append(order._replace(record_id=f"{order.record_id}/again"))
        return order

    def duplicate_in_theirs(self) -> Record:
        order = self.agree()
        self.say(order, at=(order.at or FIRST) + timedelta(minutes=5))
        return order

    def rate_differs(self) -> Record:
        order = self.order()
        self.ours.append(order)
        stated = self.dice.choice((order.base_fen, None))
        fee = sum(share_of(line.base_fen, OTHER_PPM) for line in order.lines)
        self.say(order, amount_fen=fee, base_fen=stated)
        return order

    def base_differs(self) -> Record:
        order = self.order()
        self.ours.append(order)
        bases = [line.list_fen for line in order.lines]
        self.say(order, amount_fen=sum(share_of(base, RATE_PPM) for base in bases), base_fen=sum(bases))
        return order

    def rounding(self) -> Record:
        order = self.order()
        self.ours.append(order)
        self.say(order, amount_fen=order.amount_fen + self.dice.choice((-1, 1)))
        return order

    def fx(self) -> Record:
        order = self.order()
        self.ours.append(order)
        self.say(order, currency="USD", amount_fen=order.amount_fen // 7)
        return order

    def refund_timing(self) -> Record:
        order = self.agree()
        refund = self.back(order, 0.5)
        if self.dice.random() < 0.5:
            self.ours.append(refund)
        else:
            self.say(refund)
        return order

    def orphan_refund(self) -> Record:
        return self.say(self.back(self.order(), 0.7), is_known=False)

    def over_refund(self) -> Record:
        order = self.agree()
        self.say(self.back(order, 1), amount_fen=-order.amount_fen - 500)
        return order

    def unknown_order(self) -> Record:
        return self.say(self.order(), is_known=False)

    def fine_or_adjustment(self) -> Record:
        return self.say(self.order("other"), kind=ADJUSTMENT, amount_fen=5_000)

    def different_kol(self) -> Record:
        order = self.order("kol")
        self.ours.append(order)
        self.say(order, kol_id="k2")
        return order
