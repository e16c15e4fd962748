"""Files in our own column names: clicks of the short links, Tmall and own-site orders, refunds, parcels, stock, ads."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from campaigns.money import split
from ingest.demo import moments, story
from ingest.demo.note_files import agency_figures
from ingest.demo.world import World

CLICK_SPLIT = story.instant("2026-11-01 00:00")


def write_clicks(world: World, folder: Path) -> list[Path]:
    """CSV with +08:00 until October, NDJSON with Z from November on."""
    folder.mkdir(parents=True, exist_ok=True)
    buyers = pl.DataFrame({"buyer": range(len(world.buyer_ids)), "buyer_id": world.buyer_ids})
    clicks = world.clicks.join(buyers.cast({"buyer": pl.Int64}), on="buyer", how="left", maintain_order="left")
    columns = ("click_id", "slug", "clicked_at", "note_id", "product_id", "buyer_id", "section", "channel")
    old, new = clicks.filter(pl.col("second") < CLICK_SPLIT), clicks.filter(pl.col("second") >= CLICK_SPLIT)
    csv, ndjson = folder / "clicks_2026-08_2026-10.csv", folder / "clicks_2026-11.ndjson"
    old.with_columns(moments.offset_text(old["second"]).alias("clicked_at")).select(columns).write_csv(csv)
    new.with_columns(moments.utc_text(new["second"]).alias("clicked_at")).select(columns).write_ndjson(ndjson)
    return [csv, ndjson]


def write_tables(world: World, folder: Path) -> list[Path]:
    """Every other table, one CSV each."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "orders_tmall.csv": _orders(world, "tmall"),
        "orders_own_site.csv": _orders(world, "own_site"),
        "refunds_tmall_own_site.csv": _refunds(world),
        "note_products.csv": _note_products(world),
        "note_metrics_agencies.csv": agency_figures(world),
        "shipments.csv": _shipments(world),
        "stock_levels.csv": _stock(world),
        "ad_spend.csv": _ad_spend(world),
    }
    for name, table in tables.items():
        table.write_csv(folder / name)
    return [folder / name for name in tables]


def _orders(world: World, channel: str) -> pl.DataFrame:
    lines = world.lines.filter(pl.col("channel") == channel).sort("ordered", "order_id", "line_no")
    return lines.select(
        pl.col("shop").alias("shop_id"),
        "order_id",
        "line_no",
        "channel",
        "product_id",
        pl.col("sku_id").alias("sku"),
        pl.Series("buyer_id", [world.buyer_ids[buyer] for buyer in lines["buyer"].to_list()]),
        *(moments.offset_text(lines[old]).alias(new) for old, new in TIMES.items()),
        "quantity",
        pl.lit("CNY").alias("currency"),
        "list_fen",
        "brand_discount_fen",
        "platform_discount_fen",
        "shipping_fen",
        "tax_fen",
        "paid_fen",
        "promo_code",
        "source_kol_id",
        "status",
    )


TIMES = {"ordered": "ordered_at", "paid_at": "paid_at", "completed": "completed_at"}


def _refunds(world: World) -> pl.DataFrame:
    """These shops name the line; a case of a whole order is split over its lines by what was paid for them."""
    paid: dict[int, list[int]] = {}
    for order_no, amount in world.lines.select("order_no", "paid_fen").iter_rows():
        paid.setdefault(order_no, []).append(amount)
    shops = dict(world.lines.select("order_no", "shop").iter_rows())
    done = world.returns.filter(pl.col("state") == "done", pl.col("channel") != "xiaohongshu").sort(
        "received", "refund_id"
    )
    rows = []
    for case in done.iter_rows(named=True):
        whole = paid[case["order_no"]]
        parts = [case["goods_fen"]] if case["line_no"] else split(case["goods_fen"], whole)
        for line_no, goods in enumerate(parts, start=case["line_no"] or 1):
            rows.append(
                (case["refund_id"], line_no, shops[case["order_no"]], case["order_id"], case["received"], goods)
            )
    schema = ["refund_id", "line_no", "shop_id", "order_id", "second", "goods_fen"]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.select(
        "refund_id",
        "line_no",
        "shop_id",
        "order_id",
        moments.offset_text(table["second"]).alias("refunded_at"),
        pl.lit("CNY").alias("currency"),
        "goods_fen",
        pl.lit(0).alias("shipping_fen"),
        pl.lit("false").alias("is_estimated"),
    )


def _note_products(world: World) -> pl.DataFrame:
    pairs = [(note.note_id, product) for note in world.notes for product in note.products]
    return pl.DataFrame(pairs, schema=["note_id", "product_id"], orient="row")


def _shipments(world: World) -> pl.DataFrame:
    times = moments.offset_text(world.parcels["event_at"])
    return world.parcels.select("carrier", "tracking_no", times.alias("event_at"), "status", "raw_status")


def _stock(world: World) -> pl.DataFrame:
    times = moments.offset_text(world.stock["captured"])
    return world.stock.select("product_id", times.alias("captured_at"), "available")


def _ad_spend(world: World) -> pl.DataFrame:
    columns = ["unit_id", "date", "note_id", "placement", "currency", "spend_fen", "impressions", "clicks"]
    return world.ads.with_columns(pl.lit("CNY").alias("currency")).select(pl.lit("juguang").alias("source"), *columns)
