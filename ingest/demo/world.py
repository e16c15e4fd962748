"""The demo's world of one seed: everything the exports and the truth are written from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.demo import story
from ingest.demo.ads import make_ads
from ingest.demo.baskets import order_lines
from ingest.demo.cast import Cast, make_cast
from ingest.demo.evidence import with_evidence
from ingest.demo.notes import Note, make_notes
from ingest.demo.parcels import make_parcels
from ingest.demo.purchases import make_orders
from ingest.demo.returns import make_returns
from ingest.demo.stock import make_stock
from ingest.demo.traffic import CHANNELS, Clicks, make_clicks


@dataclass(frozen=True)
class World:
    """Frames are described where they are made; `clicks` has click_id, slug, note_id, kol_id, collaboration, campaign,
    product_id, channel, section, buyer (-1: unknown) and second, in order of time; `buyer_ids` are indexed by buyer."""

    seed: int
    scale: float
    cast: Cast
    notes: list[Note]
    clicks: pl.DataFrame
    lines: pl.DataFrame
    returns: pl.DataFrame
    parcels: pl.DataFrame
    stock: pl.DataFrame
    ads: pl.DataFrame
    buyer_ids: list[str]


def make_world(seed: int, scale: float = 1.0) -> World:
    """Everything of a seed; `scale` multiplies clicks and orders, the cast and the notes stay."""
    cast = make_cast(seed)
    notes = make_notes(seed, cast)
    traffic = make_clicks(seed, notes, int(story.CLICKS * scale))
    orders = make_orders(seed, traffic, int(story.ORDERS * scale), scale)
    clicks = _frame(traffic)
    lines = with_evidence(seed, scale, cast, clicks, order_lines(seed, orders))
    return World(
        seed=seed,
        scale=scale,
        cast=cast,
        notes=notes,
        clicks=clicks,
        lines=lines,
        returns=make_returns(seed, lines),
        parcels=make_parcels(seed, cast, notes),
        stock=make_stock(lines),
        ads=make_ads(seed, notes),
        buyer_ids=_buyer_ids(seed, orders.buyers),
    )


def _frame(traffic: Clicks) -> pl.DataFrame:
    links = pl.DataFrame(
        [
            {
                "slug": link.note.slug if link.product_id == link.note.products[0] else f"{link.note.slug}2",
                "note_id": link.note.note_id,
                "kol_id": link.note.author.kol_id,
                "collaboration": link.note.collaboration,
                "campaign": link.note.campaign,
                "product_id": link.product_id,
            }
            for link in traffic.links
        ],
        infer_schema_length=None,
    )
    seconds = traffic.second.tolist()
    chosen: pl.DataFrame = links[traffic.link.tolist()]
    return chosen.with_columns(
        pl.Series("click_id", [f"ck{second:08x}{number:06x}" for number, second in enumerate(seconds)]),
        pl.Series("channel", np.array(CHANNELS)[traffic.channel]),
        pl.Series("section", np.array(story.SECTIONS)[traffic.section]),
        pl.Series("buyer", traffic.buyer),
        pl.Series("second", traffic.second),
    )


def _buyer_ids(seed: int, count: int) -> list[str]:
    dice = np.random.default_rng([seed, 8])
    registered = dice.integers(1_450_000_000, 1_780_000_000, size=count).tolist()
    rest = dice.permutation(count).tolist()
    return [f"{first:08x}0000000{last:09x}" for first, last in zip(registered, rest, strict=True)]
