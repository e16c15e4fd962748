"""The platform's app answers about one user (`user_info`): who a KOL is and how many follow.

Evidence B: saved answers of a public project. Likes and collects received are no facts; gender, place and what users
say of themselves are not kept.
"""

from __future__ import annotations

from ingest.sources.kol_sheet import KolSheet
from ingest.sources.nesting import Record, flat
from ingest.sources.source import Source

_SHEET = KolSheet(
    source="xhs_users", names=("nickname",), ids=("userid", "user_id"), red_ids=("red_id",), followers=("fans",)
)
_MARKS = {"fans", "follows", "red_id"}


def _unfold(document: Record) -> list[Record] | None:
    place = document
    for _ in range(3):
        if place.keys() >= _MARKS:
            return [flat(place)]
        inside = place.get("data", place.get("user_info"))
        if not isinstance(inside, dict):
            return None
        place = inside
    return [flat(place)] if place.keys() >= _MARKS else None


XHS_USERS = Source(
    key="xhs_users",
    title="users of the platform's app",
    required=(frozenset({"userid", "user_id"}), *(frozenset({name}) for name in ("fans", "follows", "red_id"))),
    known=_SHEET.columns | {"follows", "liked", "collected", "note_num_stat.posted", "note_num_stat.liked"},
    type_rows=_SHEET.typed,
    personal=frozenset({"gender", "ip_location", "desc", "location", "imageb", "images", "share_link", "birthday"})
    | {"banner_info.image", "identity_deeplink", "avatar"},
    unfold=_unfold,
)
