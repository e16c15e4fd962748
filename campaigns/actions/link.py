"""Short links: they resolve clicks that carry the slug alone."""

from __future__ import annotations

from typing import TypedDict, Unpack

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.records import Link
from campaigns.store import Store


class LinkFields(TypedDict, total=False):
    slug: str
    note_id: str
    product_id: str


def save_link(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[LinkFields]
) -> Link:
    """Create the link `slug`, or correct its note or product if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, fields)


_KIND = rows.Kind(
    Link,
    "link",
    "slug",
    {"slug": checks.code, "note_id": checks.identifier, "product_id": checks.identifier},
    reach=lambda link: {"product_id": link.product_id},
)
