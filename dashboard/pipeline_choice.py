"""What the reader of the pipeline chose: campaign, due, state, owner, agency, a text; each stands in the address."""

from __future__ import annotations

import polars as pl
import streamlit as st

from campaigns.records import STATES
from dashboard import filters, pipeline, queries
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.pipeline import Choice
from dashboard.reading import Scope


def choose(frame: pl.DataFrame, present: Scope, voice: Voice) -> Choice:
    """One line of filters over all collaborations."""
    campaigns = {row["code"]: in_language(row, voice) for row in queries.campaign_names(present).iter_rows(named=True)}
    dues = {name: voice(f"pipeline.due.{name or 'all'}") for name in ("", "overdue", "week", "none")}
    agencies = dict(frame.select("agency", "agency_name").unique().iter_rows())
    with st.container(horizontal=True, key="filters"):
        return Choice(
            campaign=filters.pick(
                "campaign", voice("filter.campaign"), {"": voice("filter.all_campaigns"), **campaigns}
            ),
            due=filters.pick("due", voice("pipeline.due"), dues),
            state=filters.pick(
                "state", voice("column.state"),
                {"": voice("filter.all_states"), **{state: voice(f"state.{state}") for state in STATES}},
            ),
            owner=filters.pick(
                "owner", voice("column.owner"), pipeline.options(frame, "owner", voice("filter.all_owners"))
            ),
            agency=filters.pick(
                "agency", voice("column.agency"),
                pipeline.options(frame, "agency", voice("filter.all_agencies"), agencies),
            ),
            find=filters.search("find", voice("pipeline.find")),
        )  # fmt: skip
