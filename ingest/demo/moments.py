"""Instants as the platforms write them: series of epoch seconds in, text out, in Shanghai time unless it says Z."""

from __future__ import annotations

import polars as pl

from ingest.demo import story

OFFSET = 8 * 3600


def shanghai_text(seconds: pl.Series) -> pl.Series:
    """`2026-11-10 20:00:00`; null stays null."""
    return pl.select(pl.from_epoch(seconds + OFFSET).dt.strftime("%Y-%m-%d %H:%M:%S")).to_series()


def offset_text(seconds: pl.Series) -> pl.Series:
    """`2026-11-10T20:00:00+08:00`; null stays null."""
    return pl.select(pl.from_epoch(seconds + OFFSET).dt.strftime("%Y-%m-%dT%H:%M:%S+08:00")).to_series()


def utc_text(seconds: pl.Series) -> pl.Series:
    """`2026-11-10T12:00:00Z`; null stays null."""
    return pl.select(pl.from_epoch(seconds).dt.strftime("%Y-%m-%dT%H:%M:%SZ")).to_series()


def creator_center_text(second: int) -> str:
    """`2026年11月10日20时00分00秒`."""
    return story.clock(second).strftime("%Y年%m月%d日%H时%M分%S秒")
