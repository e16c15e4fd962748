"""One request to change the records: it happens once, whole, and leaves one entry in the audit chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from campaigns import audit, rights
from campaigns.actions import checks
from campaigns.errors import KolbookError, Refused
from campaigns.records import AuditEntry
from campaigns.spelling import canonical_json
from campaigns.store import Store

_REFUSAL = "refused:"


@dataclass(frozen=True)
class Actor:
    """Who acts. What they may do is not carried along: campaigns.rights reads it from the records, every time.

    `person` is the number of the person who logged in, `who` then their e-mail. Without one it is somebody in front of
    this machine, where nobody logs in: the command line, and the dashboard while it has no login.
    """

    who: str
    person: int | None = None


class Change(NamedTuple):
    """What an action did: to which row, and the row's content before and after (None where there is no row)."""

    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def perform(
    store: Store, actor: Actor, key: str, action: str, request: Mapping[str, Any], work: Callable[[Session], Change]
) -> Change:
    """Do `work` in one transaction with its audit entry, unless `key` has been used: then give what it did then.

    `request` is what was asked for; the same key with another request is refused. A refusal changes nothing, leaves
    an entry that says so, and is raised; the key stays free for the corrected request. `work` asks campaigns.rights
    before it writes; one that forgot is undone and raises RuntimeError.
    """
    who = checks.text("who", actor.who)
    checks.text("key", key)
    if key.startswith(_REFUSAL):
        raise Refused(f"An idempotency key must not begin with {_REFUSAL!r}; choose another than {key!r}.")
    fingerprint = _fingerprint(who, action, request)
    try:
        with store.transaction() as session:
            earlier = audit.find(session, key)
            if earlier is not None:
                rights.standing(session, actor)
                return _first_result(earlier, fingerprint)
            if action not in rights.FOR_ANYBODY:
                rights.require_role(session, actor, action)
            change = work(session)
            session.flush()
            _append(session, actor, key, action, fingerprint, change)
            return change
    except sa.exc.IntegrityError as error:
        refusal = Refused(f"The records refused {action}: {error.orig}. Nothing was changed.")
        _append_refusal(store, actor, key, action, fingerprint, refusal)
        raise refusal from error
    except KolbookError as refusal:
        _append_refusal(store, actor, key, action, fingerprint, refusal)
        raise


def _append(session: Session, actor: Actor, key: str, action: str, fingerprint: str, change: Change) -> None:
    if not rights.was_asked(session):
        raise RuntimeError(f"{action} wrote without asking rights.allow for what it touches; it is undone.")
    role = rights.standing(session, actor).role
    entry = {"key": key, "who": actor.who.strip(), "role": role, "action": action, "request_hash": fingerprint}
    audit.append(session, **entry, **change._asdict())


def _append_refusal(store: Store, actor: Actor, key: str, action: str, fingerprint: str, refusal: KolbookError) -> None:
    with store.transaction() as session:
        audit.append(
            session,
            key=f"{_REFUSAL}{audit.next_id(session)}:{key}",
            who=actor.who.strip(),
            role=_role(session, actor),
            action=action,
            target="",
            outcome="refused",
            request_hash=fingerprint,
            after={"rule": type(refusal).__name__, "reason": str(refusal)[:500]},
        )


def _role(session: Session, actor: Actor) -> str | None:
    try:
        return rights.standing(session, actor).role
    except Refused:  # nobody here, or nobody any longer
        return None


def _first_result(earlier: AuditEntry, fingerprint: str) -> Change:
    if earlier.request_hash != fingerprint:
        raise Refused(
            f"The key {earlier.key!r} was used for another request ({earlier.action} of {earlier.target} by "
            f"{earlier.who}). Use a new key for a new request."
        )
    return Change(earlier.target, earlier.before, earlier.after)


def _fingerprint(who: str, action: str, request: Mapping[str, Any]) -> str:
    # A field left out and a field given as None ask for the same; another person asks for something else.
    asked = {name: value for name, value in request.items() if value is not None}
    return hashlib.sha256(canonical_json([who, action, _plain(asked)]).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else repr(value)
