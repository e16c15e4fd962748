"""Settling in CNY what is due in another currency: the difference goes to the FX account, never to the cost.

An accrual with a rate stands in the FX account with both its sides (100.00 USD against 710.00 CNY). The settlement
takes the foreign side out at what was really paid; what is left there is the difference.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from campaigns import ledger, ledger_chain, rights
from campaigns.actions import checks
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, Refused
from campaigns.ledger import HOUSE_CURRENCY, Draft, Posting
from campaigns.ledger_records import LedgerEntry, LedgerPosting
from campaigns.money import round_half_up, yuan
from campaigns.store import Store

SETTLEMENT = "settlement"


class Settled(NamedTuple):
    """The entry, and the difference of exchange: above zero it cost more than at the rates of the orders' dates."""

    entry: int
    difference_fen: int


def post_settlement(
    store: Store,
    actor: Actor,
    key: str,
    *,
    external_id: str,
    party: str,
    currency: str,
    settled_fen: int,
    paid_fen: int,
    business_date: date,
) -> Settled:
    """Pay a party in CNY what it is due in another currency: `settled_fen` of that for `paid_fen` of this.

    The same external id again gives the entry it has; with other amounts it is refused, and so is more than is due.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "post_settlement")
        draft = _draft(external_id, party, currency, settled_fen, paid_fen, business_date)
        earlier = ledger_chain.find(session, SETTLEMENT, external_id)
        if earlier is not None:
            if earlier.draft.postings != draft.postings or earlier.draft.of_period != draft.of_period:
                raise Refused(f"Settlement {external_id} was posted as entry {earlier.id} with other amounts.")
            value_fen = _value(session, party, currency, settled_fen, before=earlier.id)
            return Change(f"ledger {earlier.id}", None, _told(session, earlier.id, paid_fen - value_fen))
        value_fen = _value(session, party, currency, settled_fen)
        entry = ledger_chain.append(session, actor.who.strip(), [draft])[0]
        return Change(f"ledger {entry.id}", None, _told(session, entry.id, paid_fen - value_fen))

    request = {
        "external_id": external_id, "party": party, "currency": currency, "settled_fen": settled_fen,
        "paid_fen": paid_fen, "business_date": business_date,
    }  # fmt: skip
    after = perform(store, actor, key, "post_settlement", request, work).after or {}
    return Settled(after["entry"], after["difference_fen"])


def _told(session: Session, entry: int, difference_fen: int) -> dict[str, Any]:
    """The audit notes where the ledger ended, as it does for every posting."""
    return {"entry": entry, "difference_fen": difference_fen, "ledger": ledger_chain.head(session)._asdict()}


def _draft(external_id: str, party: str, currency: str, settled_fen: int, paid_fen: int, day: date) -> Draft:
    unit = checks.currency("settlement.currency", currency)
    if unit == HOUSE_CURRENCY:
        raise BadValue(
            "settlement.currency", unit, f"another currency than {HOUSE_CURRENCY}; that is an ordinary payment"
        )
    settled = checks.whole(1, 10**15)("settlement.settled_fen", settled_fen)
    paid = checks.whole(1, 10**15)("settlement.paid_fen", paid_fen)
    postings = (
        Posting("payable", unit, settled, party), Posting("fx", unit, -settled), Posting("fx", HOUSE_CURRENCY, paid),
        Posting("cash", HOUSE_CURRENCY, -paid),
    )  # fmt: skip
    ledger.check_postings(postings)
    when = checks.day("settlement.business_date", day)
    words = f"{yuan(settled)} {unit} paid to {party} with {yuan(paid)} {HOUSE_CURRENCY}"
    return Draft(
        SETTLEMENT, checks.text("settlement.external_id", external_id), when, when.strftime("%Y-%m"), words, postings
    )


def _value(session: Session, party: str, currency: str, settled_fen: int, before: int | None = None) -> int:
    """What is settled is worth in CNY at the rates of the orders' dates: the same share of all that is due."""
    payable = [
        col(LedgerPosting.account) == "payable", col(LedgerPosting.party) == party,
        col(LedgerPosting.currency) == currency, *([] if before is None else [col(LedgerPosting.entry_id) < before]),
    ]  # fmt: skip
    due_fen = -_sums(session, col(LedgerPosting.currency), *payable).get(currency, 0)
    if settled_fen > due_fen:
        raise Refused(
            f"{party} is due {yuan(due_fen)} {currency}, {yuan(settled_fen)} are to be settled "
            f"({yuan(settled_fen - due_fen)} too much). Run `kol ledger accrue` for the months before, or settle less."
        )
    lines = sa.select(col(LedgerPosting.line_id)).where(*payable, col(LedgerPosting.line_id).is_not(None))
    in_fx = [col(LedgerPosting.account) == "fx", col(LedgerPosting.line_id).in_(lines)]
    accrued = _sums(session, col(LedgerPosting.currency), *in_fx)
    foreign_fen, cny_fen = accrued.get(currency, 0), -accrued.get(HOUSE_CURRENCY, 0)
    if foreign_fen <= 0:
        raise Refused(
            f"What {party} is due in {currency} was accrued without a rate. Enter one with `kol terms rate`, run "
            "`kol ledger accrue` for its months, then settle."
        )
    settled_before_fen = _sums(session, col(LedgerEntry.event_kind), *payable).get(SETTLEMENT, 0)
    worth_before_fen = round_half_up(cny_fen * settled_before_fen, foreign_fen)
    return round_half_up(cny_fen * (settled_before_fen + settled_fen), foreign_fen) - worth_before_fen


def _sums(session: Session, by: Any, *where: sa.ColumnElement[bool]) -> dict[str, int]:
    """Fen of the postings, by one of their columns or their entries'."""
    total = sa.cast(sa.func.sum(LedgerPosting.amount_fen), sa.BigInteger)  # PostgreSQL sums bigint as numeric
    chosen = sa.select(by, total).join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id).where(*where)
    return {name: int(fen) for name, fen in session.execute(chosen.group_by(by))}
