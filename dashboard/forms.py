"""A form that saves once and loses nothing: a double click, a second tab, a refresh or a colleague may come between.

What a form was opened with stays as it was until it is saved, with the version that was read. Its key is part of the
request, so the same click arriving twice changes nothing; after a save the form is a new one, and a late click on the
old one finds nobody. When a colleague was faster, the difference is shown and the input stays.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from campaigns.errors import CellsRefused, KolbookError, StaleVersion
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import Voice

SAID = "forms.said"


@dataclass
class Form:
    """One opened form: `opened` holds its fields as they stood, `version` the version of the row they came from."""

    name: str
    opened: dict[str, Any]
    version: int | None
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    is_stale: bool = False

    def key(self, part: str) -> str:
        """The key of one of its widgets: another one after each save."""
        return f"{self.name}.{part}.{self.token}"

    def changed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What differs from what the form was opened with: only that is sent, the rest may have changed meanwhile."""
        return {name: value for name, value in values.items() if value != self.opened.get(name)}


def opened(name: str, version: int | None = None, /, **fields: Any) -> Form:
    """The form of that name, as it was opened; opened anew when it was not on the page in the run before."""
    stored: Form | None = st.session_state.get(f"form.{name}")
    is_here = stored is not None and any(stored.key(part) in st.session_state for part in stored.opened)
    if stored is None or (not is_here and (stored.version != version or stored.opened != fields)):
        stored = st.session_state[f"form.{name}"] = Form(name, dict(fields), version)
    if stored.is_stale and stored.version is None:  # the reason was said; what is typed stays, what it rests on is new
        stored.opened, stored.is_stale = dict(fields), False
    return stored


def send(
    form: Form, voice: Voice, request: Mapping[str, Any], save: Callable[[str], Any], said: str | Callable[[], str] = ""
) -> None:
    """Save by one action, which gets its key; on success the page runs again and says `said`, else the reason stands.

    `save` makes no call to Streamlit, so nothing can cut it in half.
    """
    key = f"{form.name}.{form.token}.{_digest(request)}"
    try:
        save(key)
    except StaleVersion as reason:
        form.is_stale = True
        if form.version is None or not form.opened:
            st.html(blocks.banner(str(reason)))
    except CellsRefused as reason:
        cells(reason, voice)
    except KolbookError as reason:
        st.html(blocks.banner(str(reason)))
    else:
        close(form.name)
        st.session_state[SAID] = said() if callable(said) else said or voice("form.saved")
        st.rerun()


def close(name: str) -> None:
    """Let the form of that name be opened anew."""
    st.session_state.pop(f"form.{name}", None)


def follow(prefix: str, version: int, now: int) -> None:
    """The other forms of a row go along when this session itself changed the row; what is typed in them stays."""
    for name, form in list(st.session_state.items()):
        if isinstance(form, Form) and str(name).startswith(f"form.{prefix}") and form.version == version:
            form.version = now


def announce() -> None:
    """What the last save did, once; warnings that came with it in lines of their own."""
    said = st.session_state.pop(SAID, None)
    if said:
        for line in str(said).splitlines():
            st.html(blocks.banner(line))


def differences(form: Form, current: Mapping[str, Any], version: int, spoken: Spoken, voice: Voice) -> None:
    """Where a colleague was faster: each field that changed since, beside the input; and a way to go on with it."""
    if not form.is_stale:
        return
    if form.version == version:
        form.is_stale = False
        return
    changed = [name for name in current if not name.startswith("_") and current[name] != form.opened.get(name)]
    rows = [
        [blocks.cell(voice(f"field.{name}")), blocks.cell(spoken(name, form.opened.get(name))),
         blocks.cell(spoken(name, current[name]), is_bad=True),
         blocks.cell(spoken(name, st.session_state.get(form.key(name), form.opened.get(name))))]
        for name in changed
    ]  # fmt: skip
    st.html(blocks.banner(voice("form.stale") if rows else voice("form.stale_elsewhere")))
    if rows:
        columns = [Column(voice(f"form.stale.{name}")) for name in ("field", "opened", "saved", "yours")]
        st.html(blocks.table(columns, rows))
    st.button(
        voice("form.rebase"), key=form.key("rebase"), on_click=_rebase, args=(form, dict(current), version),
        icon=":material/merge:",
    )  # fmt: skip


def cells(reason: CellsRefused, voice: Voice) -> None:
    """Every cell that must be mended, by its place."""
    st.html(blocks.banner(voice("form.cells", count=voice.exact(len(reason.cells)))))
    columns = [Column(voice(f"form.cells.{name}")) for name in ("where", "value", "expected")]
    shown = [
        [blocks.cell(cell.where), blocks.cell(cell.value), blocks.cell(cell.expected)] for cell in reason.cells[:50]
    ]
    st.html(blocks.table(columns, shown))


Spoken = Callable[[str, Any], str]
"""How the value of a field is read to people."""


def _rebase(form: Form, current: dict[str, Any], version: int) -> None:
    """Go on from the newer version: the input stays where there was any, other fields take what was saved."""
    for name, before in form.opened.items():
        key = form.key(name)
        if key in st.session_state and st.session_state[key] == before and name in current:
            st.session_state[key] = current[name]
    form.opened, form.version, form.is_stale = {**form.opened, **current}, version, False


def _digest(request: Mapping[str, Any]) -> str:
    spelled = repr(sorted((name, repr(value)) for name, value in request.items()))
    return hashlib.sha256(spelled.encode()).hexdigest()[:16]
