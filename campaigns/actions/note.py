"""Which published note belongs to which collaboration."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import follow, go_back
from campaigns.errors import NotFound, Refused
from campaigns.records import Collaboration, CollaborationNote, utc_now
from campaigns.store import Store

_LINKED, _UNLINKED = "note linked", "note unlinked"


def link_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> CollaborationNote:
    """Say that a note was published for a collaboration. A note belongs to at most one: unlink it first.

    What was agreed is `published` with its first note. A collaboration that nobody agreed on, or that was declined or
    dropped, stays where it is: the note alone does not say what was agreed.
    """

    def work(session: Session) -> Change:
        note = checks.identifier("link_note.note_id", note_id)
        owner = checks.row_id("link_note.collaboration_id", collaboration_id)
        rights.allow(session, actor, "link_note", collaboration_id=owner)
        collaboration = rows.find(session, Collaboration, "collaboration", owner)
        taken = session.get(CollaborationNote, note)
        if taken is not None:
            foreign = Refused(f"Note {note} belongs to a collaboration of another brand already.")
            rights.allow(session, actor, "link_note", collaboration_id=taken.collaboration_id, instead=foreign)
            raise Refused(f"Note {note} belongs to collaboration {taken.collaboration_id} already. Unlink it first.")
        row = CollaborationNote(note_id=note, collaboration_id=owner, linked_by=actor.who, linked_at=utc_now())
        session.add(row)
        follow(session, actor, collaboration, "published", _LINKED)
        return Change(f"note {note}", None, rows.content(row))

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return CollaborationNote.model_validate(perform(store, actor, key, "link_note", request, work).after)


def unlink_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> CollaborationNote:
    """Take a note back from a collaboration; returns the link that was removed.

    With its last note the collaboration goes back to where it stood before, unless it has moved since.
    """

    def work(session: Session) -> Change:
        missing = NotFound(f"note of collaboration {collaboration_id} with id", note_id)
        rights.allow(session, actor, "unlink_note", collaboration_id=collaboration_id, instead=missing)
        row = session.get(CollaborationNote, checks.identifier("unlink_note.note_id", note_id))
        if row is None or row.collaboration_id != collaboration_id:
            raise missing
        session.delete(row)
        session.flush()
        others = select(CollaborationNote.note_id).where(col(CollaborationNote.collaboration_id) == collaboration_id)
        if session.exec(others.limit(1)).first() is None:
            go_back(session, actor, session.get_one(Collaboration, collaboration_id), _LINKED, _UNLINKED)
        return Change(f"note {note_id}", rows.content(row), None)

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return CollaborationNote.model_validate(perform(store, actor, key, "unlink_note", request, work).before)
