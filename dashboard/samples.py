"""The samples page's own pieces: its sentence, key figures, filters, reminders, reliability. Rows in, blocks out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard import blocks, filters, queries
from dashboard.blocks import KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.panels import Panel
from dashboard.reading import Scope, rows
from dashboard.sample_reminders import reminders
from dashboard.viewer import may

STATES = (
    "open", "overdue", "trouble", "requested", "approved", "shipped", "delivered", "note_owed", "posted", "waived",
    "returned", "lost", "all",
)  # fmt: skip
MESSAGES = 20
"""How many reminders stand on the page at once; those who were reminded and posted make room for the next."""

SURE = 0.5


@dataclass(frozen=True)
class Choice:
    """What the reader asked for; every part of it stands in the address."""

    show: str
    campaign: str
    state: str = "open"
    search: str = ""


def shows(voice: Voice) -> dict[str, str]:
    """The parts of the page that this person may use."""
    needs = {"paste": "import_samples", "stock": "receive_samples"}
    names = ("parcels", "remind", "paste", "stock", "kols")
    return {name: voice(f"samples.show.{name}") for name in names if name not in needs or may(needs[name])}


def choose_campaign(present: Scope, voice: Voice) -> str:
    """Campaign and language, side by side."""
    labels = {"": voice("filter.all_campaigns")}
    labels |= {row["code"]: in_language(row, voice) for row in queries.campaign_names(present).iter_rows(named=True)}
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        campaign = filters.pick("campaign", voice("filter.campaign"), labels)
        filters.language_switch(voice)
    return campaign


def choose(counts: dict[str, Any], campaign: str, voice: Voice) -> Choice:
    """Which part of the page, and for the parcels which of them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        show = filters.switch("show", voice("samples.show"), shows(voice))
        if show != "parcels":
            return Choice(show, campaign)
        labels = {
            state: voice("sample.count", state=voice(f"sample.state.{state}"), count=voice.exact(counts[state]))
            for state in STATES
        }
        state = filters.pick("state", voice("sample.column.state"), labels)
        search = filters.search("search", voice("samples.search"))
    return Choice(show, campaign, state, search)


def headline(counts: dict[str, Any], voice: Voice) -> tuple[str, str, str]:
    """Eyebrow, the sentence with the number that matters, and how the list moves."""
    eyebrow = voice("samples.eyebrow", day=voice.date(counts["as_of_date"]))
    facts = {"overdue": voice.exact(counts["overdue"]), "open": voice.exact(counts["open"])}
    title = "samples.title" if counts["overdue"] else "samples.title_none" if counts["all"] else "samples.title_empty"
    return eyebrow, voice(title, **facts), voice("samples.note")


def key_figures(counts: dict[str, Any], voice: Voice) -> list[KeyFigure]:
    """Overdue, on their way, posting rate, days to post, cost per posted note."""
    has_rate = counts["posting_rate"] is not None
    interval = voice(
        "against.interval",
        low=voice.percent(counts["posting_rate_low"]),
        high=voice.percent(counts["posting_rate_high"]),
    )
    of = voice(
        "samples.posting_rate.of",
        posted=voice.exact(counts["posted_parcels"]),
        arrived=voice.exact(counts["arrived_parcels"]),
    )
    days = counts["days_to_post_median"]
    figures = [
        KeyFigure(
            voice("samples.overdue"),
            voice.exact(counts["overdue"]),
            voice("samples.overdue.of", cost=voice.money(counts["overdue_fen"])) if counts["overdue_fen"] else "",
            is_bad=counts["overdue"] > 0,
        ),
        KeyFigure(
            voice("samples.way"),
            voice.exact(counts["shipped"]),
            voice("samples.way.of", trouble=voice.exact(counts["trouble"])) if counts["trouble"] else "",
        ),
        KeyFigure(
            voice("samples.posting_rate"),
            voice.percent(counts["posting_rate"]),
            of if has_rate else "",
            interval if has_rate else "",
            filled=counts["posting_rate"],
        ),
        KeyFigure(
            voice("samples.days"),
            "–" if days is None else voice("samples.days.value", days=f"{days:.1f}"),
            voice("samples.days.of"),
        ),
    ]
    if counts["cost_fen"] is not None:
        of = voice("samples.cost.of", cost=voice.money(counts["cost_fen"]))
        figures.append(KeyFigure(voice("samples.cost"), voice.money_exact(counts["cost_per_note_fen"]), of))
    return figures


def remind(present: Scope, campaign: str, voice: Voice) -> None:
    """The overdue, each with a message that can be pasted."""
    languages = {"zh": "中文", "en": "English"}
    chosen = filters.switch("words", voice("remind.language"), languages)
    overdue = rows("overdue_samples", present, campaign=campaign)
    people = overdue["collaboration_id"].unique(maintain_order=True)
    title = voice("remind.title", count=voice.exact(len(people))) if len(people) else voice("remind.none")
    st.html(blocks.panel_head(title, voice("remind.note") if len(people) else ""))
    pages = (len(people) + MESSAGES - 1) // MESSAGES
    number = st.pagination(pages, key=f"remind.page.{pages}") if pages > 1 else 1
    here = people[(number - 1) * MESSAGES : number * MESSAGES].to_list()
    written = overdue.filter(pl.col("collaboration_id").is_in(here))
    for one in reminders(written, Voice("zh" if chosen == "zh" else "en")):
        key = "remind.through" if one.agency_name else "remind.head"
        st.html(blocks.line(voice(key, kol=one.kol_name, days=voice.exact(one.days_late), agency=one.agency_name)))
        st.code(one.text, language=None, wrap_lines=True)


def reliability(present: Scope, campaign: str, voice: Voice) -> Panel:
    """How surely and how soon each KOL posts."""
    frame = rows("kol_reliability", present, campaign=campaign)
    judged = frame.filter(pl.col("judged") > 0)
    sure = judged.filter(pl.col("reliability_low") > SURE).height
    facts = {"sure": voice.exact(sure), "known": voice.exact(judged.height)}
    title = voice(
        "reliability.title_none" if not judged.height else "reliability.title" if sure else "reliability.title_unsure",
        **facts,
    )
    hidden = ["kol_id", "notes", *([] if may("decide_samples") else ["cost_per_note_fen", "samples_fen"])]
    return Panel("reliability", title, voice("reliability.note"), None, frame.drop(hidden))
