"""What a KOL or agency asks for: every quote is kept, at most one per collaboration is accepted."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import NotFound, Refused, StaleVersion
from campaigns.pipeline import OVER
from campaigns.pipeline_records import QUOTE_KINDS, CollaborationQuote
from campaigns.records import Collaboration, utc_now
from campaigns.store import Store


def add_quote(
    store: Store, actor: Actor, key: str, *, collaboration_id: int, quote_fen: int, kind: str, remark: str = ""
) -> CollaborationQuote:
    """Write down what is asked for one note of that kind. It binds nobody until it is accepted."""

    def work(session: Session) -> Change:
        owner = checks.row_id("add_quote.collaboration_id", collaboration_id)
        rights.allow(session, actor, "add_quote", collaboration_id=owner)
        found = rows.find(session, Collaboration, "collaboration", owner)
        if found.state in OVER:
            raise Refused(f"Collaboration {owner} ({found.kol_name}) is {found.state}; a quote changes nothing there.")
        row = CollaborationQuote(
            collaboration_id=owner, quote_fen=checks.fen("add_quote.quote_fen", quote_fen),
            kind=checks.choice(QUOTE_KINDS)("add_quote.kind", kind), remark=checks.words("add_quote.remark", remark),
            entered_by=actor.who,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return Change(f"collaboration {owner}", None, rows.content(row))

    request = {"collaboration_id": collaboration_id, "quote_fen": quote_fen, "kind": kind, "remark": remark}
    return CollaborationQuote.model_validate(perform(store, actor, key, "add_quote", request, work).after)


def accept_quote(store: Store, actor: Actor, key: str, *, quote_id: int, version: int) -> Collaboration:
    """Make a quote the one that is agreed on, in place of an earlier one; `version` is the collaboration's."""

    def work(session: Session) -> Change:
        quote = session.get(CollaborationQuote, checks.row_id("accept_quote.quote_id", quote_id))
        missing = NotFound("quote", str(quote_id))
        if quote is None:
            raise missing
        rights.allow(session, actor, "accept_quote", collaboration_id=quote.collaboration_id, instead=missing)
        row = session.get_one(Collaboration, quote.collaboration_id)
        if row.version != version:
            raise StaleVersion(f"Collaboration {row.id} ({row.kol_name})", version, row.version)
        before = rows.content(row)
        _unaccept(session, quote)
        quote.accepted_by, quote.accepted_at = actor.who, utc_now()
        row.quote_fen, row.version = quote.quote_fen, row.version + 1
        session.add_all([quote, row])
        session.flush()
        return Change(f"collaboration {row.id}", before, {**rows.content(row), "quote_id": quote.id})

    request = {"quote_id": quote_id, "version": version}
    return Collaboration.model_validate(perform(store, actor, key, "accept_quote", request, work).after)


def _unaccept(session: Session, quote: CollaborationQuote) -> None:
    earlier = select(CollaborationQuote).where(
        CollaborationQuote.collaboration_id == quote.collaboration_id, col(CollaborationQuote.accepted_at).is_not(None)
    )
    for other in session.exec(earlier):
        other.accepted_by = other.accepted_at = None
        session.add(other)
