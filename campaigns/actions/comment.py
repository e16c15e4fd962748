"""Comments on a collaboration: they stay as they were written."""

from __future__ import annotations

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue
from campaigns.pipeline_records import CollaborationComment
from campaigns.records import Collaboration
from campaigns.store import Store


def comment_collaboration(
    store: Store, actor: Actor, key: str, *, collaboration_id: int, body: str
) -> CollaborationComment:
    """Write something about a collaboration."""

    def work(session: Session) -> Change:
        owner = checks.row_id("comment_collaboration.collaboration_id", collaboration_id)
        rights.allow(session, actor, "comment_collaboration", collaboration_id=owner)
        rows.find(session, Collaboration, "collaboration", owner)
        said = checks.passage(2_000)("comment_collaboration.body", body)
        if not said:
            raise BadValue("comment_collaboration.body", "", "something to read")
        row = CollaborationComment(collaboration_id=owner, who=actor.who, body=said)
        session.add(row)
        session.flush()
        return Change(f"collaboration {owner}", None, rows.content(row))

    request = {"collaboration_id": collaboration_id, "body": body}
    done = perform(store, actor, key, "comment_collaboration", request, work)
    return CollaborationComment.model_validate(done.after)
