"""The frame: pages, language, the four states. What a page shows is in `views/`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from campaigns.errors import KolbookError
from dashboard import page
from dashboard.filters import chosen_language, keep
from dashboard.formats import Voice
from dashboard.reading import NothingLoaded
from dashboard.states import broken, nothing_loaded

HERE = Path(__file__).parent
VIEWS = HERE / "views"
ICON = HERE / "static" / "icon.svg"
PAGES = {
    "overview": ":material/monitoring:",
    "campaign": ":material/campaign:",
    "conversion": ":material/percent:",
    "data": ":material/database:",
}


def show() -> None:
    """One run of the page that the address names."""
    voice = Voice(chosen_language())
    keep("lang", voice.lang)
    st.set_page_config(
        page_title=voice("frame.title"), page_icon=str(ICON), layout="wide",
        initial_sidebar_state="collapsed", menu_items={"About": voice("frame.about")},
    )  # fmt: skip
    pages = [
        st.Page(
            VIEWS / f"{name}.py", title=voice(f"page.{name}"), icon=icon, url_path=name, default=name == "overview",
            help=voice(f"page.{name}.help"),
        )
        for name, icon in PAGES.items()
    ]  # fmt: skip
    st.logo(ICON, size="small", link=None)
    chosen = st.navigation(pages, position="top")
    page.apply_look()
    try:
        with st.spinner(voice("frame.loading")):
            chosen.run()
    except NothingLoaded:
        nothing_loaded(voice, pages[-1])
    except KolbookError as reason:
        broken(voice, reason)


show()
