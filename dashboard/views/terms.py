"""Terms: what each party is paid, from when to when; versions, import, what-if, and why an amount is so."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    filters,
    forms,
    page,
    terms_compare,
    terms_form,
    terms_house,
    terms_import,
    terms_list,
    terms_what_if,
    why_panel,
)
from dashboard.formats import Voice
from dashboard.reading import scope
from dashboard.viewer import may, role

SHOWS = {
    "list": terms_list.show, "enter": terms_form.show, "compare": terms_compare.show, "import": terms_import.show,
    "what_if": terms_what_if.show, "house": terms_house.show, "why": why_panel.show,
}  # fmt: skip
ENTERING = ("enter", "import", "what_if")


def show(voice: Voice) -> None:
    """The page, from its one sentence to what was chosen to see."""
    present = scope()
    frame = terms_list.terms(present)
    slot, controls = st.columns([3, 1], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    with slot:
        page.head(voice("page.terms"), *terms_list.headline(frame, voice))
    forms.announce()
    hidden: tuple[str, ...] = () if may("renew_terms") else ENTERING
    if role() == "agency":
        hidden = (*ENTERING, "house")
    labels = {name: voice(f"terms.show.{name}") for name in SHOWS if name not in hidden}
    SHOWS[filters.switch("show", voice("terms.show"), labels)](frame, present, voice)
    page.definitions(("platform_fee", "third_party_cut", "kol_commission", "fixed_fees"), voice)


show(Voice(filters.chosen_language()))
