"""A small invented world for the dashboard: two brands, three campaigns, sixty notes, clicks that became orders.

One campaign earns, one loses, one is over its budget; a product sells out; a sample never led to a note.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from campaigns.actions import (
    Actor,
    link_note,
    save_agency,
    save_brand,
    save_campaign,
    save_collaboration,
    save_product,
    save_sample,
    save_setting,
    save_terms,
)
from campaigns.store import Store, open_store
from ingest.load import load_files

SEED = 20_261_122
FIRST = datetime(2026, 8, 3, 4, 0, tzinfo=UTC)
CLAY, SERUM, MASK = (f"{index:024x}" for index in (0xA1, 0xA2, 0xA3))
PRODUCTS = {
    CLAY: ("Volcanic clay mask", "火山泥面膜", 3_200, 21_900),
    SERUM: ("Night serum", "晚安精华", 6_100, 45_900),
    MASK: ("Sheet mask, 5 pieces", "补水面膜 5 片", 900, 8_900),
}
CAMPAIGNS = (
    (
        "AUTUMN",
        "Autumn glow",
        "秋日焕采",
        "third_party",
        1,
        date(2026, 8, 3),
        date(2026, 10, 5),
        9_000_000,
        (CLAY, SERUM),
    ),
    ("SEEDING", "Sample seeding", "寄样种草", "samples", 2, date(2026, 8, 17), date(2026, 10, 12), 4_000_000, (MASK,)),
    (
        "STAR",
        "A star for the serum",
        "明星同款精华",
        "celebrity",
        1,
        date(2026, 9, 7),
        date(2026, 11, 2),
        6_000_000,
        (SERUM,),
    ),
)
TITLES = (
    "熬夜党的急救面膜 真的绝了",
    "敏感肌也能用的泥膜测评",
    "空瓶记｜第三瓶了",
    "通勤五分钟护肤流程",
    "换季泛红怎么办",
    "<b>bold</b> & 真实反馈",
)


def make_world(root: Path) -> None:
    """Fill `root` with records and a published warehouse, by the road that people's files take."""
    root.mkdir(parents=True, exist_ok=True)
    dice = random.Random(SEED)
    with closing(open_store(root)) as store:
        notes = list(_decide(store, dice))
    folder = root / "exports"
    folder.mkdir()
    for name, frame in facts_of(notes, dice).items():
        frame.write_csv(folder / f"{name}_2026-11-03.csv", datetime_format="%Y-%m-%dT%H:%M:%S%z")
    (folder / "ad_spend_2026-11-03.csv").write_text(ads(notes[0]["note_id"], [12_000, "twelve"]), encoding="utf-8")
    outcomes = load_files(root, [folder], who="tests")
    assert {outcome.status for outcome in outcomes} == {"loaded"}, outcomes


def ads(note_id: str, spend: list[object], unit: str = "u") -> str:
    """An export of ad spend by our own column names, one line per amount in fen."""
    lines = [f"juguang,{unit}{index},2026-08-20,{note_id},feed,CNY,{fen},100,5" for index, fen in enumerate(spend)]
    return "\n".join(["source,unit_id,date,note_id,placement,currency,spend_fen,impressions,clicks", *lines]) + "\n"


def _decide(store: Store, dice: random.Random) -> Iterator[dict[str, Any]]:
    me = Actor("tests")
    save_setting(store, me, "s1", name="benchmark.xiaohongshu", value=0.08, source="brief")
    save_setting(store, me, "s2", name="benchmark.tmall", value=0.026, source="brief")
    for code, name, chinese in (("LUNE", "Lune & Co", "月屿"), ("TERRA", "Terra", "泰拉")):
        save_brand(store, me, f"b-{code}", code=code, name=name, name_zh=chinese)
    for product_id, (name, chinese, cost, _) in PRODUCTS.items():
        save_product(
            store,
            me,
            f"p-{product_id}",
            product_id=product_id,
            brand_id=2 if product_id == MASK else 1,
            name=name,
            name_zh=chinese,
            category="skincare",
            cost_fen=cost,
        )
    agency = save_agency(store, me, "a1", code="LIN", name="Agency Lin")
    for platform in ("xiaohongshu", "tmall", "own_site"):
        save_terms(
            store,
            me,
            f"t-{platform}",
            scope="platform",
            part="platform_fee",
            platform=platform,
            since_date=date(2026, 1, 1),
            rate_ppm=50_000,
        )
    for number, (code, name, chinese, method, brand, since, before, budget, products) in enumerate(CAMPAIGNS):
        campaign = save_campaign(
            store,
            me,
            f"c-{code}",
            code=code,
            brand_id=brand,
            name=name,
            name_zh=chinese,
            method=method,
            since_date=since,
            before_date=before,
            budget_fen=budget,
            product_ids=list(products),
        )
        for seat in range(6):
            kol_id = f"{0x5F0000 + number * 16 + seat:024x}"
            made = save_collaboration(
                store,
                me,
                f"k-{kol_id}",
                campaign_id=campaign.id,
                kol_id=kol_id,
                kol_name=f"达人{number}{seat}",
                agency_id=agency.id if method == "third_party" else None,
                state="published",
            )
            save_terms(
                store,
                me,
                f"kt-{kol_id}",
                scope="collaboration",
                part="kol",
                collaboration_id=made.id,
                since_date=date(2026, 1, 1),
                rate_ppm=150_000,
                fixed_fee_fen=1_500_000 if method == "celebrity" else 60_000,
            )
            if method == "samples":
                save_sample(
                    store,
                    me,
                    f"sa-{kol_id}",
                    collaboration_id=made.id,
                    product_id=MASK,
                    units=2,
                    shipping_fen=1_200,
                    carrier="SF",
                    tracking_no=f"SF{seat:06d}",
                    state="delivered",
                )
            if method == "samples" and seat == 5:
                continue
            for turn in range(4):
                at = FIRST + timedelta(
                    days=(since - date(2026, 8, 3)).days + dice.randrange(30), seconds=dice.randrange(36_000)
                )
                note_id = f"{int(at.timestamp()):08x}{number:04x}{seat:04x}{turn:08x}"
                link_note(store, me, f"n-{note_id}", note_id=note_id, collaboration_id=made.id)
                yield {
                    "note_id": note_id,
                    "kol_id": kol_id,
                    "at": at,
                    "products": products,
                    "weight": dice.paretovariate(1.1),
                    "method": method,
                }


def facts_of(notes: list[dict[str, Any]], dice: random.Random) -> dict[str, pl.DataFrame]:
    """Facts that follow from the notes: metrics, clicks, orders, refunds, parcels, stock."""
    clicks, orders, refunds, metrics = [], [], [], []
    for index, note in enumerate(notes):
        reads = int(900 * note["weight"]) + 150
        metrics.append(
            {
                "note_id": note["note_id"],
                "captured_at": datetime(2026, 11, 2, tzinfo=UTC),
                "source": "world",
                "impressions": reads * 9,
                "reads": reads,
                "likes": reads // 18,
                "collects": reads // 30,
                "comments": reads // 90,
                "shares": reads // 120,
            }
        )
        for _ in range(min(int(reads * 0.06), 900)):
            channel = dice.choices(("xiaohongshu", "tmall", "own_site"), (70, 22, 8))[0]
            at = note["at"] + timedelta(hours=dice.expovariate(1 / 90))
            click = {
                "click_id": f"c{len(clicks)}",
                "note_id": note["note_id"],
                "product_id": dice.choice(note["products"]),
                "buyer_key": dice.randrange(1, 40_000),
                "clicked_at": at,
                "channel": channel,
                "section": dice.choices(("explore", "search", "follow", "nearby"), (60, 25, 12, 3))[0],
            }
            clicks.append(click)
            if dice.random() < {"xiaohongshu": 0.082, "tmall": 0.018, "own_site": 0.03}[channel]:
                orders.append(_order(len(orders), click, index, dice))
                if dice.random() < 0.12:
                    refunds.append(_refund(orders[-1]))
    parcels = [
        {
            "carrier": "shunfeng",
            "tracking_no": f"SF{seat:06d}",
            "event_at": FIRST + timedelta(days=20),
            "status": "delivered",
        }
        for seat in range(6)
    ]
    stock = [
        {"product_id": MASK, "captured_at": FIRST + timedelta(days=day), "available": max(0, 900 - day * 25)}
        for day in range(0, 60, 3)
    ]
    about = [
        {
            "note_id": note["note_id"],
            "source": "world",
            "platform": "xiaohongshu",
            "kol_id": note["kol_id"],
            "is_provisional": False,
            "title": TITLES[index % len(TITLES)],
            "kind": "image",
            "published_at": note["at"],
            "url": f"https://www.xiaohongshu.com/explore/{note['note_id']}",
        }
        for index, note in enumerate(notes)
    ]
    tables = {
        "notes": about,
        "note_metrics": metrics,
        "clicks": clicks,
        "orders": orders,
        "refunds": refunds,
        "shipments": parcels,
        "stock_levels": stock,
    }
    return {name: _frame(rows) for name, rows in tables.items()}


def _order(number: int, click: dict[str, Any], index: int, dice: random.Random) -> dict[str, Any]:
    price = PRODUCTS[click["product_id"]][3]
    at = click["clicked_at"] + timedelta(minutes=dice.randrange(3, 4_000))
    zero = dict.fromkeys(("brand_discount_fen", "platform_discount_fen", "shipping_fen", "tax_fen"), 0)
    return {
        "shop_id": click["channel"],
        "order_id": f"P{number:018d}",
        "line_no": 1,
        "channel": click["channel"],
        "product_id": click["product_id"],
        "buyer_key": click["buyer_key"],
        "ordered_at": at,
        "paid_at": at + timedelta(minutes=1),
        "quantity": 1,
        "currency": "CNY",
        "list_fen": price,
        "paid_fen": price,
        "status": "completed",
        **zero,
    }


def _refund(order: dict[str, Any]) -> dict[str, Any]:
    return {
        "refund_id": f"R{order['order_id']}",
        "line_no": 1,
        "shop_id": order["shop_id"],
        "order_id": order["order_id"],
        "refunded_at": order["ordered_at"] + timedelta(days=5),
        "currency": "CNY",
        "goods_fen": order["paid_fen"],
        "shipping_fen": 0,
        "is_estimated": False,
    }


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def first_note(root: Path) -> str:
    """A note that belongs to the first campaign."""
    with closing(open_store(root)) as store:
        tables = store.record_tables()
    return str(tables["collaboration_note"].sort_by("collaboration_id").column("note_id")[0].as_py())
