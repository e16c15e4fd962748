"""What each component of a match rests on: the numbers, how many there are, and how old they are."""

from __future__ import annotations

import math

import streamlit as st

from campaigns.matching.market import Market
from campaigns.matching.ranking import Rank
from campaigns.matching.weights import COMPONENTS
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.match_sentence import sentence


def show(rank: Rank, market: Market, voice: Voice) -> None:
    """One KOL: the sentence, what each component rests on, and the way to the vet page."""
    st.html(blocks.panel_head(market.names[rank.place], sentence(rank, voice)))
    st.html(table(rank, market, voice))
    st.html(blocks.ways([(voice("match.vet"), f"vet?kol={rank.kol_id}")]))


def table(rank: Rank, market: Market, voice: Voice) -> str:
    """One line per component, those that are missing too."""
    columns = (
        Column(voice("match.column.component")), Column(voice("match.column.value"), is_number=True),
        Column(voice("match.column.evidence")), Column(voice("match.column.age"), is_number=True),
    )  # fmt: skip
    lines = [
        [
            blocks.cell(voice(f"match.part.{name}")),
            blocks.cell(f"{rank.values[name]:.2f}" if name in rank.values else "–"),
            blocks.cell(told(name, market, rank.place, voice) if name in rank.values else voice("match.unknown")),
            blocks.cell(voice("match.days", count=voice.exact(round(rank.ages[name]))) if name in rank.ages else "–"),
        ]
        for name in COMPONENTS
    ]
    return blocks.table(columns, lines)


def told(name: str, market: Market, place: int, voice: Voice) -> str:
    """The numbers behind one component of one KOL."""

    def number(column: str) -> float | None:
        value = float(market.number(column)[place])
        return None if math.isnan(value) else value

    def count(column: str) -> str:
        value = number(column)
        return voice.exact(None if value is None else round(value))

    def money(column: str) -> str:
        value = number(column)
        return voice.money(None if value is None else round(value))

    reads, engagement = number("reads"), number("engagement")
    facts = {
        "women": voice.percent(number("female_share")), "notes": count("notes"), "reads": count("reads"),
        "scope": voice(f"match.scope.{market.scopes[place] or 'none'}"), "clicks": count("all_clicks"),
        "orders": count("all_orders"), "net_sales": money("all_net_sales"), "image": money("image_price"),
        "video": money("video_price"), "posted": count("posted"), "judged": count("judged"),
        "rate": voice.percent(engagement / reads if reads and engagement is not None else None),
        "recent": count("notes_90"), "sponsored": count("sponsored_90"), "age": count("note_age_days"),
    }  # fmt: skip
    return voice(f"match.evidence.{name}", **facts)
