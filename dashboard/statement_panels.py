"""The panels of one statement: its lines with why, its payments and next step, and the files to take along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from campaigns import statement_archive
from dashboard import blocks, page, statement_forms, statements
from dashboard.formats import Voice
from dashboard.reading import Scope, rows


def one(row: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    """Everything about one statement."""
    page.figures(statements.key_figures(row, voice))
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        _lines(row, present, voice)
    with right:
        state = voice(f"statement.state.{row['state']}")
        st.html(blocks.panel_head(f"{voice('statement.column.state')}: {state}", statements.signed(row, voice)))
        statement_forms.step(row, present, voice)
        statement_forms.pay(row, present, voice)
        paid = rows("statement_payments", present, statement=row["id"])
        if paid.height:
            st.html(blocks.panel_head(voice("statement.payments")))
            st.html(statements.payments(paid, voice))
            statement_forms.reverse(row, paid, present, voice)
        _files(row, present, voice)


def _lines(row: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    shown = statements.lines(present.root, row["lines_hash"], voice.lang)
    count = voice("statement.figure.lines", count=voice.exact(row["line_count"]))
    note = voice("statement.lines_note")
    if shown.height < row["line_count"]:
        facts = {"shown": voice.exact(shown.height), "count": voice.exact(row["line_count"])}
        note = voice("statement.lines_shown", **facts)
    st.html(blocks.panel_head(f"{voice('statement.lines')}: {count}", note))
    page.table(shown, "statement_lines", voice)


def _files(row: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    st.html(blocks.panel_head(voice("statement.download")))
    with st.container(horizontal=True, gap="small"):
        for kind in ("xlsx", "pdf", "csv"):
            name = f"statement-{row['period']}-{row['party'].replace('/', '-')}-{voice.lang}.{kind}"
            st.download_button(
                kind.upper(), data=partial(_printed, row, present, kind, voice), file_name=name,
                key=f"statement.{kind}.{row['id']}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def _printed(row: Mapping[str, Any], present: Scope, kind: str, voice: Voice) -> bytes:
    from dashboard.statement_print import print_statement  # noqa: PLC0415 - the writers are for whoever prints

    lines = statement_archive.read(Path(present.root), row["lines_hash"])
    return print_statement(row, lines, kind, voice).data
