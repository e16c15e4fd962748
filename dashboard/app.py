"""The frame: pages, language, the four states. What a page shows is in `views/`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from campaigns.errors import KolbookError
from dashboard import gate, page, viewer
from dashboard.audiences import open_pages
from dashboard.filters import chosen_language, keep
from dashboard.formats import Voice
from dashboard.place import root
from dashboard.reading import NothingLoaded
from dashboard.states import broken, nothing_loaded

HERE = Path(__file__).parent
VIEWS = HERE / "views"
ICON = HERE / "static" / "icon.svg"
# The pages by section; a section without a name stands in the bar itself.
PAGES = {
    "": {"today": ":material/today:", "overview": ":material/monitoring:"},
    "section.campaigns": {
        "campaigns": ":material/event_note:",
        "products": ":material/category:",
        "pipeline": ":material/view_kanban:",
        "agencies": ":material/handshake:",
        "campaign": ":material/campaign:",
        "drafts": ":material/edit_note:",
        "notes": ":material/article:",
        "samples": ":material/package_2:",
        "celebrity": ":material/local_fire_department:",
        "conversion": ":material/percent:",
        "attribution": ":material/call_split:",
        "timing": ":material/schedule:",
    },
    "section.kols": {
        "match": ":material/person_search:",
        "vet": ":material/verified:",
        "compare": ":material/compare_arrows:",
        "plan": ":material/savings:",
    },
    "section.money": {
        "terms": ":material/contract:",
        "statements": ":material/receipt_long:",
        "reconcile": ":material/rule:",
        "cash": ":material/payments:",
    },
    "section.setup": {
        "data": ":material/database:",
        "methods": ":material/menu_book:",
        "people": ":material/group:",
        "audit": ":material/history:",
        "account": ":material/account_circle:",
    },
}
HOME = "overview"


def show() -> None:
    """One run of the page that the address names."""
    voice = Voice(chosen_language())
    keep("lang", voice.lang)
    st.set_page_config(
        page_title=voice("frame.title"), page_icon=str(ICON), layout="wide",
        initial_sidebar_state="collapsed", menu_items={"About": voice("frame.about")},
    )  # fmt: skip
    page.apply_look()
    if not gate.is_open(voice, [name for listed in PAGES.values() for name in listed], HOME):
        return
    listed = open_pages(PAGES, viewer.role())
    if not viewer.login_is_configured():
        listed = {section: [name for name in names if name != "account"] for section, names in listed.items()}
    names = [name for names in listed.values() for name in names]
    home = HOME if HOME in names else names[0]
    icons = {name: icon for section in PAGES.values() for name, icon in section.items()}
    pages = {name: _page(name, icons[name], voice, is_home=name == home) for name in names}
    st.logo(ICON, size="small", link=None)
    chosen = st.navigation(
        {voice(section) if section else "": [pages[name] for name in names] for section, names in listed.items()},
        position="top",
    )
    try:
        with st.spinner(voice("frame.loading")):
            chosen.run()
    except NothingLoaded:
        nothing_loaded(voice, pages.get("data"), _begin_empty)
    except KolbookError as reason:
        broken(voice, reason)


def _begin_empty() -> None:
    """A warehouse without facts: campaigns are planned before the first file comes."""
    from ingest.load import rebuild  # noqa: PLC0415 – reading libraries are heavy and pages open without them

    rebuild(root())


def _page(name: str, icon: str, voice: Voice, *, is_home: bool) -> StreamlitPage:
    return st.Page(
        VIEWS / f"{name}.py", title=voice(f"page.{name}"), icon=icon, url_path=name, default=is_home,
        help=voice(f"page.{name}.help"),
    )  # fmt: skip


show()
