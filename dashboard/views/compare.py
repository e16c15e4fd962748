"""Compare: candidates of a campaign side by side, whom they reach together, who is like them, and a list to share."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, compare, filters, likeness, page, plan, shortlist_files
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.plan import Offer
from dashboard.reading import rows, scope

TERMS = ("expected_reads", "audience_likeness", "content_likeness")


def show(voice: Voice) -> None:
    """The page, from its one sentence to the files."""
    present = scope()
    frame = rows("plan_campaigns", present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        filters.language_switch(voice)
    labels = {row["code"]: in_language(row, voice) for row in frame.iter_rows(named=True)}
    code = filters.pick("campaign", voice("filter.campaign"), labels) if labels else ""
    offers = compare.candidates(present, code, plan.past(present, code)) if code else []
    with slot:
        title = voice("compare.title", count=voice.exact(len(offers)), campaign=labels.get(code, ""))
        page.head(voice("page.compare"), title if offers else voice("compare.nobody"), voice("compare.note"))
    if not offers:
        return
    chosen = _chosen(offers, voice)
    if not chosen:
        return
    known = compare.profiles(present, [one.kol_id for one in chosen])
    st.html(compare.table(chosen[: compare.AT_ONCE], known, voice))
    _files(compare.shared(chosen, known, voice), labels[code], voice)
    likeness.reach(present, chosen, voice)
    likeness.lookalikes(present, chosen, voice)
    page.definitions(TERMS, voice)


def _chosen(offers: list[Offer], voice: Voice) -> list[Offer]:
    names = {one.kol_id: one.kol_name for one in offers}
    first = list(names)[: compare.AT_ONCE]
    picked = st.multiselect(
        voice("compare.pick"), list(names), default=first, key="compare.kols", persist_state="session",
        format_func=lambda one: names.get(one, one), help=voice("compare.pick_help"),
    )  # fmt: skip
    if len(picked) > compare.AT_ONCE:
        st.html(blocks.banner(voice("compare.more", shown=compare.AT_ONCE, count=voice.exact(len(picked)))))
    return [one for one in offers if one.kol_id in picked]


def _files(lines: list[list[str]], campaign: str, voice: Voice) -> None:
    title, note = voice("compare.file_title", campaign=campaign), voice("compare.file_note")
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.download_button(
            voice("compare.workbook"), data=lambda: shortlist_files.workbook(title, note, lines),
            file_name="shortlist.xlsx", key="compare.xlsx", on_click="ignore", icon=":material/table_view:",
        )  # fmt: skip
        st.download_button(
            voice("compare.paper"), data=lambda: shortlist_files.paper(title, note, lines, voice),
            file_name="shortlist.pdf", key="compare.pdf", on_click="ignore", icon=":material/picture_as_pdf:",
        )  # fmt: skip
        st.caption(voice("compare.without_fees"))


show(Voice(filters.chosen_language()))
