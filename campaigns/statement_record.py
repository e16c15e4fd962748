"""What the two sides of a reconciliation are made of: our accruals and the lines of a statement, one shape for both."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from campaigns.periods import period_of

SALE, REFUND, FIXED_FEE, ADJUSTMENT = "sale", "refund", "fixed_fee", "adjustment"
SETTLED, PENDING, NETTED = "settled", "pending", "netted"


class LineBase(NamedTuple):
    """One order line behind a record of ours: the base it was charged on and what other bases would be made of.

    `rate_ppt` is the rate in parts per 10^12, so that a share of a rate is exact too. For a refund `base_fen` is the
    change of the base and the other sums are zero.
    """

    base_name: str
    base_fen: int
    rate_ppt: int
    list_fen: int = 0
    brand_discount_fen: int = 0
    platform_discount_fen: int = 0
    shipping_fen: int = 0
    tax_fen: int = 0
    paid_fen: int = 0
    platform_fee_fen: int = 0


class Record(NamedTuple):
    """One event of an order and part on one side: a sale, a refund, or money moved for another reason.

    `at`: theirs, when it was settled; ours, from when a statement should show it (None while that is not known).
    `event_id` names the refund. An empty `order_id` is a sum over several orders. `group` names what such a sum
    declares to cover. `state` is theirs: a pending or netted line moves nothing and carries 0 fen. `is_known`: whether
    our orders have the order. `is_expected`: whether this statement has to show the record of ours. `line_count` is
    how many roundings stand behind the amount.
    """

    record_id: str
    part: str
    order_id: str
    kind: str
    currency: str
    amount_fen: int
    at: datetime | None
    event_id: str = ""
    ordered_at: datetime | None = None
    kol_id: str = ""
    line_count: int = 1
    base_fen: int | None = None
    state: str = SETTLED
    is_known: bool = True
    is_expected: bool = True
    group: str = ""
    lines: tuple[LineBase, ...] = ()


class Moment(NamedTuple):
    """When the books are compared: lines settled at or after `at` are not seen; events at or after `data_before` may
    still be on their way (the platform's data reach to the end of the day before)."""

    at: datetime
    data_before: datetime


def sum_fen(records: tuple[Record, ...] | list[Record]) -> int:
    """The sum of their amounts; they must be of one currency."""
    return sum(record.amount_fen for record in records)


def in_order(records: list[Record]) -> list[Record]:
    """Earliest first, whatever order they came in; a record without a time comes last."""
    return sorted(records, key=_place)


def month_of(record: Record) -> str:
    """The period it belongs to by its time; empty without one."""
    return period_of(record.at) if record.at else ""


def _place(record: Record) -> tuple[bool, float, int, str]:
    return record.at is None, record.at.timestamp() if record.at else 0.0, record.amount_fen, record.record_id
