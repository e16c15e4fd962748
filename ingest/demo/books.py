"""What the demo's campaigns truly earned, computed from the planted world by the rules of docs/money.md, line by line.

This is the answer that models are compared with, so it shares nothing with them but `campaigns.money`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import polars as pl

from campaigns.money import round_half_up, share_of, split
from ingest.demo import story
from ingest.demo.cast import Cast, Collaboration
from ingest.demo.evidence import last_touches
from ingest.demo.samples import extra_costs_fen
from ingest.demo.world import World

Line = tuple[int, int]
"""Order number and line number."""


@dataclass
class Result:
    """One campaign's money, all positive but contribution, in fen."""

    gmv_fen: int = 0
    refunds_fen: int = 0
    net_sales_fen: int = 0
    product_cost_fen: int = 0
    platform_fee_fen: int = 0
    third_party_fen: int = 0
    kol_commission_fen: int = 0
    fixed_fee_fen: int = 0
    samples_fen: int = 0
    ads_fen: int = 0
    contribution_fen: int = 0
    order_lines: int = 0
    orders: int = 0
    notes: int = 0


def campaign_results(world: World) -> dict[str, dict[str, int]]:
    """The result of every campaign by code."""
    results = {plan.code: Result() for plan in story.CAMPAIGNS}
    orders: dict[str, set[int]] = {plan.code: set() for plan in story.CAMPAIGNS}
    items = {item.key: item for item in world.cast.collaborations}
    refunds = line_refunds(world)
    for row in payable(world).iter_rows(named=True):
        item = items[row["collaboration"]]
        _add_line(results[item.campaign], item, row, refunds.get((row["order_no"], row["line_no"]), 0))
        orders[item.campaign].add(row["order_no"])
    _add_costs(world, results, items)
    for code, result in results.items():
        result.orders = len(orders[code])
        _close(result)
    return {code: asdict(result) for code, result in results.items()}


def payable(world: World) -> pl.DataFrame:
    """The lines whose payable credit belongs to a collaboration, with `collaboration`.

    A KOL id on the order is stronger than a promo code, and that than the last click. The KOL's own last note takes it,
    else the collaboration whose campaign holds date and product; a code names its collaboration.
    """
    touches = last_touches(world.clicks, world.lines)
    named = world.lines.filter(pl.col("source_kol_id").is_not_null())
    coded = world.lines.filter(pl.col("source_kol_id").is_null()).join(
        _codes(world.cast), on=["promo_code", "product_id"]
    )
    clicked = world.lines.join(touches.select("order_no", "line_no", "collaboration"), on=["order_no", "line_no"])
    clicked = clicked.filter(pl.col("source_kol_id").is_null(), pl.col("collaboration").is_not_null())
    clicked = clicked.join(coded, on=["order_no", "line_no"], how="anti")
    own = _own_notes(world, named)
    rest = named.join(own, on=["order_no", "line_no"], how="anti")
    by_time = [_by_time(world.cast, row) for row in rest.iter_rows(named=True)]
    by_kol = rest.with_columns(pl.Series("collaboration", by_time, dtype=pl.String))
    parts = [clicked, coded, named.join(own, on=["order_no", "line_no"]), by_kol]
    columns = [*world.lines.columns, "collaboration"]
    found = pl.concat([part.select(columns) for part in parts]).filter(pl.col("collaboration").is_not_null())
    return found.sort("order_no", "line_no")


def _codes(cast: Cast) -> pl.DataFrame:
    """promo_code, product_id, collaboration: what each code is good for."""
    products = {plan.code: plan.products for plan in story.CAMPAIGNS}
    good_for = [(item.promo_code, one, item.key) for item in cast.collaborations for one in products[item.campaign]]
    columns = dict.fromkeys(("promo_code", "product_id", "collaboration"), pl.String())
    return pl.DataFrame(good_for, schema=columns, orient="row")


def _own_notes(world: World, named: pl.DataFrame) -> pl.DataFrame:
    """Of lines that name a KOL: the collaboration of the KOL's own last touched note, where that note has one."""
    pairs = named.select("order_no", "line_no", "source_kol_id")
    clicks = world.clicks.filter(pl.col("kol_id").is_in(pairs["source_kol_id"].unique().to_list()))
    touches = last_touches(clicks, named) if clicks.is_empty() else _touches_of(clicks, named)
    return touches.filter(pl.col("collaboration").is_not_null()).select("order_no", "line_no", "collaboration")


def _touches_of(clicks: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    found = []
    for (kol_id,), lines in named.group_by("source_kol_id", maintain_order=True):
        found.append(last_touches(clicks.filter(pl.col("kol_id") == kol_id), lines))
    return pl.concat(found)


def _by_time(cast: Cast, row: dict[str, object]) -> str | None:
    day = story.clock(int(str(row["ordered"]))).date()
    fitting = [
        (plan.since, number, item.key)
        for number, item in enumerate(cast.collaborations)
        for plan in story.CAMPAIGNS
        if plan.code == item.campaign and item.kol.kol_id == row["source_kol_id"]
        if plan.since <= day < plan.before and row["product_id"] in plan.products
    ]
    return max(fitting)[2] if fitting else None


def line_refunds(world: World) -> dict[Line, int]:
    """Fen refunded of each line: a case of a whole order takes from each line in proportion to what is left of it."""
    paid: dict[int, dict[int, int]] = {}
    for order_no, line_no, amount in world.lines.select("order_no", "line_no", "paid_fen").iter_rows():
        paid.setdefault(order_no, {})[line_no] = amount
    gone: dict[Line, int] = {}
    done = world.returns.filter(pl.col("state") == "done").sort("received", "refund_id")
    for order_no, line_no, goods in done.select("order_no", "line_no", "goods_fen").iter_rows():
        for line, amount in _spread(order_no, line_no, goods, paid[order_no], gone):
            gone[order_no, line] = gone.get((order_no, line), 0) + amount
    return gone


def _spread(
    order_no: int, line_no: int, goods: int, paid: dict[int, int], gone: dict[Line, int]
) -> Iterator[tuple[int, int]]:
    if line_no:
        yield line_no, goods
        return
    lines = sorted(paid)
    left = [paid[line] - gone.get((order_no, line), 0) for line in lines]
    yield from zip(lines, split(min(goods, sum(left)), left), strict=True)


def _add_line(result: Result, item: Collaboration, row: dict[str, int], refunded: int) -> None:
    product = story.product_of(str(row["product_id"]))
    paid = row["paid_fen"]
    base = _left(paid - row["tax_fen"], paid, refunded)
    fee = share_of(base, platform_ppm(str(row["channel"]), product.category))
    result.order_lines += 1
    result.gmv_fen += paid
    result.refunds_fen += refunded
    result.product_cost_fen += _left(product.cost_fen * row["quantity"], paid, refunded)
    result.platform_fee_fen += fee
    result.third_party_fen += share_of(base, _third_party_ppm(item))
    result.kol_commission_fen += share_of(base - fee if item.kol_base == "after_platform_fee" else base, item.kol_ppm)


def platform_ppm(channel: str, category: str) -> int:
    """What the platform takes; the own site takes nothing."""
    if channel == "own_site":
        return 0
    special = channel == "xiaohongshu" and category == "supplement"
    return story.SUPPLEMENT_FEE_PPM if special else story.PLATFORM_FEE_PPM


def _third_party_ppm(item: Collaboration) -> int:
    return next((agency.third_party_ppm for agency in story.AGENCIES if agency.code == item.agency), 0)


def _left(base: int, paid: int, refunded: int) -> int:
    if base <= 0 or refunded >= paid:
        return 0
    return round_half_up(base * (paid - refunded), paid) if refunded else base


def _add_costs(world: World, results: dict[str, Result], items: dict[str, Collaboration]) -> None:
    for note in world.notes:
        if note.campaign and note.collaboration:
            results[note.campaign].notes += 1
            results[note.campaign].fixed_fee_fen += items[note.collaboration].fixed_fee_fen
    for item in items.values():
        cost = sum(story.product_of(product).cost_fen for product in item.sample_products)
        results[item.campaign].samples_fen += cost + len(item.sample_products) * story.SAMPLE_SHIPPING_FEN
    for code, more_fen in extra_costs_fen().items():
        results[code].samples_fen += more_fen
    campaigns = {note.note_id: note.campaign for note in world.notes if note.campaign}
    plans = {plan.code: plan for plan in story.CAMPAIGNS}
    for note_id, day, spend in world.ads.select("note_id", "date", "spend_fen").iter_rows():
        plan = plans[campaigns[note_id]]
        if plan.since <= day < plan.before:
            results[plan.code].ads_fen += spend


def _close(result: Result) -> None:
    result.net_sales_fen = result.gmv_fen - result.refunds_fen
    result.contribution_fen = (
        result.net_sales_fen
        - result.product_cost_fen
        - result.platform_fee_fen
        - result.third_party_fen
        - result.kol_commission_fen
        - result.fixed_fee_fen
        - result.samples_fen
        - result.ads_fen
    )
