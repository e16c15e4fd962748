"""The form for a new version of terms, with a worked example beside it that follows what is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions, terms_sheet
from campaigns.actions.terms import PART_BASES, PART_EXTRAS, SCOPE_TARGET, check_shape
from campaigns.errors import BadValue, KolbookError
from campaigns.money import PPM, parse_yuan, yuan
from campaigns.periods import business_date
from campaigns.records import GUARANTEES, PARTS, SCOPES, TIER_MODES, Terms, utc_now
from campaigns.what_if import CHANGEABLE
from campaigns.worked_example import Example, example
from dashboard import blocks, filters, forms, terms_words
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.labels import in_language, spoken
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor, role

PERCENT = 10_000
HOUSE_SCOPES = ("agency", "platform_category", "platform")
"""Scopes that bind every brand: a marketer enters none of them."""


def show(frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """The form on the left, what it would pay on the right."""
    labels = {"": voice("terms.from_nothing")}
    labels |= {str(row["id"]): terms_words.label(row, voice) for row in frame.iter_rows(named=True)}
    chosen = filters.pick("terms", voice("terms.start_from"), labels)
    start = next((row for row in frame.iter_rows(named=True) if str(row["id"]) == chosen), {"part": "kol"})
    form = forms.opened(f"terms.{chosen or 'new'}", None, part=start["part"])
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        try:
            fields = _fields(form, start, present, voice)
        except KolbookError as problem:
            fields = {}
            st.html(blocks.banner(str(problem)))
        is_sent = st.button(voice("terms.save"), type="primary", key=form.key("send"), disabled=not fields)
        if is_sent:
            _save(form, fields, present, voice)
    with right:
        if fields:
            warn(fields, present, voice)
            show_example(fields, voice)


def warn(fields: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    """Say it where a platform's fee lies outside the band that holds when the terms begin."""
    if fields["part"] != "platform_fee":
        return
    bands = rows("platform_bands", present).filter(
        (pl.col("platform") == (fields.get("platform") or "xiaohongshu"))
        & pl.col("category").is_in(["", fields.get("category") or ""])
        & (pl.col("since_date") <= fields["since_date"])
    )
    for band in bands.sort("category", "since_date", descending=True).head(1).iter_rows(named=True):
        said = terms_words.band_warning(fields["rate_ppm"], band["low_ppm"], band["high_ppm"], voice)
        if said:
            st.html(blocks.banner(said))


def show_example(fields: Mapping[str, Any], voice: Voice) -> None:
    """The example under these terms, line by line with the reason."""
    st.html(blocks.panel_head(voice("terms.example"), voice("terms.example_note")))
    if not any(fields.get(name) for name in CHANGEABLE if name not in ("base", "tier_mode")):
        st.caption(voice("terms.example_waits"))
        return
    try:
        check_shape(Terms(**fields))
        found = example({**_NOTHING, **fields})
    except (KolbookError, ValueError) as problem:
        st.html(blocks.banner(str(problem)))
        return
    if found.assumed is not None:
        st.caption(voice(f"terms.assumed.{found.assumed}"))
    st.html(example_table(found, voice))


def example_table(found: Example, voice: Voice) -> str:
    """Lines of an example, and their sum."""
    columns = (
        Column(voice("terms.column.what")), Column(voice("terms.column.base"), is_number=True, wide=True),
        Column(voice("terms.column.amount"), is_number=True),
    )  # fmt: skip
    lines = [
        [
            blocks.cell(event(line.event_id, line.kind, voice), terms_words.reason(line.reason, voice)),
            blocks.cell(voice.money_exact(line.base_fen)),
            blocks.cell(voice.money_exact(line.amount_fen)),
        ]
        for line in found.lines
    ]
    total = blocks.cell(voice.money_exact(found.total_fen))
    return blocks.table(columns, [*lines, [blocks.cell(voice("terms.example_total")), "", total]])


def event(event_id: str | None, kind: str, voice: Voice) -> str:
    """What a line of the example is about."""
    return voice(f"terms.event.{event_id}") if event_id else voice(f"why.kind.{kind}")


_NOTHING: dict[str, Any] = {**dict.fromkeys(CHANGEABLE), "fixed_fee_fen": 0, "tier_mode": "marginal"}


def _fields(form: forms.Form, start: Mapping[str, Any], present: Scope, voice: Voice) -> dict[str, Any]:
    scopes = [name for name in SCOPES if role() != "marketer" or name not in HOUSE_SCOPES]
    part = _choice(form, "part", PARTS, start, voice)
    scope = _choice(form, "scope", scopes, start, voice)
    fields: dict[str, Any] = {"scope": scope, "part": part, **_target(form, scope, start, present, voice)}
    since, before = st.columns(2)
    with since:
        today = business_date(utc_now())
        fields["since_date"] = st.date_input(voice("terms.field.since_date"), today, key=form.key("since"))
    with before:
        fields["before_date"] = st.date_input(voice("terms.field.before_date"), None, key=form.key("before"))
    if not isinstance(fields["since_date"], date):
        raise BadValue("terms.since_date", "", "a day")
    return fields | _payment(form, part, start, voice)


def _payment(form: forms.Form, part: str, start: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    extras = PART_EXTRAS[part]
    fields: dict[str, Any] = {"base": _choice(form, "base", PART_BASES[part], start, voice)}
    left, right = st.columns(2)
    with left:
        ppm = start.get("rate_ppm")
        percent = st.number_input(
            voice("terms.field.rate_percent"), 0.0, 100.0, None if ppm is None else ppm / PERCENT, 0.1, format="%.4f",
            key=form.key("rate"),
        )  # fmt: skip
        fields["rate_ppm"] = None if percent is None else int(Decimal(str(percent)) * PERCENT)
    with right:
        currency = st.text_input(voice("terms.field.currency"), start.get("currency", "CNY"), key=form.key("currency"))
        fields["currency"] = currency.strip().upper()
    if "tiers" in extras:
        fields |= _tiers(form, start, voice)
    pairs = [name for name in ("cap_fen", "minimum_fen", "fixed_fee_fen", "guarantee_fen") if name in extras]
    columns = st.columns(2)
    for place, name in enumerate(pairs):
        with columns[place % 2]:
            fields[name] = _yuan(form, name, start, voice)
    if "fixed_fee_fen" in fields:
        fields["fixed_fee_fen"] = fields["fixed_fee_fen"] or 0
    if fields.get("guarantee_fen") is not None:
        fields["guarantee_kind"] = _choice(form, "guarantee_kind", GUARANTEES, start, voice)
    if "cps_share_ppm" in extras:
        share = st.number_input(voice("terms.field.cps_percent"), 0.0, 100.0, None, 1.0, key=form.key("cps"))
        fields["cps_share_ppm"] = None if share is None else int(Decimal(str(share)) * PERCENT)
    return fields


def _tiers(form: forms.Form, start: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    text = st.text_area(
        voice("terms.field.tiers"), tiers_text(start.get("tiers")), key=form.key("tiers"), height=100,
        placeholder=voice("terms.tiers_example"), help=voice("terms.tiers_help"),
    )  # fmt: skip
    if not text.strip():
        return {}
    mode = _choice(form, "tier_mode", TIER_MODES, start, voice)
    return {"tiers": terms_sheet.read_tiers(voice("terms.field.tiers"), text), "tier_mode": mode}


def tiers_text(value: Any) -> str:
    """Tiers as people type them: a bound and a rate per line, the last one without a bound."""
    listed = json.loads(value) if isinstance(value, str) else value or ()
    return "\n".join(
        (f"{yuan(tier['up_to_fen'])}: " if tier["up_to_fen"] is not None else "") + f"{Decimal(tier['rate_ppm']) / PPM}"
        for tier in listed
    )


def _target(
    form: forms.Form, scope: str, start: Mapping[str, Any], present: Scope, voice: Voice
) -> dict[str, int | str | None]:
    found: dict[str, int | str | None] = {}
    for name in SCOPE_TARGET[scope]:
        if name in ("platform", "category"):
            found[name] = st.text_input(
                voice(f"terms.field.{name}"), start.get(name) or ("xiaohongshu" if name == "platform" else ""),
                key=form.key(name),
            ).strip()  # fmt: skip
            continue
        options = _options(name, present, voice)
        if not options:
            raise BadValue(voice(f"terms.field.{name}"), "", voice("terms.no_target"))
        keys = list(options)
        at = keys.index(start[name]) if start.get(name) in options else 0
        found[name] = st.selectbox(
            voice(f"terms.field.{name}"), keys, at, format_func=options.__getitem__, key=form.key(name)
        )
    return found


def _options(name: str, present: Scope, voice: Voice) -> dict[int, str]:
    if name == "agency_id":
        today = business_date(utc_now()).isoformat()
        return {row["id"]: row["name"] for row in rows("agencies", present, today=today).iter_rows(named=True)}
    targets = rows("terms_targets", present)
    if name == "campaign_id":
        return {
            row["campaign_id"]: in_language({"name": row["campaign"], "name_zh": row["campaign_zh"]}, voice)
            for row in targets.iter_rows(named=True)
        }
    return {
        row["id"]: f"{spoken(row['kol_name'], voice)} · {row['campaign_code']}" for row in targets.iter_rows(named=True)
    }


def _choice(form: forms.Form, name: str, options: Any, start: Mapping[str, Any], voice: Voice) -> str:
    listed = list(options)
    at = listed.index(start[name]) if start.get(name) in listed else 0
    chosen = st.selectbox(
        voice(f"terms.field.{name}"), listed, at, key=form.key(name),
        format_func=lambda value: voice(f"terms.{name}.{value}"),
    )  # fmt: skip
    return str(chosen)


def _yuan(form: forms.Form, name: str, start: Mapping[str, Any], voice: Voice) -> int | None:
    before = yuan(start[name]) if start.get(name) else ""
    text = st.text_input(voice(f"terms.field.{name}"), before, key=form.key(name)).replace(",", "").strip()
    return parse_yuan(text, voice(f"terms.field.{name}")) if text else None


def _save(form: forms.Form, fields: dict[str, Any], present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()

    def save(key: str) -> None:
        actions.renew_terms(store, who, key, **fields)

    forms.send(form, voice, fields, save, voice("terms.saved"))
