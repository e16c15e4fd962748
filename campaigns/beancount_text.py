"""The ledger as strict beancount text, so that an outside program can verify it: `bean-check FILE`.

One transaction per entry, in order of date and number; a balance assertion per account and currency after every month
that moved it, and for all of them after the last month. No tolerance anywhere: `~ 0` on every assertion, multiplier 0.
Beancount (beancount.github.io) is not part of this product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from campaigns.ledger import ACCOUNTS, Entry
from campaigns.money import yuan
from campaigns.periods import business_date, next_period, period_bounds

_SPECIAL = re.compile(r"[^0-9A-Za-z]")


class Standing(NamedTuple):
    """An account, the party it is kept for, and a currency."""

    account: str
    party: str
    currency: str


def write(entries: Sequence[tuple[str, Iterable[Entry]]], standings: Iterable[Standing], head: str) -> Iterator[str]:
    """The text, line by line without line ends. `entries` are the months in order, each with its entries; `standings`
    are all that occur in them; `head` is the ledger's last hash."""
    everywhere = sorted(set(standings))
    yield f"; ledger head {head}"
    yield 'option "title" "kolbook ledger"'
    yield 'option "operating_currency" "CNY"'
    yield 'option "tolerance_multiplier" "0"'
    yield ""
    if not entries:
        return
    yield from _openings(everywhere, f"{entries[0][0]}-01")
    sums = dict.fromkeys(everywhere, 0)
    for period, found in entries:
        moved = set()
        for entry in sorted(found, key=lambda entry: (entry.draft.business_date, entry.id)):
            yield from _transaction(entry)
            for posting in entry.draft.postings:
                standing = Standing(posting.account, posting.party, posting.currency)
                sums[standing] += posting.amount_fen
                moved.add(standing)
        is_last = period == entries[-1][0]
        yield from _assertions(period, {key: sums[key] for key in sorted(everywhere if is_last else moved)})


def account_name(account: str, party: str) -> str:
    """An account as beancount spells it; two different ones never share a spelling.

    Of a party's id, what is neither letter nor digit becomes its code point between dashes: `kol/a_b` is `Kol-a-5F-b`.
    """
    place = ACCOUNTS[account].place
    if not party:
        return place
    kind, _, identity = party.partition("/")
    return f"{place}:{kind.capitalize()}-{_SPECIAL.sub(lambda found: f'-{ord(found[0]):X}-', identity)}"


def quoted(text: str) -> str:
    """Text between quotes; what would end it, or the line, is escaped or blanked."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(letter if letter.isprintable() else " " for letter in escaped)}"'


def _openings(standings: Iterable[Standing], first_date: str) -> Iterator[str]:
    currencies: dict[str, list[str]] = {}
    for standing in standings:
        currencies.setdefault(account_name(standing.account, standing.party), []).append(standing.currency)
    for name in sorted(currencies):
        yield f"{first_date} open {name} {','.join(sorted(set(currencies[name])))}"
    yield ""


def _transaction(entry: Entry) -> Iterator[str]:
    draft = entry.draft
    yield f"{draft.business_date.isoformat()} * {quoted(draft.event_kind)} {quoted(draft.description)}"
    yield f"  entry: {entry.id}"
    yield f"  event: {quoted(draft.external_id)}"
    if draft.of_period != draft.period:
        yield f"  of-period: {quoted(draft.of_period)}"
    if draft.reverses is not None:
        yield f"  reverses: {draft.reverses}"
        yield f"  reason: {quoted(draft.reason or '')}"
    for posting in draft.postings:
        yield f"  {account_name(posting.account, posting.party)}  {yuan(posting.amount_fen)} {posting.currency}"
    yield ""


def _assertions(period: str, sums: dict[Standing, int]) -> Iterator[str]:
    day = business_date(period_bounds(next_period(period))[0])  # beancount's assertions hold at the day's beginning
    for standing, fen in sums.items():
        name = account_name(standing.account, standing.party)
        yield f"{day.isoformat()} balance {name}  {yuan(fen)} ~ 0 {standing.currency}"
    yield ""
