"""The panels of the Drafts page: the newest draft, its versions, the published notes beside it, brief and rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from campaigns.draft_book import House, published_draft, read_draft
from campaigns.draft_check import Draft, Finding
from campaigns.draft_diff import closest_draft
from dashboard import blocks, draft_forms, drafts, page, viewer
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of


def newest(row: dict[str, Any], draft: Draft, findings: Sequence[Finding], voice: Voice) -> None:
    """The text with its marks, then every finding with its place."""
    st.html(blocks.panel_head(voice("draft.newest", number=row["number"])))
    st.html(drafts.sheet(draft, findings, voice))
    st.html(blocks.panel_head(voice("draft.findings", count=len(findings)) if findings else voice("draft.no_findings")))
    st.html(drafts.finding_list(findings, voice))


def versions(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Who handed in what, and who decided."""
    found = rows("draft_versions", present, collaboration=row["collaboration_id"])
    if found.height:
        st.html(blocks.panel_head(voice("draft.versions", count=found.height)))
        st.html(drafts.version_table(found, voice))


def against_published(row: dict[str, Any], kept: House, present: Scope, voice: Voice) -> None:
    """Each published note of the collaboration against the approved draft it was written from."""
    listed = rows("draft_versions", present, collaboration=row["collaboration_id"])
    approved = [read_draft(store_of(present), number) for number in listed.filter(pl.col("state") == "approved")["id"]]
    notes = rows("published_notes", present, collaboration=row["collaboration_id"])
    if approved:
        for note in notes.iter_rows(named=True):
            _published(note, approved, kept, voice)


def _published(note: dict[str, Any], approved: Sequence[Draft], kept: House, voice: Voice) -> None:
    if note["title"] is None and note["body"] is None:
        st.html(blocks.panel_head(voice("draft.unseen"), voice("draft.unseen_note")))
        return
    done, day = closest_draft(approved, published_draft(note), kept.rules), voice.moment(note["published_at"])
    if done is None:
        title = voice("draft.undrafted", title=note["title"] or voice("label.untitled"), day=day)
        st.html(blocks.panel_head(title, voice("draft.undrafted_note")))
        return
    facts = {"share": voice.percent(done.share_kept), "day": day}
    title = voice("draft.published_same", **facts) if done.is_same else voice("draft.published", **facts)
    st.html(blocks.panel_head(title, "" if done.is_same else voice("draft.published_note")))
    st.html(drafts.comparison(done, voice))
    if done.gained:
        st.html(blocks.panel_head(voice("draft.gained", count=len(done.gained))))
        st.html(drafts.finding_list(done.gained, voice))


def brief(kept: House, voice: Voice) -> None:
    """What the campaign asks of its notes."""
    st.html(blocks.panel_head(voice("draft.brief"), kept.brief))
    separator = voice("list.separator")
    none = voice("draft.brief.none")
    must_have = separator.join(entry.replace("|", " / ") for entry in kept.rules.must_have)
    disclosures = voice("draft.brief.one_of", words=separator.join(kept.rules.disclosures))
    lines = [
        (voice("draft.brief.must_have"), must_have or none),
        (voice("draft.brief.products"), separator.join(kept.rules.products.values()) or none),
        (voice("draft.brief.disclosure"), disclosures),
    ]
    st.html(drafts.asked(lines))


def rules(kept: House, present: Scope, voice: Voice) -> None:
    """The brand's lists to edit, and the whole list that is applied."""
    with st.expander(voice("draft.rules", brand=kept.brand_name), type="compact"):
        if viewer.may("save_draft_rules"):
            draft_forms.brand_lists(kept, present, voice)
        words = pl.DataFrame(
            {
                "wording": [word.word for word in kept.rules.banned],
                "weight": [voice("draft.risky" if word.is_risky else "draft.banned") for word in kept.rules.banned],
                "source": [word.source for word in kept.rules.banned],
            }
        )
        page.behind(voice("draft.words", count=words.height), words, "draft.words", voice)
