"""Which published note belongs to which collaboration."""

from __future__ import annotations

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import NotFound, Refused
from campaigns.records import Collaboration, CollaborationNote, utc_now
from campaigns.store import Store


def link_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> CollaborationNote:
    """Say that a note was published for a collaboration. A note belongs to at most one: unlink it first."""

    def work(session: Session) -> Change:
        note = checks.identifier("link_note.note_id", note_id)
        owner = checks.row_id("link_note.collaboration_id", collaboration_id)
        rights.allow(session, actor, "link_note", collaboration_id=owner)
        rows.find(session, Collaboration, "collaboration", owner)
        taken = session.get(CollaborationNote, note)
        if taken is not None:
            foreign = Refused(f"Note {note} belongs to a collaboration of another brand already.")
            rights.allow(session, actor, "link_note", collaboration_id=taken.collaboration_id, instead=foreign)
            raise Refused(f"Note {note} belongs to collaboration {taken.collaboration_id} already. Unlink it first.")
        row = CollaborationNote(note_id=note, collaboration_id=owner, linked_by=actor.who, linked_at=utc_now())
        session.add(row)
        return Change(f"note {note}", None, rows.content(row))

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return CollaborationNote.model_validate(perform(store, actor, key, "link_note", request, work).after)


def unlink_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> CollaborationNote:
    """Take a note back from a collaboration; returns the link that was removed."""

    def work(session: Session) -> Change:
        missing = NotFound(f"note of collaboration {collaboration_id} with id", note_id)
        rights.allow(session, actor, "unlink_note", collaboration_id=collaboration_id, instead=missing)
        row = session.get(CollaborationNote, checks.identifier("unlink_note.note_id", note_id))
        if row is None or row.collaboration_id != collaboration_id:
            raise missing
        session.delete(row)
        return Change(f"note {note_id}", rows.content(row), None)

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return CollaborationNote.model_validate(perform(store, actor, key, "unlink_note", request, work).before)
