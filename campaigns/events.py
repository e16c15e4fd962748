"""The events a commission is computed from, and the order in which they count. The rules are in docs/money.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

ORDER, REFUND, NOTE_PUBLISHED = "order", "refund", "note_published"
KINDS = (ORDER, REFUND, NOTE_PUBLISHED)

CONFLICTING_REPLAY, DUPLICATE = "conflicting_replay", "duplicate"
ORPHAN_REFUND, OVER_REFUND = "orphan_refund", "over_refund"


class Event(NamedTuple):
    """An order line, a refund of one, or a published note; `at` is an instant, `paid_fen` what was paid for goods.

    `text` is the row as it was written. It is no part of the value: it only decides between rows of one event id that
    contradict each other.
    """

    event_id: str
    kind: str
    at: datetime
    order_id: str = ""
    line_no: int = 0
    list_fen: int = 0
    brand_discount_fen: int = 0
    platform_discount_fen: int = 0
    shipping_fen: int = 0
    tax_fen: int = 0
    paid_fen: int = 0
    refund_goods_fen: int = 0
    refund_shipping_fen: int = 0
    text: str = ""


class Break(NamedTuple):
    """An event that does not fit; `amount_fen` is the excess of an over-refund, else the goods the event stands for."""

    kind: str
    event_id: str
    amount_fen: int


class Ordered(NamedTuple):
    """Events that count, each with the instant at which it does, and the breaks among the others with theirs."""

    events: list[tuple[datetime, Event]]
    breaks: list[tuple[datetime, Break]]


LineKey = tuple[str, int]


def line_key(event: Event) -> LineKey:
    """The order line an order or refund is about."""
    return event.order_id, event.line_no


def put_in_order(events: Iterable[Event]) -> Ordered:
    """Events by instant, then id by code point, whatever order they came in.

    A refund counts at its order's instant at the earliest, and there after everything else. Replays, second orders of
    a line and refunds of unknown orders are left out; what differs from what stands becomes a break.
    """
    standing, breaks = _settle_replays(events)
    standing.sort(key=lambda event: (event.at, event.event_id))
    orders: dict[LineKey, Event] = {}
    for event in standing:
        if event.kind == ORDER:
            orders.setdefault(line_key(event), event)
    keyed: list[tuple[datetime, bool, str, Event]] = []
    for event in standing:
        order = None if event.kind == NOTE_PUBLISHED else orders.get(line_key(event))
        if event.kind == REFUND and order is None:
            breaks.append((event.at, Break(ORPHAN_REFUND, event.event_id, event.refund_goods_fen)))
        elif event.kind == ORDER and order is not event:
            breaks.append((event.at, Break(DUPLICATE, event.event_id, event.paid_fen)))
        elif event.kind == REFUND and order is not None and event.at <= order.at:
            keyed.append((order.at, True, event.event_id, event))
        else:
            keyed.append((event.at, False, event.event_id, event))
    keyed.sort(key=lambda row: row[:3])
    return Ordered([(at, event) for at, _, _, event in keyed], breaks)


def _settle_replays(events: Iterable[Event]) -> tuple[list[Event], list[tuple[datetime, Break]]]:
    """One event per id: the earliest instant, then the smallest text, stands; each other value is a break."""
    first: dict[str, Event] = {}
    contested: dict[str, list[Event]] = {}
    for event in events:
        seen = first.setdefault(event.event_id, event)
        if seen is not event and seen != event:
            contested.setdefault(event.event_id, [seen]).append(event)
    breaks: list[tuple[datetime, Break]] = []
    for event_id, rows in contested.items():
        standing, *others = _values(rows)
        first[event_id] = standing
        breaks.extend((other.at, Break(CONFLICTING_REPLAY, event_id, _goods(other))) for other in others)
    return list(first.values()), breaks


def _values(rows: Sequence[Event]) -> list[Event]:
    """One row per value, that of the smallest text, in the order in which they may stand."""
    found: dict[tuple[object, ...], Event] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.text, row[:-1])):
        found.setdefault(row[:-1], row)
    return list(found.values())


def _goods(event: Event) -> int:
    return event.refund_goods_fen if event.kind == REFUND else event.paid_fen
