"""Saving one row: the fields that were given are checked and replace the stored ones, if the version still stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session, SQLModel, col, select

from campaigns import rights
from campaigns.actions import checks
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.store import Store

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Kind(Generic[Row]):
    """One kind of row: how its fields are checked, which of them stay as created, and what must hold for the whole.

    `reach` gives what a row touches, in the words of `rights.allow`; an `action` among them asks for that right.
    """

    model: type[Row]
    name: str
    identity: str
    fields: Mapping[str, checks.Check]
    fixed: frozenset[str] = frozenset()
    rule: Callable[[Session, Any], None] = lambda _session, _row: None
    reach: Callable[[Any], Mapping[str, Any]] = lambda _row: {}

    @property
    def action(self) -> str:
        """How the audit names the saving of one, and the right to it."""
        return f"save_{self.name}"

    def target(self, identity: Any) -> str:
        """How the audit names the row."""
        return f"{self.name} {identity}"


def save(store: Store, actor: Actor, key: str, kind: Kind[Row], version: int | None, fields: Mapping[str, Any]) -> Row:
    """Create a row (without `version`) or change it (with the version that was read); returns the row as saved then."""
    request = {"version": version, **fields}
    change = perform(
        store, actor, key, kind.action, request, lambda session: write(session, kind, version, fields, actor)
    )
    return kind.model.model_validate(change.after)


def write(
    session: Session, kind: Kind[Row], version: int | None, fields: Mapping[str, Any], actor: Actor | None = None
) -> Change:
    """The same inside a transaction that the caller holds. Without `actor` the caller asks for the right itself."""
    if actor is not None:
        rights.allow(session, actor, kind.action)
    known = {kind.identity: kind.fields.get(kind.identity, checks.row_id), **kind.fields}
    checks.only_known(kind.name, fields, known)
    given = {name: known[name](f"{kind.name}.{name}", value) for name, value in fields.items()}
    if version is None:
        before, row = None, _created(session, kind, given)
    else:
        row = find(session, kind.model, kind.name, given.get(kind.identity))
        _allow(session, actor, kind, row, NotFound(kind.name, str(given.get(kind.identity))))
        before = content(row)
        _change(kind, row, version, given)
    with session.no_autoflush:
        _allow(session, actor, kind, row)
        kind.rule(session, row)
    session.add(row)
    session.flush()
    return Change(kind.target(getattr(row, kind.identity)), before, content(row))


def _allow(
    session: Session, actor: Actor | None, kind: Kind[Row], row: Row, instead: KolbookError | None = None
) -> None:
    if actor is not None:
        rights.allow(session, actor, **{"action": kind.action, **kind.reach(row)}, instead=instead)


def find(session: Session, model: type[Row], name: str, identity: Any) -> Row:
    """The row with this id; raises NotFound."""
    row = None if identity is None else session.get(model, identity)
    if row is None:
        raise NotFound(name, str(identity))
    return row


def content(row: SQLModel) -> dict[str, Any]:
    """A row as JSON, for the audit."""
    return row.model_dump(mode="json")


def refuse_duplicate(session: Session, row: SQLModel, name: str, identity: str, *columns: str) -> None:
    """Refuse a row whose `columns` another row has already."""
    model = type(row)
    same = [col(getattr(model, column)) == getattr(row, column) for column in columns]
    own = getattr(row, identity)
    other = session.exec(select(model).where(*same, col(getattr(model, identity)).is_distinct_from(own))).first()
    if other is not None:
        taken = ", ".join(f"{column} {getattr(row, column)}" for column in columns)
        if rights.is_scoped(session):  # the other row may be one that this person must not know
            raise Refused(f"Another {name} has {taken} already. Choose another.")
        raise Refused(f"{name.capitalize()} {getattr(other, identity)} has {taken} already. Change that one.")


def _created(session: Session, kind: Kind[Row], given: dict[str, Any]) -> Row:
    identity = given.get(kind.identity)
    if kind.identity not in kind.fields and identity is not None:
        raise BadValue(f"{kind.name}.version", "", f"the version that was read, to change {kind.name} {identity}")
    if identity is not None and session.get(kind.model, identity) is not None:
        raise Refused(
            f"{kind.name.capitalize()} {identity} exists already. To change it, give the version that you read."
        )
    for name, field in kind.model.model_fields.items():
        if name in kind.fields and field.is_required() and given.get(name) is None:
            raise BadValue(f"{kind.name}.{name}", "", "a value; a new row needs one")
    return kind.model(**given)


def _change(kind: Kind[Row], row: Row, version: int, given: dict[str, Any]) -> None:
    found: int = getattr(row, "version")  # noqa: B009  (not every SQLModel has one; every kind saved here does)
    if version != found:
        raise StaleVersion(f"{kind.name.capitalize()} {getattr(row, kind.identity)}", version, found)
    for name, value in given.items():
        if name in kind.fixed and value != getattr(row, name):
            raise Refused(f"{kind.name}.{name} of {kind.target(getattr(row, kind.identity))} stays as it was created.")
        setattr(row, name, value)
    setattr(row, "version", found + 1)  # noqa: B010
