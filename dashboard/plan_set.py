"""One plan on its page: from candidates to the pipeline."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from campaigns.plan import Infeasible
from dashboard import blocks, forecasts, page, plan, plan_form, plan_panels, plan_sets, plan_work
from dashboard.formats import Voice
from dashboard.reading import Scope


def show(
    campaign: dict[str, Any], file: tuple[bytes, str] | None, present: Scope, head: DeltaGenerator,
    voice: Voice,
) -> None:  # fmt: skip
    """Candidates, choices, the set, its figures and the way to work; the head gets the sentence."""
    before = plan.past(present, campaign["code"])
    if file is not None and not file[1]:
        st.html(blocks.banner(voice("plan.file_wanted")))
        return
    made = (
        plan.shortlisted(present, campaign["code"], before)
        if file is None
        else plan.from_file(present, *file, campaign["code"], before)
    )
    offers, unpriced, told = made
    if unpriced:
        st.html(blocks.banner(voice("plan.unpriced", names="、".join(unpriced[:8]), count=voice.exact(len(unpriced)))))
    if not offers:
        st.html(blocks.banner(voice("plan.no_candidates")))
        return
    asked = plan_form.asked(campaign, offers, before, voice)
    if asked is None:
        return
    try:
        found = plan_sets.best(present, offers, asked, before)
    except Infeasible as reason:
        plan_panels.clash(reason, {offer.kol_id: offer.kol_name for offer in offers}, voice)
        return
    chosen = [offer for offer in offers if offer.kol_id in set(found.plan.chosen)]
    sums = plan.totals(chosen, told)
    with head.container():
        page.head(voice("page.plan"), *plan_panels.headline(found.plan, chosen, len(offers), sums, voice))
    page.figures(plan_panels.key_figures(sums, chosen, plan.reach(present, found.plan.chosen), voice))
    page.open_panel(plan_panels.chosen_table(chosen, voice), voice)
    plan_work.offer(campaign, chosen, present, voice)
    plan_sets.show_around(found, offers, chosen, asked, before, sums, present, voice)
    panel = plan_panels.calibration_panel(forecasts.calibration(present), voice)
    if panel is None:
        st.html(blocks.panel_head(voice("plan.no_calibration"), voice("plan.calibration_note")))
    else:
        page.open_panel(panel, voice)
