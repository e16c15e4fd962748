"""Samples pasted from a spreadsheet: one action for all rows, or every cell that must be mended."""

from __future__ import annotations

import streamlit as st

from campaigns import actions
from campaigns.actions.sample_changes import SamplesChanged
from dashboard import blocks, forms, queries
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, store_of
from dashboard.viewer import actor


def show(present: Scope, campaign: str, voice: Voice) -> None:
    """The form; what was pasted stays until it is saved."""
    st.html(blocks.panel_head(voice("paste.title"), voice("paste.note")))
    form = forms.opened("samples.paste", None, text="")
    labels = {row["code"]: in_language(row, voice) for row in queries.campaign_names(present).iter_rows(named=True)}
    with st.form(form.key("form"), border=False):
        text = st.text_area(
            voice("paste.text"), key=form.key("text"), height=260, placeholder=voice("paste.example"),
        )  # fmt: skip
        st.caption(voice("paste.columns"))
        codes = ["", *labels]
        chosen = st.selectbox(
            voice("paste.campaign"), codes, key=form.key("campaign"),
            index=codes.index(campaign) if campaign in codes else 0,
            format_func=lambda code: labels.get(code, voice("paste.no_campaign")),
        )  # fmt: skip
        is_sent = st.form_submit_button(voice("paste.save"), type="primary", key=form.key("send"))
    if is_sent:
        _save(form, text, str(chosen), present, voice)


def _save(form: forms.Form, text: str, campaign: str, present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()
    done: list[SamplesChanged] = []
    numbers = {row["code"]: row["id"] for row in queries.campaign_names(present).iter_rows(named=True)}

    def save(key: str) -> None:
        done.append(actions.import_samples(store, who, key, text=text, campaign_id=numbers.get(campaign)))

    def said() -> str:
        return voice("paste.saved", made=voice.exact(len(done[0].made)), changed=voice.exact(len(done[0].changed)))

    forms.send(form, voice, {"text": text, "campaign": campaign}, save, said)
