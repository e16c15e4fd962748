"""States a page can be in besides full: nothing loaded, no campaign yet, broken, and data that ends early."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import polars as pl
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from campaigns.errors import KolbookError
from campaigns.periods import business_date
from dashboard import blocks, queries
from dashboard.formats import Voice
from dashboard.reading import Scope
from dashboard.viewer import may

log = logging.getLogger("kolbook.dashboard")

LAG = timedelta(days=2)
"""How far one kind of fact may trail the newest before the page says so."""

COMPARED = ("clicks", "orders", "refunds", "note_metrics", "ad_spend")
PACE = ("clicks", "orders")
"""The kinds that set the pace: what trails the newest of them is late. Refunds come weeks after and set none."""


def nothing_loaded(voice: Voice, data_page: StreamlitPage | None, begin: Callable[[], None]) -> None:
    """No warehouse yet: what to do, and the ways on for whoever may load files: with files, or by planning first."""
    st.html(
        blocks.guide(voice("empty.title"), [voice(f"empty.step_{number}") for number in (1, 2, 3)], voice("empty.note"))
    )
    if data_page is not None:
        with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
            st.page_link(data_page, label=voice("empty.go"), icon=":material/upload:")
            st.button(voice("empty.begin"), key="begin", on_click=begin, icon=":material/event_note:", type="tertiary")


def no_campaign(voice: Voice) -> None:
    """Facts are there, but nobody has planned a campaign."""
    st.html(
        blocks.guide(voice("empty.no_campaign"), [voice("empty.no_campaign_step")], voice("empty.no_campaign_note"))
    )
    if may("save_campaign"):
        st.html(blocks.ways([(voice("page.campaigns"), f"campaigns?do=new&lang={voice.lang}")]))


def broken(voice: Voice, reason: KolbookError) -> None:
    """A rule was broken while the page was made: the reason in its own words, and the next step."""
    log.warning("A page could not be shown: %s", reason)
    st.html(blocks.guide(voice("error.title"), [str(reason).replace("`", "")], voice("error.next")))


def unexpected(error: Exception) -> bool:
    """What nobody foresaw: logged in full, shown as one sentence. Returns True: the default box stays away."""
    log.error("A page failed.", exc_info=error)
    voice = Voice("zh" if st.query_params.get("lang") == "zh" else "en")
    st.html(blocks.guide(voice("error.title"), [voice("error.unexpected")], voice("error.next")))
    return True


def reach(scope: Scope, voice: Voice) -> None:
    """One line where some facts end days before others: figures after that day are not whole."""
    late = trailing(queries.freshness(scope))
    if late.is_empty():
        return
    listed = voice("list.separator").join(
        voice("partial.until", fact=voice(f"fact.{fact}"), day=voice.date(business_date(at)))
        for fact, at in late.select("fact", "newest_at").iter_rows()
    )
    first = business_date(late["newest_at"].min())  # type: ignore[arg-type]
    st.html(blocks.banner(voice("partial.banner", listed=listed, day=voice.date(first))))


def trailing(freshness: pl.DataFrame) -> pl.DataFrame:
    """The compared kinds that end more than LAG before the newest click or order, earliest first."""
    compared = freshness.filter(pl.col("fact").is_in(COMPARED), pl.col("newest_at").is_not_null())
    pace = compared.filter(pl.col("fact").is_in(PACE))["newest_at"].max()
    return compared.filter(pl.col("newest_at") < pl.lit(pace) - LAG).sort("newest_at") if pace else compared.clear()
