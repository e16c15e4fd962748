"""What is in the demo's orders: lines with price, discounts, tax, status and times, all money whole fen.

`order_lines` gives one row per order line: order_no (0-based), order_id, shop, channel, line_no, product (index),
product_id, sku_id, pack, buyer (index), ordered, paid_at, shipped, completed (epoch seconds, null where it has not
happened), quantity, list_fen, brand_discount_fen, platform_discount_fen, shipping_fen, tax_fen, paid_fen, status,
is_cancelled, origin.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from ingest.demo import story
from ingest.demo.purchases import DAY, Orders, can_order
from ingest.demo.traffic import CHANNELS

Dice = np.random.Generator
Ints = npt.NDArray[np.int64]

SECOND_LINE_SHARE = 0.15
GIFT_BOX_FEN = 2_000
CANCELLED_SHARE = 0.008
OWN_SITE_TAX_PPM = 83_400
"""Cross-border tax inside the price of the own site: 9.1 % on top is 8.34 % of what the buyer pays."""
SHOPS = {
    ("xiaohongshu", "havgry"): story.BRANDS[0].shop,
    ("xiaohongshu", "tarawai"): story.BRANDS[1].shop,
    ("tmall", "havgry"): "tmall-havgry",
    ("tmall", "tarawai"): "tmall-tarawai",
    ("own_site", "havgry"): "havgry.example",
    ("own_site", "tarawai"): "tarawai.example",
}


def order_lines(seed: int, orders: Orders) -> pl.DataFrame:
    """The lines of all orders, by order and line number."""
    dice = np.random.default_rng([seed, 5])
    order_no, product, pack = _content(dice, orders)
    brand = np.array([item.brand for item in story.PRODUCTS])[product]
    channel = np.array(CHANNELS)[orders.channel[order_no]]
    shops = np.array([SHOPS[key] for key in zip(channel.tolist(), brand.tolist(), strict=True)])
    ordered = orders.second[order_no]
    lines = pl.DataFrame(
        {
            "order_no": order_no,
            "order_id": _order_ids(dice, orders)[order_no],
            "shop": shops,
            "channel": channel,
            "brand": brand,
            "product": product,
            "pack": pack,
            "sku_id": np.array([item.sku_ids for item in story.PRODUCTS])[product, pack],
            "product_id": np.array([item.product_id for item in story.PRODUCTS])[product],
            "buyer": orders.buyer[order_no],
            "ordered": ordered,
            "origin": orders.origin[order_no],
            **_prices(dice, product, pack, channel, ordered),
        }
    )
    lines = _with_states(dice, lines, len(orders.second))
    number = pl.col("sku_id").rank("ordinal").over("order_no").cast(pl.Int64).alias("line_no")
    return lines.with_columns(number).sort("order_no", "line_no")


def _content(dice: Dice, orders: Orders) -> tuple[Ints, Ints, Ints]:
    """Order number, product and pack (0 plain, 1 gift box) of each line; a seventh of the orders hold two products."""
    count = len(orders.second)
    pack = (dice.random(count) < 0.13).astype(np.int64)
    extra = np.flatnonzero(dice.random(count) < SECOND_LINE_SHARE)
    other = (orders.product[extra] // 4) * 4 + (orders.product[extra] % 4 + dice.integers(1, 4, size=len(extra))) % 4
    good = can_order(other, orders.second[extra])
    extra, other = extra[good], other[good]
    order_no = np.concatenate([np.arange(count), extra])
    product = np.concatenate([orders.product, other])
    pack = np.concatenate([pack, np.zeros(len(extra), dtype=np.int64)])
    by_order = np.argsort(order_no, kind="stable")
    return order_no[by_order], product[by_order], pack[by_order]


def _prices(dice: Dice, product: Ints, pack: Ints, channel: npt.NDArray[np.str_], ordered: Ints) -> dict[str, Ints]:
    """Per line. The countdown takes 30 % off Havgry; coupons are whole yuan; only the own site asks for shipping."""
    count = len(product)
    quantity = dice.choice([1, 2, 3], size=count, p=[0.8, 0.16, 0.04]).astype(np.int64)
    unit = np.array([item.list_fen for item in story.PRODUCTS], dtype=np.int64)[product] + pack * GIFT_BOX_FEN
    listed = unit * quantity
    in_countdown = (product < 4) & (ordered >= story.COUNTDOWN_SINCE) & (ordered < story.COUNTDOWN_BEFORE)
    usual = dice.choice([0, 50_000, 100_000, 150_000], size=count, p=[0.35, 0.2, 0.3, 0.15])
    brand_off = _part(listed, np.where(in_countdown, 300_000, usual))
    coupon = dice.choice([0, 500, 1_000, 2_000], size=count, p=[0.7, 0.12, 0.12, 0.06]).astype(np.int64)
    coupon = np.where(channel == "own_site", 0, coupon)
    paid = listed - brand_off - coupon
    tax = np.where(channel == "own_site", _part(paid, np.full(count, OWN_SITE_TAX_PPM)), 0)
    shipping = np.where((channel == "own_site") & (paid < 19_900), 1_800, 0)
    return {
        "quantity": quantity,
        "list_fen": listed,
        "brand_discount_fen": brand_off,
        "platform_discount_fen": coupon,
        "shipping_fen": shipping.astype(np.int64),
        "tax_fen": tax,
        "paid_fen": paid,
    }


def _part(whole: Ints, ppm: Ints) -> Ints:
    """Half-up share of non-negative amounts, as `campaigns.money.share_of` (a test holds the two together)."""
    return (2 * whole * ppm + 1_000_000) // 2_000_000


def _with_states(dice: Dice, lines: pl.DataFrame, count: int) -> pl.DataFrame:
    """Times and status of each order: paid within minutes, shipped within days, done about ten days later."""
    order_no = lines["order_no"].to_numpy()
    ordered = lines["ordered"].to_numpy()
    pay = ordered + dice.integers(8, 540, size=count)[order_no]
    cancelled = (dice.random(count) < CANCELLED_SHARE)[order_no]
    ship = pay + dice.integers(6 * 3600, 60 * 3600, size=count)[order_no]
    done = ship + dice.integers(7 * DAY, 12 * DAY, size=count)[order_no]
    shipped, completed = (ship < story.EXPORTED) & ~cancelled, (done < story.EXPORTED) & ~cancelled
    status = np.select([cancelled, completed, shipped], ["cancelled", "completed", "shipped"], "paid")
    return lines.with_columns(
        pl.Series("paid_at", pay),
        pl.Series("shipped", np.where(shipped, ship, -1)).replace(-1, None),
        pl.Series("completed", np.where(completed, done, -1)).replace(-1, None),
        pl.Series("status", status),
        pl.Series("is_cancelled", cancelled),
    )


def _order_ids(dice: Dice, orders: Orders) -> npt.NDArray[np.str_]:
    """`P` + 18 digits on Xiaohongshu, 19 digits on Tmall, a short number on the own site; the second comes first."""
    endings = np.arange(1, 10**6)
    noise = dice.choice(
        endings[endings % 10**5 != 0], size=len(orders.second)
    )  # five zeros would look like lost digits
    made = [
        _order_id(channel, second, int(rest))
        for channel, second, rest in zip(orders.channel.tolist(), orders.second.tolist(), noise.tolist(), strict=True)
    ]
    return np.array(made)


def _order_id(channel: int, second: int, noise: int) -> str:
    if CHANNELS[channel] == "xiaohongshu":
        return f"P79{second % 10**10:010d}{noise:06d}"
    if CHANNELS[channel] == "tmall":
        return f"46{second:011d}{noise:06d}"
    return f"KB-{second % 10**7:07d}-{noise:06d}"
