"""Commands of the groups `brand` and `product`: what campaigns sell, and whose it is."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from campaigns.errors import NotFound
from campaigns.money import parse_yuan, yuan
from dashboard.commands.record_access import AsJson, Root, actor, key, opened, say

if TYPE_CHECKING:
    from campaigns.records import Brand
    from campaigns.store import Store

OfBrand = Annotated[str, typer.Option(help="Code of the brand.")]


def register(app: typer.Typer) -> None:
    """Add these groups' commands to `app`."""
    brands = typer.Typer(no_args_is_help=True, help="Brands: whose products campaigns sell.")
    brands.command("list")(list_brands)
    brands.command("save")(save_brand)
    app.add_typer(brands, name="brand")
    products = typer.Typer(no_args_is_help=True, help="Products, under the id that orders carry.")
    products.command("list")(list_products)
    products.command("save")(save_product)
    products.command("import")(import_products)
    app.add_typer(products, name="product")


def list_brands(root: Root = Path(), as_json: AsJson = False) -> None:
    """List the brands by code."""
    with opened(root) as store:
        found = [one.model_dump(mode="json") for one in _brands(store).values()]
    say(found, "\n".join(f"{one['code']}  {one['name']}  {one['name_zh']}".rstrip() for one in found), as_json=as_json)


def save_brand(
    code: Annotated[str, typer.Argument(help="Short code, as links carry it.")],
    root: Root = Path(),
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    name_zh: Annotated[str | None, typer.Option("--name-zh", help="What it is called in Chinese.")] = None,
    as_json: AsJson = False,
) -> None:
    """Enter a brand, or change the names of the one with this code."""
    from campaigns import actions

    with opened(root) as store:
        present = _brands(store).get(code)
        own = {"id": present.id, "version": present.version} if present else {"code": code}
        asked = {each: text for each, text in (("name", name), ("name_zh", name_zh)) if text is not None}
        saved = actions.save_brand(store, actor(), key(), **own, **asked)  # type: ignore[arg-type]
    say(saved.model_dump(mode="json"), f"Brand {saved.code}: {saved.name}.", as_json=as_json)


def list_products(root: Root = Path(), as_json: AsJson = False) -> None:
    """List the products with brand, category and cost."""
    from sqlmodel import select

    from campaigns.records import Product

    with opened(root) as store, store.reading() as session:
        found = [one.model_dump(mode="json") for one in session.exec(select(Product).order_by(Product.product_id))]
    lines = [f"{one['product_id']}  {one['name']}  {one['category']}  ¥{yuan(one['cost_fen'])}" for one in found]
    say(found, "\n".join(lines), as_json=as_json)


def save_product(
    product_id: Annotated[str, typer.Argument(help="The id that orders and clicks carry.")],
    root: Root = Path(),
    brand: Annotated[str, typer.Option(help="Code of the brand; needed for a new product.")] = "",
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    name_zh: Annotated[str | None, typer.Option("--name-zh", help="What it is called in Chinese.")] = None,
    category: Annotated[str | None, typer.Option(help="Its category, as terms name it.")] = None,
    cost: Annotated[str | None, typer.Option(help="What a unit costs, in yuan.")] = None,
    as_json: AsJson = False,
) -> None:
    """Enter a product, or change the one with this id."""
    from campaigns import actions
    from campaigns.records import Product

    with opened(root) as store:
        with store.reading() as session:
            present = session.get(Product, product_id)
        own = {"version": present.version} if present else {"brand_id": _brand(store, brand).id}
        given = {"name": name, "name_zh": name_zh, "category": category}
        asked: dict[str, object] = {each: text for each, text in given.items() if text is not None}
        if cost is not None:
            asked["cost_fen"] = parse_yuan(cost, "--cost")
        saved = actions.save_product(store, actor(), key(), product_id=product_id, **own, **asked)  # type: ignore[arg-type]
    say(saved.model_dump(mode="json"), f"Product {saved.product_id}: {saved.name}.", as_json=as_json)


def import_products(
    sheet: Annotated[str, typer.Argument(help="A CSV or tab-separated file, or `-` for standard input.")],
    brand: OfBrand,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Enter or change all products of a sheet, or none: every cell that must be mended is named."""
    from campaigns import actions, product_sheet

    with opened(root) as store:
        text = sys.stdin.read() if sheet == "-" else Path(sheet).read_text(encoding="utf-8-sig")
        number = _brand(store, brand).id or 0
        done = actions.import_products(store, actor(), key(), brand_id=number, lines=product_sheet.read(text))
    say(done._asdict(), f"{len(done.made)} products entered, {len(done.changed)} changed.", as_json=as_json)


def _brands(store: Store) -> dict[str, Brand]:
    from sqlmodel import select

    from campaigns.records import Brand

    with store.reading() as session:
        return {one.code: one for one in session.exec(select(Brand).order_by(Brand.code))}


def _brand(store: Store, code: str) -> Brand:
    found = _brands(store).get(code)
    if found is None:
        raise NotFound("brand", code)
    return found
