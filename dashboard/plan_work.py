"""From the plan to work: the chosen become collaborations with quotes, those already there are marked; once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from campaigns import actions
from campaigns.actions.shortlist import Shortlisted
from dashboard import blocks, forms, pipeline_forms
from dashboard.formats import Voice
from dashboard.plan import Offer
from dashboard.reading import Scope, store_of
from dashboard.viewer import actor, may

TAG = "plan"
"""What marks the chosen in the pipeline, where one can filter by it."""


def offer(campaign: Mapping[str, Any], chosen: Sequence[Offer], present: Scope, voice: Voice) -> None:
    """The button, and the way to the pipeline. A second click finds them there and changes nothing."""
    new = [one for one in chosen if one.collaboration_id is None]
    there = [one for one in chosen if one.collaboration_id is not None and TAG not in one.tags]
    link = f"pipeline?campaign={campaign['code']}&find={TAG}&look=table&lang={voice.lang}"
    if not chosen:
        return
    if not new and not there:
        st.html(blocks.ways([(voice("plan.all_there", count=voice.exact(len(chosen))), link)]))
        return
    if not (may("import_shortlist") and may("arrange_collaborations")):
        return
    listed = {"new": [one.kol_id for one in new], "there": {one.collaboration_id: one.version for one in there}}
    form = forms.opened(f"plan.work.{campaign['id']}", None, chosen=listed)
    with st.container(horizontal=True, vertical_alignment="center"):
        is_sent = st.button(
            voice("plan.to_work", count=voice.exact(len(chosen))), type="primary", key=form.key("chosen"),
            icon=":material/playlist_add:",
        )  # fmt: skip
        told = {"new": voice.exact(len(new)), "there": voice.exact(len(there))}
        st.html(blocks.ways([(voice("plan.to_work_note", **told), link)]))
    if is_sent:
        _send(form, campaign["id"], new, there, present, voice)


def _send(
    form: forms.Form, campaign_id: int, new: Sequence[Offer], there: Sequence[Offer], present: Scope, voice: Voice
) -> None:
    store, who = store_of(present), actor()
    done: list[Shortlisted] = []
    lines = [{"kol_id": one.kol_id, "kol_name": one.kol_name, "quote_fen": one.price_fen, "tags": [TAG]} for one in new]
    versions = {one.collaboration_id: one.version for one in there if one.collaboration_id is not None}

    def save(key: str) -> None:
        if lines:
            done.append(actions.import_shortlist(store, who, f"{key}.new", campaign_id=campaign_id, lines=lines))
        if versions:
            actions.arrange_collaborations(store, who, f"{key}.there", versions=versions, tag=TAG)

    def said() -> str:
        warned = [pipeline_forms.warning(one, voice) for one in (done[0].conflicts if done else [])[:10]]
        return "\n".join([voice("plan.worked", count=voice.exact(len(new) + len(there))), *warned])

    forms.send(form, voice, {"lines": lines, "versions": versions}, save, said)
