"""The ledger's rules: accounts, postings that sum to zero, reversal, the month an entry goes to, the hash that chains.

A posting's amount is fen, debit positive and credit negative: what we owe a KOL stands below zero. An entry is a set of
postings that belong together; per currency they sum to zero. Entries are never edited: a mistake is reversed, a late
change is posted as a difference. See docs/money.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from campaigns.errors import BadValue, PostingsDoNotBalance
from campaigns.money import MAX_FEN
from campaigns.periods import business_date, next_period, period_bounds
from campaigns.terms import KOL, PLATFORM_FEE, THIRD_PARTY

GENESIS = "0" * 64
"""The previous hash of the first entry."""

ACCRUAL, REVERSAL = "accrual", "reversal"
"""Kinds of event that the ledger makes itself."""

REBATE, FIXED_FEE = "rebate", "fixed_fee"

HOUSE_CURRENCY = "CNY"
"""The currency in which costs are kept."""


class Account(NamedTuple):
    """Where the account stands in a balance sheet, and whether it is kept party by party."""

    place: str
    has_party: bool = False


ACCOUNTS = {
    "receivable": Account("Assets:Receivable", has_party=True),
    "cash": Account("Assets:Cash"),
    "stock": Account("Assets:Stock"),
    "payable": Account("Liabilities:Payable", has_party=True),
    "tax": Account("Liabilities:Tax"),
    "rebate": Account("Income:Rebate"),
    "platform_fee": Account("Expenses:PlatformFee"),
    "third_party": Account("Expenses:ThirdParty"),
    "kol_commission": Account("Expenses:KolCommission"),
    "fixed_fee": Account("Expenses:FixedFee"),
    "samples": Account("Expenses:Samples"),
    "adjustment": Account("Expenses:Adjustment"),
    "fx": Account("Expenses:Fx"),
    "rounding": Account("Expenses:Rounding"),
}
"""Every account there is. No place is the beginning of another one, so that each balance can be asserted by itself."""

_EXPENSE_OF = {PLATFORM_FEE: "platform_fee", THIRD_PARTY: "third_party", KOL: "kol_commission"}
_PARTY = re.compile(r"(?:platform|agency|kol)/[^\s\x00-\x1f\x7f]{1,128}\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_PERIOD = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])\Z", re.ASCII)


class Posting(NamedTuple):
    """One amount on one account; `party` (`kol/5f3a`, `agency/3`) where the account is kept by party, else empty."""

    account: str
    currency: str
    amount_fen: int
    party: str = ""
    collaboration_id: int | None = None
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a number: what happened (kind and external id, once for all time) and its postings.

    `of_period` is the month it belongs to; its business date lies in a later one when that month was locked.
    """

    event_kind: str
    external_id: str
    business_date: date
    of_period: str
    description: str
    postings: tuple[Posting, ...]
    reverses: int | None = None
    reason: str | None = None

    @property
    def period(self) -> str:
        """The month it is posted in."""
        return self.business_date.strftime("%Y-%m")


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft that was posted: its number, without gaps, when and by whom."""

    id: int
    at: datetime
    who: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class AccrualLine:
    """A commission line as the ledger needs it: who is due how much for what, on which Shanghai date.

    `part` is platform_fee, third_party, kol or rebate; `kind` is the line's (sale, refund, fixed_fee, true_up …).
    `vat_fen` is the VAT in the amount, or on top of it. `cny_fen` and `cny_vat_fen` are what is due with VAT, and the
    VAT, at the rate of the order's date; None where the currency is CNY or nobody entered a rate.
    """

    line_id: str
    part: str
    kind: str
    party: str
    currency: str
    amount_fen: int
    business_date: date
    collaboration_id: int | None = None
    description: str = ""
    vat_fen: int = 0
    is_vat_included: bool = True
    cny_fen: int | None = None
    cny_vat_fen: int = 0

    @property
    def due_fen(self) -> int:
        """What the party is due, VAT and all."""
        return self.amount_fen if self.is_vat_included else self.amount_fen + self.vat_fen


def check_period(where: str, period: str) -> str:
    """A month such as `2026-05`; raises BadValue."""
    if not isinstance(period, str) or not _PERIOD.match(period):
        raise BadValue(where, str(period)[:80], "a month such as 2026-05", "E-PERIOD")
    return period


def check_postings(postings: Iterable[Posting]) -> None:
    """At least two postings, each on a known account, that sum to zero per currency; else BadValue or
    PostingsDoNotBalance."""
    found = tuple(postings)
    if len(found) < 2:
        raise BadValue("postings", str(len(found)), "two postings or more", "E-POSTING")
    for number, posting in enumerate(found):
        _check_posting(f"postings[{number}]", posting)
    unbalanced = imbalance(found)
    if unbalanced:
        raise PostingsDoNotBalance(unbalanced)


def imbalance(postings: Iterable[Posting]) -> dict[str, int]:
    """What is left per currency, in fen; empty when all is well."""
    sums: dict[str, int] = {}
    for posting in postings:
        sums[posting.currency] = sums.get(posting.currency, 0) + posting.amount_fen
    return {currency: left for currency, left in sorted(sums.items()) if left}


def reversed_postings(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The same postings with the signs turned."""
    return tuple(posting._replace(amount_fen=-posting.amount_fen) for posting in postings)


def accrual(line: AccrualLine) -> tuple[Posting, ...]:
    """What a commission line posts: cost and VAT against what the party is due, a rebate and its VAT the other way
    round against what the agency owes us.

    What is due in another currency stands there; its cost stands in CNY at the rate of the order's date, and the two
    meet in the FX account, where the settlement leaves the difference.
    """
    cost, party_account, sign = _accounts(line)
    tax_fen, due_fen, currency = line.vat_fen, line.due_fen, line.currency
    postings = [(party_account, line.party, line.currency, -line.due_fen)]
    if line.cny_fen is not None:
        postings += [("fx", "", line.currency, line.due_fen), ("fx", "", HOUSE_CURRENCY, -line.cny_fen)]
        tax_fen, due_fen, currency = line.cny_vat_fen, line.cny_fen, HOUSE_CURRENCY
    postings = [(cost, "", currency, due_fen - tax_fen), ("tax", "", currency, tax_fen), *postings]
    made = [
        Posting(account, unit, sign * fen, party, line.collaboration_id, line.line_id)
        for account, party, unit, fen in postings
        if fen
    ]
    return tuple(sorted(made, key=lambda posting: (posting.amount_fen > 0) != (line.amount_fen > 0)))


def _accounts(line: AccrualLine) -> tuple[str, str, int]:
    """The account of the cost, that of the party, and 1 where we owe, -1 where we are owed."""
    if line.part == REBATE:
        return REBATE, "receivable", -1
    if line.part not in _EXPENSE_OF:
        raise BadValue(f"line {line.line_id}.part", line.part, f"one of {', '.join([*_EXPENSE_OF, REBATE])}", "E-PART")
    return FIXED_FEE if line.kind == FIXED_FEE else _EXPENSE_OF[line.part], "payable", 1


def place(draft: Draft, locked_through: str | None) -> Draft:
    """The draft in a month that is open: where it belongs, or on the first day after what is locked."""
    if locked_through is None or draft.period > locked_through:
        return draft
    first = business_date(period_bounds(next_period(locked_through))[0])
    return replace(draft, business_date=first)


def digest(entry: Entry, previous_hash: str) -> str:
    """The hash that chains: SHA-256 of the entry, its postings and the hash before it, as JSON with sorted keys."""
    draft = entry.draft
    spelled = {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": entry.who,
        "event_kind": draft.event_kind,
        "external_id": draft.external_id,
        "business_date": draft.business_date.isoformat(),
        "of_period": draft.of_period,
        "description": draft.description,
        "reverses": draft.reverses,
        "reason": draft.reason,
        "postings": draft.postings,
        "previous_hash": previous_hash,
    }
    text = json.dumps(spelled, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _check_posting(where: str, posting: Posting) -> None:
    if posting.account not in ACCOUNTS:
        raise BadValue(f"{where}.account", str(posting.account), f"one of {', '.join(ACCOUNTS)}", "E-POSTING")
    if ACCOUNTS[posting.account].has_party:
        if not _PARTY.match(posting.party):
            expected = "platform/…, agency/… or kol/… with the party's id"
            raise BadValue(f"{where}.party", posting.party, expected, "E-POSTING")
    elif posting.party:
        raise BadValue(
            f"{where}.party", posting.party, f"no party: {posting.account} is not kept by party", "E-POSTING"
        )
    if not _CURRENCY.match(posting.currency):
        raise BadValue(f"{where}.currency", posting.currency, "the three letters of a currency", "E-POSTING")
    fen = posting.amount_fen
    if isinstance(fen, bool) or not isinstance(fen, int) or not 0 < abs(fen) <= MAX_FEN:
        raise BadValue(f"{where}.amount_fen", str(fen), "money in whole fen, not zero", "E-POSTING")
