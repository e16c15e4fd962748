"""The parts every page is set from: the head, key figures, panels with their table, definitions, and the four states."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard import blocks
from dashboard.blocks import KeyFigure
from dashboard.downloads import inert_csv
from dashboard.formats import Voice
from dashboard.panels import Panel
from dashboard.tables import columns, presentable, titled

PLOT = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
TABLE_ROWS = 12


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


def panel(shown: Panel, voice: Voice, key: str = "") -> None:
    """A finding, its chart, and the numbers behind it one click away."""
    with st.container(gap="xsmall"):
        st.html(blocks.panel_head(shown.title, shown.note))
        if shown.figure is not None:
            st.plotly_chart(shown.figure, config=PLOT, key=f"chart.{shown.key}{key}", alt=shown.title)
        behind = st.expander(voice("panel.numbers"), key=f"numbers.{shown.key}{key}", on_change="rerun", type="compact")
        if behind.open:
            with behind:
                table(shown.table, shown.key + key, voice)


def open_panel(shown: Panel, voice: Voice) -> None:
    """A finding whose answer is the table itself."""
    st.html(blocks.panel_head(shown.title, shown.note))
    table(shown.table, shown.key, voice)


def table(frame: pl.DataFrame, name: str, voice: Voice) -> None:
    """A sortable table and its download."""
    ready = presentable(frame)
    height = 38 + 35 * min(max(ready.height, 1), TABLE_ROWS)
    st.dataframe(
        ready,
        column_config=columns(ready, voice),
        hide_index=True,
        height=height,
        lazy=ready.height > 5000,
        key=f"table.{name}",
        alt=name,
    )
    st.download_button(
        voice("table.download"), data=lambda: inert_csv(titled(ready, voice)), file_name=f"{name}.csv", mime="text/csv",
        key=f"download.{name}", on_click="ignore", icon=":material/download:", type="tertiary",
    )  # fmt: skip


def definitions(terms: Sequence[str], voice: Voice) -> None:
    """What the words of the page mean."""
    with st.expander(voice("panel.definitions"), type="compact"):
        st.html(blocks.definitions((voice(f"metric.{term}"), voice(f"meaning.{term}")) for term in terms))
