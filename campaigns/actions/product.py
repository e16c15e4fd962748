"""Products, under the id that the facts carry."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.records import Brand, Product
from campaigns.store import Store


class ProductFields(TypedDict, total=False):
    product_id: str
    brand_id: int
    name: str
    name_zh: str
    category: str
    cost_fen: int


def save_product(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[ProductFields]
) -> Product:
    """Create the product `product_id`, or change the fields given if it still has `version`. Its brand stays."""
    return rows.save(store, actor, key, KIND, version, fields)


def _check(session: Session, product: Product) -> None:
    rows.find(session, Brand, "brand", product.brand_id)


KIND = rows.Kind(
    Product,
    "product",
    "product_id",
    {
        "product_id": checks.identifier,
        "brand_id": checks.row_id,
        "name": checks.text,
        "name_zh": checks.words,
        "category": checks.text,
        "cost_fen": checks.fen,
    },
    fixed=frozenset({"brand_id"}),
    rule=_check,
    reach=lambda product: {"brand_id": product.brand_id},
)
