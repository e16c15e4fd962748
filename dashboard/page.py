"""The parts every page is set from: the head, key figures, panels with their table, definitions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import polars as pl
import streamlit as st

from campaigns.metrics import METRICS
from dashboard import blocks, origin
from dashboard.blocks import KeyFigure
from dashboard.downloads import inert_csv
from dashboard.formats import Voice
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.tables import columns, presentable, shown, titled

PLOT = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
FIRST_ROWS = 15
MOST_ROWS = 300


_VERSIONS = {metric.key: metric.version for metric in METRICS}


@cache
def _look() -> str:
    sheet = Path(__file__).parent / "static" / "look.css"
    return f"<style>{sheet.read_text(encoding='utf-8')}</style>"


def apply_look() -> None:
    """Put the house's style sheet on the page."""
    st.html(_look())


def head(eyebrow: str, title: str, note: str = "") -> None:
    """Where we are, and the sentence with the number that matters."""
    st.html(blocks.head(eyebrow, title, note))


def figures(strip: Sequence[KeyFigure]) -> None:
    """The strip of key figures."""
    st.html(blocks.key_figures(strip))


def figures_behind(rests_on: Origin, name: str, voice: Voice) -> None:
    """The rows that key figures rest on, one click away."""
    origin.offer(rests_on, name, voice)
    origin.show(rests_on, name, voice)


def panel(made: Panel, voice: Voice, key: str = "") -> None:
    """A finding, its chart, and the numbers behind it one click away."""
    with st.container(gap="xsmall"):
        st.html(blocks.panel_head(made.title, made.note))
        if made.figure is not None:
            st.plotly_chart(made.figure, config=PLOT, key=f"chart.{made.key}{key}", alt=made.title)
        behind(voice("panel.numbers"), made.table, made.key + key, voice, made.origin)


def behind(label: str, frame: pl.DataFrame, name: str, voice: Voice, rests_on: Origin | None = None) -> None:
    """A table that is made only once it is asked for."""
    closed = st.expander(label, key=f"numbers.{name}", on_change="rerun", type="compact")
    if closed.open:
        with closed:
            table(frame, name, voice, rests_on)


def open_panel(made: Panel, voice: Voice) -> None:
    """A finding whose answer is the table itself."""
    st.html(blocks.panel_head(made.title, made.note))
    table(made.table, made.key, voice, made.origin)


def table(frame: pl.DataFrame, name: str, voice: Voice, rests_on: Origin | None = None) -> None:
    """A sortable table, its download and the way to its rows; a long one shows its first rows: the page scrolls."""
    ready = presentable(frame)
    is_long = ready.height > FIRST_ROWS
    is_whole = is_long and st.session_state.get(f"whole.{name}", False)
    part = ready if is_whole else ready.head(FIRST_ROWS)
    st.dataframe(
        shown(part),
        column_config=columns(part, voice),
        hide_index=True,
        key=f"table.{name}",
        alt=name,
        placeholder="–",
        height="content" if part.height <= MOST_ROWS else 36 + 35 * FIRST_ROWS,
        lazy=part.height > 5000,
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        if is_long:
            st.toggle(
                voice("table.whole", count=voice.exact(ready.height)), key=f"whole.{name}", persist_state="session"
            )
        st.download_button(
            voice("table.download"),
            data=lambda: inert_csv(titled(ready, voice)),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"download.{name}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
        origin.offer(rests_on, name, voice)
    origin.show(rests_on, name, voice)


def definitions(terms: Sequence[str], voice: Voice) -> None:
    """What the words of the page mean."""
    with st.expander(voice("panel.definitions"), type="compact"):
        st.html(blocks.definitions((_named(term, voice), voice(f"meaning.{term}")) for term in terms))


def _named(term: str, voice: Voice) -> str:
    """A term with the version of its formula, where the metric dictionary has one."""
    name = voice(f"metric.{term}")
    return f"{name} · v{_VERSIONS[term]}" if term in _VERSIONS else name
