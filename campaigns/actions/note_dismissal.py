"""Published notes that do not belong to the collaboration they were proposed for: said once, taken back as easily."""

from __future__ import annotations

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.draft_records import NoteDismissal
from campaigns.errors import NotFound, Refused
from campaigns.records import Collaboration
from campaigns.store import Store


def dismiss_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> NoteDismissal:
    """Say that a note is not the collaboration's: it is not proposed for it again."""

    def work(session: Session) -> Change:
        note = checks.identifier("dismiss_note.note_id", note_id)
        owner = checks.row_id("dismiss_note.collaboration_id", collaboration_id)
        rights.allow(session, actor, "dismiss_note", collaboration_id=owner)
        rows.find(session, Collaboration, "collaboration", owner)
        if session.get(NoteDismissal, (note, owner)) is not None:
            raise Refused(f"Somebody said already that note {note} does not belong to collaboration {owner}.")
        row = NoteDismissal(note_id=note, collaboration_id=owner, dismissed_by=actor.who)
        session.add(row)
        return Change(f"note {note}", None, rows.content(row))

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return NoteDismissal.model_validate(perform(store, actor, key, "dismiss_note", request, work).after)


def restore_note(store: Store, actor: Actor, key: str, *, note_id: str, collaboration_id: int) -> NoteDismissal:
    """Take a dismissal back: the note is proposed again."""

    def work(session: Session) -> Change:
        missing = NotFound(f"dismissed note of collaboration {collaboration_id} with id", note_id)
        rights.allow(session, actor, "restore_note", collaboration_id=collaboration_id, instead=missing)
        row = session.get(NoteDismissal, (checks.identifier("restore_note.note_id", note_id), collaboration_id))
        if row is None:
            raise missing
        session.delete(row)
        return Change(f"note {note_id}", rows.content(row), None)

    request = {"note_id": note_id, "collaboration_id": collaboration_id}
    return NoteDismissal.model_validate(perform(store, actor, key, "restore_note", request, work).before)
