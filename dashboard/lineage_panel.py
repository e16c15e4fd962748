"""Where a row came from: asked in the address (`?lineage=orders&key=order_id=P7…`) or in the panel's own fields."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import streamlit as st

from campaigns import facts
from campaigns.errors import KolbookError
from dashboard import blocks
from dashboard.blocks import Concern
from dashboard.data import fact_name
from dashboard.formats import Voice
from dashboard.mapping_form import field_name
from dashboard.reading import Scope

FIRST = "orders"
SHOWN = 50


def panel(present: Scope, voice: Voice) -> None:
    """The question, and every row of every file that answers it."""
    asked = st.query_params.get("lineage"), st.query_params.get("key")
    with st.expander(voice("lineage.title"), expanded=bool(asked[0]), type="compact"):
        _question(voice)
        table, key = asked[0] or "", _key(asked[1] or "")
        if not table or not key:
            return
        try:
            found = _rows(present, table, tuple(sorted(key.items())))
        except KolbookError as reason:
            st.html(blocks.banner(str(reason)))
            return
        count = voice("lineage.found", count=voice.exact(found.height)) if found.height else voice("lineage.none")
        st.html(blocks.panel_head(count, voice("lineage.note")))
        if found.height:
            st.html(blocks.concerns([_line(row, voice) for row in found.head(SHOWN).iter_rows(named=True)]))


def _question(voice: Voice) -> None:
    names = sorted(fact.contract_name for fact in facts.facts().values())
    with st.form("lineage", border=False):
        kind, by, value, send = st.columns([1.1, 1.1, 1.6, 0.8], gap="small", vertical_alignment="bottom")
        ids = sorted({name for fact in facts.facts().values() for name in fact.key if _is_id(name)})
        table = kind.selectbox(
            voice("lineage.kind"), names, index=names.index(FIRST), format_func=lambda name: fact_name(name, voice)
        )
        column = by.selectbox(
            voice("lineage.by"), ids, index=ids.index("order_id"), format_func=lambda name: field_name(name, voice)
        )
        text = value.text_input(voice("lineage.value"))
        if send.form_submit_button(voice("lineage.show"), icon=":material/search:") and text.strip():
            st.query_params["lineage"], st.query_params["key"] = str(table), f"{column}={text.strip()}"
            st.rerun()


def _is_id(name: str) -> bool:
    return name.endswith(("_id", "_no")) and name not in {"shop_id", "line_no"}


def _key(text: str) -> dict[str, str]:
    """`order_id=P7…,line_no=1`; what is no pair is left out."""
    pairs = (part.partition("=") for part in text.split(","))
    return {name.strip(): value.strip() for name, sign, value in pairs if sign and value.strip()}


@st.cache_data(max_entries=64, ttl="1h", show_spinner=False)
def _rows(present: Scope, table: str, key: tuple[tuple[str, str], ...]) -> pl.DataFrame:
    from pathlib import Path  # noqa: PLC0415

    from ingest.lineage import rows_behind  # noqa: PLC0415 – reading libraries are heavy and pages open without them

    return rows_behind(Path(present.root), table, [dict(key)])


def _line(row: dict[str, Any], voice: Voice) -> Concern:
    place = [row["file"], row["sheet"], voice("lineage.row", row=voice.exact(row["source_row"]))]
    place += [voice("lineage.mended", file=row["mended_in"])] if row["mended_in"] else []
    state = voice("lineage.stands") if row["stands"] else voice("lineage.gave_way")
    cells = "  ·  ".join(f"{name}: {text}" for name, text in json.loads(row["cells"]).items())
    return Concern(
        what=" › ".join(filter(None, place)),
        amount=state,
        why=voice("lineage.captured", moment=voice.moment(row["captured_at"]), cells=cells),
        needs_action=not row["stands"],
    )
