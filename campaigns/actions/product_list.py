"""A list of products from a spreadsheet: every row becomes or changes a product of the brand, or none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks, product, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, CellsRefused
from campaigns.records import Brand, Product
from campaigns.store import Store

MOST = 5_000


class Listed(NamedTuple):
    """The ids of the products that are new, and of those that were changed."""

    made: list[str]
    changed: list[str]


def import_products(
    store: Store, actor: Actor, key: str, *, brand_id: int, lines: Sequence[Mapping[str, Any]]
) -> Listed:
    """Enter or change the products of `lines` for a brand: all, or CellsRefused with every cell that must be mended.

    A line holds fields of a product, `row`, the row that people see, and `places`, what they call its cells. What a
    product has already and a line leaves out stays.
    """

    def work(session: Session) -> Change:
        number = checks.row_id("import_products.brand_id", brand_id)
        rights.allow(session, actor, "import_products", brand_id=number)
        rows.find(session, Brand, "brand", number)
        given = _checked(lines)
        known = _known(session, number, given)
        made: list[str] = []
        changed: list[str] = []
        for line in given:
            fields = {name: line[name] for name in product.KIND.fields if name in line}
            present = known.get(line["product_id"])
            own = {} if present else {"brand_id": number}
            rows.write(session, product.KIND, present.version if present else None, {**fields, **own})
            (changed if present else made).append(line["product_id"])
        return Change(f"brand {number}", None, {"made": made, "changed": changed})

    request = {"brand_id": brand_id, "lines": [dict(line) for line in lines]}
    done: dict[str, Any] = perform(store, actor, key, "import_products", request, work).after or {}
    return Listed(done["made"], done["changed"])


def _checked(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not 0 < len(lines) <= MOST:
        raise BadValue("import_products.lines", str(len(lines)), f"1 to {MOST} rows")
    bad: list[BadValue] = []
    seen: dict[str, int] = {}
    checked: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        found: dict[str, Any] = {"row": line.get("row", number), "places": line.get("places", {})}
        for name, check in product.KIND.fields.items():
            if name in line:
                try:
                    found[name] = check(_place(found, name), line[name])
                except BadValue as problem:
                    bad.append(problem)
        first = seen.setdefault(str(line.get("product_id")), found["row"])
        if first != found["row"]:
            expected = f"each product once; row {first} has it already"
            bad.append(BadValue(_place(found, "product_id"), str(line.get("product_id")), expected))
        checked.append(found)
    if bad:
        raise CellsRefused(bad)
    return checked


def _known(session: Session, brand_id: int, given: Sequence[Mapping[str, Any]]) -> dict[str, Product]:
    """The products that are there already; one of another brand is refused without saying whose."""
    wanted = [line["product_id"] for line in given]
    found = {one.product_id: one for one in session.exec(select(Product).where(col(Product.product_id).in_(wanted)))}
    bad = [
        BadValue(_place(line, "product_id"), line["product_id"], "a product of this brand")
        for line in given
        if line["product_id"] in found and found[line["product_id"]].brand_id != brand_id
    ]
    if bad:
        raise CellsRefused(bad)
    return found


def _place(line: Mapping[str, Any], name: str) -> str:
    return str(line["places"].get(name) or f"row {line['row']}, {name}")
