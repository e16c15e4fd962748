"""A shortlist pasted from a spreadsheet: one action for all rows, or every cell that must be mended."""

from __future__ import annotations

import streamlit as st

from campaigns import actions, shortlist_sheet
from campaigns.actions.shortlist import Shortlisted
from dashboard import forms, pipeline_forms
from dashboard.formats import Voice
from dashboard.reading import Scope, store_of
from dashboard.viewer import actor, may


def show(campaign_id: int, campaign_name: str, present: Scope, voice: Voice) -> None:
    """The form, behind one line; what was pasted stays until it is saved."""
    if not may("import_shortlist"):
        return
    with st.expander(voice("shortlist.title", campaign=campaign_name), icon=":material/content_paste:"):
        st.caption(voice("shortlist.help"))
        form = forms.opened(f"shortlist.{campaign_id}", None, text="")
        with st.form(form.key("form"), border=False):
            text = st.text_area(
                voice("shortlist.text"), key=form.key("text"), height=180, placeholder=voice("shortlist.example")
            )
            is_sent = st.form_submit_button(voice("shortlist.save"), type="primary", key=form.key("send"))
        if is_sent:
            _save(form, campaign_id, text, present, voice)


def _save(form: forms.Form, campaign_id: int, text: str, present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()
    done: list[Shortlisted] = []

    def save(key: str) -> None:
        lines = shortlist_sheet.read(text)
        done.append(actions.import_shortlist(store, who, key, campaign_id=campaign_id, lines=lines))

    def said() -> str:
        told = voice("shortlist.saved", count=voice.exact(len(done[0].collaboration_ids)))
        return "\n".join([told, *(pipeline_forms.warning(one, voice) for one in done[0].conflicts[:10])])

    forms.send(form, voice, {"text": text}, save, said)
