"""The panels of rows that need somebody: refused ones to be edited, vanished ones to be asked about, kept mappings."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import polars as pl
import streamlit as st

from campaigns.actions import save_mapping
from dashboard import blocks, page, viewer
from dashboard.blocks import Column
from dashboard.data import fact_name
from dashboard.formats import Voice
from dashboard.mapping_form import field_name
from dashboard.reading import Scope, records


def fixing(present: Scope, refused: pl.DataFrame, voice: Voice) -> None:
    """The refused rows of one file as a workbook to be edited."""
    names = dict(refused.select("load_id", "name").unique(maintain_order=True).iter_rows())
    choice, button = st.columns([1.4, 1], gap="medium", vertical_alignment="bottom")
    load_id = choice.selectbox(voice("fix.of"), list(names), format_func=lambda one: names[one], key="fix.load")
    button.download_button(
        voice("fix.download"),
        data=lambda: _workbook(present.root, int(load_id)),
        file_name=f"{Path(str(names[load_id])).stem}.refused.xlsx",
        key="fix.download",
        on_click="ignore",
        icon=":material/edit_note:",
    )
    st.caption(voice("fix.note"))


def _workbook(root: str, load_id: int) -> bytes:
    from ingest.fix_file import as_workbook, fix_sheets  # noqa: PLC0415 – reading libraries are heavy

    return as_workbook(fix_sheets(Path(root), load_id))


def gone(present: Scope, voice: Voice) -> None:
    """Rows that a later whole file lacks; nothing where there is none."""
    rows = _vanished(present)
    if rows.is_empty():
        return
    frame = rows.select(
        pl.col("table").map_elements(lambda name: fact_name(name, voice), return_dtype=pl.String).alias("fact"),
        pl.col("key").map_elements(lambda key: _spoken(key, voice), return_dtype=pl.String),
        pl.col("file").alias("was_in"), "source_row", "missing_file", "missing_at",
        pl.col("refused").alias("refused_there"),
    )  # fmt: skip
    st.html(blocks.panel_head(voice("vanished.title", count=voice.exact(rows.height)), voice("vanished.note")))
    page.table(frame, "vanished", voice)


@st.cache_data(max_entries=8, ttl="1h", show_spinner=False)
def _vanished(present: Scope) -> pl.DataFrame:
    from ingest.vanished import vanished  # noqa: PLC0415

    return vanished(Path(present.root))


def _spoken(key: str, voice: Voice) -> str:
    parts = [f"{field_name(name, voice)} {value}" for name, value in json.loads(key).items() if name != "source"]
    return voice("list.separator").join(parts)


def mappings(voice: Voice) -> None:
    """The mappings that are kept, and a way to stop using one."""
    from ingest.unknown import saved  # noqa: PLC0415

    found = saved(records())
    if not found:
        return
    with st.expander(voice("mapping.saved", count=voice.exact(len(found))), type="compact"):
        columns = (Column(voice("mapping.which")), Column(voice("column.fact")), Column(voice("mapping.by"), wide=True))
        lines = [
            [
                blocks.cell(one.name, voice("list.separator").join(one.columns[:8])),
                blocks.cell(fact_name(one.table_name, voice), voice("mapping.version", version=one.version)),
                blocks.cell(voice("mapping.stopped") if one.is_archived else one.entered_by),
            ]
            for one in found
        ]
        st.html(blocks.table(columns, lines))
        used = {one.fingerprint: one for one in found if not one.is_archived}
        if used and viewer.may("save_mapping"):
            choice, button = st.columns([1.4, 1], gap="medium", vertical_alignment="bottom")
            chosen = choice.selectbox(
                voice("mapping.which"), list(used), format_func=lambda one: used[one].name, label_visibility="collapsed"
            )
            token = st.session_state.setdefault("mapping.stop.token", uuid.uuid4().hex)
            if button.button(voice("mapping.stop"), key="mapping.stop"):
                save_mapping(
                    records(), viewer.actor(), f"mapping.stop:{token}:{chosen}", version=used[chosen].version,
                    fingerprint=chosen, is_archived=True,
                )  # fmt: skip
                st.session_state.pop("mapping.stop.token")
                st.rerun()
