"""What was planted, for tests and for whoever wants to check the dashboard: written beside the exports, not loaded."""

from __future__ import annotations

from dataclasses import asdict

import polars as pl

from ingest.demo import story, words
from ingest.demo.books import campaign_results, line_refunds
from ingest.demo.evidence import last_touches
from ingest.demo.money_files import Breaks
from ingest.demo.world import World

PERSONAL_COLUMNS = "千帆 订单导出: names, phones, addresses, ID cards, remarks"


def truth_of(world: World, breaks: Breaks) -> dict[str, object]:
    """The truth as plain JSON; money in fen."""
    touches = last_touches(world.clicks, world.lines)
    return {
        "counts": _counts(world),
        "conversion": conversion(world, touches),
        "campaigns": campaign_results(world),
        "attribution": _attribution(world, touches),
        "last_click_fen": _last_click(world, touches),
        "kols": {"stars": world.cast.stars, "loud": world.cast.loud, "celebrity": world.cast.celebrity.kol_id},
        "collaborations": _collaborations(world),
        "samples": _samples(world),
        "countdown": _countdown(world),
        "own_notes": _own_notes(world),
        "settlement_breaks": asdict(breaks),
        "canaries": {"in": PERSONAL_COLUMNS, "values": sorted(words.CANARIES.values())},
    }


def _counts(world: World) -> dict[str, int]:
    done = world.returns.filter(pl.col("state") == "done")
    return {
        "kols": len(world.cast.kols),
        "collaborations": len(world.cast.collaborations),
        "notes": len(world.notes),
        "clicks": world.clicks.height,
        "orders": world.lines["order_no"].n_unique(),
        "order_lines": world.lines.height,
        "refunded_orders": done["order_no"].n_unique(),
        "gmv_fen": int(world.lines["paid_fen"].sum()),
        "refunds_fen": sum(line_refunds(world).values()),
    }


def conversion(world: World, touches: pl.DataFrame) -> dict[str, dict[str, float]]:
    """By channel of the click: distinct clickers, distinct buyers whose order was credited there, their quotient."""
    known = world.clicks.filter(pl.col("buyer") >= 0)
    clickers = dict(known.group_by("channel").agg(pl.col("buyer").n_unique()).iter_rows())
    sold = touches.join(world.lines.select("order_no", "line_no", "buyer"), on=["order_no", "line_no"])
    buyers = dict(sold.group_by("channel").agg(pl.col("buyer").n_unique()).iter_rows())
    return {
        channel: {
            "clickers": clickers[channel],
            "buyers": buyers[channel],
            "by_clicker": buyers[channel] / clickers[channel],
        }
        for channel in story.CHANNEL_SHARES
    }


def _attribution(world: World, touches: pl.DataFrame) -> dict[str, object]:
    planted = world.lines.filter(pl.col("planted").is_not_null()).group_by("planted").agg(pl.col("order_no").n_unique())
    credited = world.lines.join(touches.select("order_no", "line_no", "note_id"), on=["order_no", "line_no"])
    by_kol = touches.join(world.lines.select("order_no", "line_no", "paid_fen"), on=["order_no", "line_no"])
    gmv = by_kol.group_by("kol_id").agg(pl.col("paid_fen").sum()).sort("kol_id")
    named = {kol.kol_id for kol in world.cast.kols}
    return {
        "lines_with_last_touch": touches.height,
        "last_touch_gmv_fen": int(credited["paid_fen"].sum()),
        "late_orders": world.lines.filter(pl.col("origin") == "late")["order_no"].n_unique(),
        "planted_orders": dict(planted.sort("planted").iter_rows()),
        "last_touch_gmv_fen_by_kol": {kol_id: int(sum_) for kol_id, sum_ in gmv.iter_rows() if kol_id in named},
    }


def _last_click(world: World, touches: pl.DataFrame) -> dict[str, dict[str, int]]:
    """By campaign, of the lines of its products on its days: paid fen by the KOL whose note was clicked last, `outside`
    for notes of others, `unattributed` without a click."""
    day = pl.from_epoch(pl.col("ordered") + 8 * 3600).dt.date()
    lines = world.lines.join(
        touches.select("order_no", "line_no", "kol_id", "campaign", "click_id"), on=["order_no", "line_no"], how="left"
    )
    found = {}
    for plan in story.CAMPAIGNS:
        whose = (
            pl.when(pl.col("campaign") == plan.code)
            .then(pl.col("kol_id"))
            .when(pl.col("click_id").is_not_null())
            .then(pl.lit("outside"))
            .otherwise(pl.lit("unattributed"))
        )
        sold = lines.filter(
            pl.col("product_id").is_in(list(plan.products)), day.is_between(plan.since, plan.before, closed="left")
        )
        sums = sold.group_by(whose.alias("whose")).agg(pl.col("paid_fen").sum()).sort("whose")
        found[plan.code] = {str(name): int(fen) for name, fen in sums.iter_rows()}
    return found


def _collaborations(world: World) -> list[dict[str, object]]:
    notes: dict[str, list[str]] = {}
    for note in world.notes:
        if note.collaboration:
            notes.setdefault(note.collaboration, []).append(note.note_id)
    return [
        {
            "key": item.key,
            "campaign": item.campaign,
            "kol_id": item.kol.kol_id,
            "kol_name": item.kol.nickname,
            "tier": item.kol.tier,
            "agency": item.agency,
            "notes": notes.get(item.key, []),
            "sample": item.sample_fate,
        }
        for item in world.cast.collaborations
    ]


def _samples(world: World) -> dict[str, list[str]]:
    fates: dict[str, list[str]] = {}
    for item in world.cast.collaborations:
        fates.setdefault(str(item.sample_fate), []).append(item.key)
    return fates


def _countdown(world: World) -> dict[str, object]:
    masks = world.lines.filter(pl.col("product_id") == story.MASK)
    sold_out = int(masks.filter(pl.col("ordered") <= story.SELL_OUT_AFTER)["ordered"].max())  # type: ignore[arg-type]
    window = pl.col("ordered").is_between(story.COUNTDOWN_SINCE, story.COUNTDOWN_BEFORE, closed="left")
    gap = pl.col("second").is_between(sold_out, story.RESTOCKED, closed="none")
    clicks = world.clicks.filter(pl.col("product_id") == story.MASK, gap)
    return {
        "product_id": story.MASK,
        "since": story.clock(story.COUNTDOWN_SINCE).isoformat(),
        "before": story.clock(story.COUNTDOWN_BEFORE).isoformat(),
        "product_orders_in_window": masks.filter(window)["order_no"].n_unique(),
        "orders_in_window": world.lines.filter(window)["order_no"].n_unique(),
        "sold_out_at": story.clock(sold_out).isoformat(),
        "restocked_at": story.clock(story.RESTOCKED).isoformat(),
        "clicks_without_stock": clicks.height,
    }


def _own_notes(world: World) -> dict[str, object]:
    own = [note for note in world.notes if note.group == "own"]
    hidden = [note.note_id for note in own if int(note.note_id[-5:], 16) % 4 == 0]
    return {
        "exported": len(own),
        "blank_titles": sum(not note.title for note in own),
        "never_crawled": len(hidden),
        "note_ids_never_crawled": hidden,
    }
