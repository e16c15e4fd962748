"""What the reader has chosen: language, brand, campaign. Each choice lives in the address, so a link restores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.formats import Voice
from dashboard.words import LANGS, Lang


def restore(name: str, allowed: Sequence[str], default: str) -> str:
    """The value of `?name=` where the address changed since the last run, else the session's, else the default."""
    asked = st.query_params.get(name)
    if asked in allowed and asked != st.session_state.get(f"address.{name}"):
        st.session_state[name] = asked
    if st.session_state.get(name) not in allowed:
        st.session_state[name] = default
    return str(st.session_state[name])


def keep(name: str, value: str) -> None:
    """Write a choice into the address, where a link or a reload finds it."""
    st.session_state[f"address.{name}"] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def chosen_language() -> Lang:
    """The language of `?lang=`, else the browser's."""
    browser = (st.context.locale or "en").lower()
    picked = restore("lang", LANGS, "zh" if browser.startswith("zh") else "en")
    return "zh" if picked == "zh" else "en"


def language_switch(voice: Voice) -> None:
    """EN | 中文, at the top of every page."""
    names = {"en": "EN", "zh": "中文"}
    picked = st.segmented_control(
        voice("frame.language"),
        list(LANGS),
        key="lang",
        format_func=names.__getitem__,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    keep("lang", picked or voice.lang)


def pick(name: str, label: str, labels: Mapping[str, str]) -> str:
    """A select box over `labels` (value → shown text) whose value stands in the address as `?name=`."""
    labels = _told_apart(labels)
    restore(name, list(labels), next(iter(labels)))
    value = st.selectbox(
        label,
        list(labels),
        key=name,
        format_func=lambda option: labels.get(option, option),
        persist_state="session",
        label_visibility="collapsed",
    )
    keep(name, str(value))
    return str(value)


def switch(name: str, label: str, labels: Mapping[str, str]) -> str:
    """The same as `pick` for a handful of values, all in sight."""
    restore(name, list(labels), next(iter(labels)))
    value = st.segmented_control(
        label,
        list(labels),
        key=name,
        format_func=lambda option: labels.get(option, option),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    keep(name, str(value))
    return str(value)


def _told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels that are the same for two values get the value too: a select box tells options apart by their text."""
    shown = list(labels.values())
    return {value: label if shown.count(label) == 1 else f"{label} ({value})" for value, label in labels.items()}


def search(name: str, label: str) -> str:
    """A line to type in whose text stands in the address as `?name=`."""
    asked = st.query_params.get(name, "")
    if name not in st.session_state or asked != st.session_state.get(f"address.{name}", asked):
        st.session_state[name] = asked
    value = st.text_input(
        label, key=name, placeholder=label, label_visibility="collapsed", persist_state="session", max_chars=60
    ).strip()
    keep(name, value)
    return value
