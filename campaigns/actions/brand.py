"""Brands: the companies whose products are sold."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.records import Brand
from campaigns.store import Store


class BrandFields(TypedDict, total=False):
    id: int
    code: str
    name: str
    name_zh: str


def save_brand(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[BrandFields]
) -> Brand:
    """Create a brand, or change the fields given of the brand `id` if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, fields)


def _check(session: Session, brand: Brand) -> None:
    rows.refuse_duplicate(session, brand, "brand", "id", "code")


_KIND = rows.Kind(
    Brand, "brand", "id", {"code": checks.code, "name": checks.text, "name_zh": checks.words}, rule=_check
)
