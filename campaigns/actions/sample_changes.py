"""Many samples at once, all of them or none: pasted from a spreadsheet, changed together, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns import audit, rights, sample_sheet, sample_way
from campaigns.actions import rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.sample import SHIPPED, allow, log_step, write_sample
from campaigns.actions.sample_names import Names
from campaigns.actions.steps import go_back
from campaigns.errors import BadValue, CellsRefused, KolbookError, NotFound, Refused, StaleVersion
from campaigns.records import AuditEntry, Collaboration, Sample
from campaigns.sample_records import SampleStep
from campaigns.sample_sheet import Line
from campaigns.store import Store

MOST = 5_000
BULK = ("change_samples", "import_samples")
_OF = "undo of "


class SamplesChanged(NamedTuple):
    """Which samples were made and which were changed."""

    made: list[int]
    changed: list[int]


class SamplesStale(KolbookError):
    """Somebody else saved some of the samples since they were read; none was changed. `ids` says which."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(ids)
        self.ids = list(ids)

    def __str__(self) -> str:
        listed = ", ".join(map(str, self.ids[:10])) + (" …" if len(self.ids) > 10 else "")
        return (
            f"{len(self.ids)} samples were changed by someone else meanwhile ({listed}); nothing was saved. Look at "
            "what is saved now and apply your change again."
        )


class LastChange(NamedTuple):
    """A bulk change that can still be taken back."""

    key: str
    action: str
    at: datetime
    samples: int


def change_samples(
    store: Store, actor: Actor, key: str, *, lines: Sequence[Mapping[str, Any]], reason: str = ""
) -> SamplesChanged:
    """Change samples: each line has `id`, the `version` that was read, and the fields to change."""

    def work(session: Session) -> Change:
        rights.allow(session, actor, "change_samples")
        _check_count(len(lines))
        _read_all(session, [line.get("id") for line in lines])
        _refuse_stale(session, actor, lines)
        given = [
            (f"sample {line.get('id')}", line.get("version") or 0, {k: v for k, v in line.items() if k != "version"})
            for line in lines
        ]
        return _write_all(session, actor, "change_samples", given, reason)

    request = {"lines": [dict(line) for line in lines], "reason": reason}
    return _result(perform(store, actor, key, "change_samples", request, work))


def import_samples(
    store: Store, actor: Actor, key: str, *, text: str, campaign_id: int | None = None
) -> SamplesChanged:
    """Enter samples pasted from a spreadsheet: a row with a number changes that sample, any other one makes a new one.

    `campaign_id` is the campaign of rows that name none. Raises CellsRefused with every cell that must be mended.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "import_samples", campaign_id=campaign_id)
        lines = sample_sheet.read(text)
        _read_all(session, [line.values.get("id") for line in lines])
        given = _looked_up(session, actor, lines, campaign_id)
        return _write_all(session, actor, "import_samples", given, "")

    request = {"text": text, "campaign_id": campaign_id}
    return _result(perform(store, actor, key, "import_samples", request, work))


def undo_samples(store: Store, actor: Actor, key: str, *, of: str) -> SamplesChanged:
    """Take back a bulk change of one's own, by its key: what it made is removed, what it changed is as it was before.

    A collaboration that went to `sample_out` with a parcel goes back, if no other is out and it has not moved since.
    Refused where somebody has saved one of the samples since, and where it was taken back already.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "undo_samples")
        entry = audit.find(session, of)
        if entry is None or entry.action not in BULK or entry.who != actor.who or entry.outcome != "accepted":
            raise NotFound("bulk change of yours with the key", of)
        if _is_undone(session, entry):
            raise Refused("This change was taken back already; nothing was changed.")
        return _take_back(session, actor, entry)

    return _result(perform(store, actor, key, "undo_samples", {"of": of}, work))


def last_change(store: Store, actor: Actor) -> LastChange | None:
    """The newest bulk change by this person; None when there is none, or it was taken back."""
    newest = (
        select(AuditEntry)
        .where(col(AuditEntry.action).in_(BULK), AuditEntry.who == actor.who, AuditEntry.outcome == "accepted")
        .order_by(col(AuditEntry.id).desc())
        .limit(1)
    )
    with store.reading() as session:
        entry = session.exec(newest).first()
        if entry is None or _is_undone(session, entry):
            return None
        return LastChange(entry.key, entry.action, entry.at, len(entry.after or {}))


def _check_count(count: int) -> None:
    if not 0 < count <= MOST:
        raise BadValue("samples", str(count), f"1 to {MOST} samples at once")


def _read_all(session: Session, ids: Sequence[Any]) -> None:
    """Read them in one go: finding each of them then asks the database nothing."""
    wanted = [identity for identity in ids if isinstance(identity, int)]
    session.info["samples"] = session.exec(select(Sample).where(col(Sample.id).in_(wanted))).all() if wanted else []


def _refuse_stale(session: Session, actor: Actor, lines: Sequence[Mapping[str, Any]]) -> None:
    stale = []
    for line in lines:
        row = rows.find(session, Sample, "sample", line.get("id"))
        allow(session, actor, "change_samples", row)
        if line.get("version") is None:
            raise BadValue(f"sample {row.id}.version", "", "the version that was read")
        if row.version != line["version"]:
            stale.append(row.id or 0)
    if stale:
        raise SamplesStale(stale)


def _write_all(
    session: Session, actor: Actor, action: str, given: Sequence[tuple[str, int | None, Mapping[str, Any]]], reason: str
) -> Change:
    """Write every line; what is wrong is collected over all of them, by the name of the line."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    bad: list[BadValue] = []
    for place, version, fields in given:
        try:
            change = write_sample(session, actor, action, version, fields, reason)
        except BadValue as problem:
            bad.append(
                BadValue(f"{place}, {problem.where.rpartition('.')[2]}", problem.value, problem.expected, problem.code)
            )
        except (Refused, NotFound, StaleVersion) as problem:
            bad.append(BadValue(place, "", str(problem), "E-RULE"))
        else:
            saved = change.after or {}
            number = str(saved["id"])
            after[number] = saved
            if change.before is not None:
                before[number] = change.before
    if bad:
        raise CellsRefused(bad)
    return Change(f"{len(after)} samples", before or None, after)


def _looked_up(
    session: Session, actor: Actor, lines: Sequence[Line], campaign_id: int | None
) -> list[tuple[str, int | None, Mapping[str, Any]]]:
    """The lines with what their names stand for. Raises CellsRefused."""
    numbers = [line.values["tracking_no"] for line in lines if "tracking_no" in line.values]
    names = session.info["names"] = Names(session, actor, campaign_id, numbers)  # kept: its rows are read once
    bad: list[BadValue] = []
    given: list[tuple[str, int | None, Mapping[str, Any]]] = []
    for line in lines:
        fields = dict(line.values)
        version = None
        try:
            if "id" in fields:
                row = rows.find(session, Sample, "sample", fields["id"])
                allow(session, actor, "import_samples", row)
                version = row.version
            else:
                fields |= names.of(line)
        except (BadValue, NotFound) as problem:
            cell = line.cells.get("id")
            bad.append(
                problem
                if isinstance(problem, BadValue)
                else BadValue(
                    cell.place if cell else f"row {line.row}", str(fields.get("id", "")), "the number of a sample"
                )
            )
        given.append((f"row {line.row}", version, fields))
    if bad:
        raise CellsRefused(bad)
    return given


def _take_back(session: Session, actor: Actor, entry: AuditEntry) -> Change:
    before, after = dict(entry.before or {}), dict(entry.after or {})
    _read_all(session, [int(number) for number in after])
    found: dict[str, Sample] = {str(row.id): row for row in session.info["samples"]}
    stale = [number for number in after if number not in found or found[number].version != after[number]["version"]]
    if stale:
        raise SamplesStale([int(number) for number in stale])
    for row in found.values():
        allow(session, actor, "undo_samples", row)
    for number, was in before.items():
        row = found[number]
        state = row.state
        _restore(row, was)
        if row.state != state:
            log_step(session, actor, row, state, "undo")
    _remove(session, [int(number) for number in after if number not in before])
    session.flush()
    _call_back(session, actor, {int(after[n]["collaboration_id"]) for n in after if _came_out(before.get(n), after[n])})
    return Change(f"{_OF}{entry.id}", after, {number: rows.content(found[number]) for number in before})


def _came_out(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> bool:
    return after["state"] in sample_way.OUT and (before is None or before["state"] not in sample_way.OUT)


def _call_back(session: Session, actor: Actor, collaboration_ids: set[int]) -> None:
    """Take the collaborations back with their parcels, those excepted that have another one out."""
    ids = list(collaboration_ids)
    still_out = select(Sample.collaboration_id).where(
        col(Sample.collaboration_id).in_(ids), col(Sample.state).in_(sample_way.OUT)
    )
    own = select(Collaboration).where(
        col(Collaboration.id).in_(ids), Collaboration.state == "sample_out", col(Collaboration.id).not_in(still_out)
    )
    for collaboration in session.exec(own).all():
        go_back(session, actor, collaboration, SHIPPED, "undo")


def _remove(session: Session, made: Sequence[int]) -> None:
    session.execute(sa.delete(SampleStep).where(col(SampleStep.sample_id).in_(made)))
    session.execute(sa.delete(Sample).where(col(Sample.id).in_(made)))


def _restore(row: Sample, before: Mapping[str, Any]) -> None:
    old = Sample.model_validate(dict(before))
    for name in Sample.model_fields:
        if name not in ("id", "version"):
            setattr(row, name, getattr(old, name))
    row.version += 1


def _is_undone(session: Session, entry: AuditEntry) -> bool:
    taken_back = select(AuditEntry.id).where(
        AuditEntry.action == "undo_samples", AuditEntry.target == f"{_OF}{entry.id}", AuditEntry.outcome == "accepted"
    )
    return session.exec(taken_back.limit(1)).first() is not None


def _result(change: Change) -> SamplesChanged:
    before, after = change.before or {}, change.after or {}
    is_undo = change.target.startswith(_OF)
    made = [] if is_undo else [int(number) for number in after if number not in before]
    return SamplesChanged(
        made, [int(number) for number in before] if is_undo else [int(n) for n in after if n in before]
    )
