"""The form of a campaign: what it plans, in money, products, audience, wording and countdown sales."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.budget import PARTS
from campaigns.money import parse_yuan, yuan
from campaigns.records import CREDIT_RULES, MATCHES, METHODS
from dashboard import blocks, countdown_table, forms
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.pipeline import today
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor

AUDIENCE = (
    ("gender", "female"), ("gender", "male"), ("age", "18-24"), ("age", "25-34"), ("age", "35-44"), ("city_tier", "1"),
    ("city_tier", "2"), ("city_tier", "3"),
)  # fmt: skip
PLATFORM_PROFILE = {"gender": {"female": 0.88, "male": 0.12}, "city_tier": {"1": 0.57}}
"""Who is on the platform, from the brief: what a new campaign starts from. No figure is known for age."""

CREDIT = {"credit_rule": CREDIT_RULES, "match_on": MATCHES}
CREDIT_DAYS = {"lookback_days": 0, "half_life_days": 1}
"""How the analysis shares orders over notes: choices, and numbers of days with the least that is allowed."""

WORDING = ("must_have", "banned_extra", "disclosure")
TEXTS = ("name", "name_zh", "brief")


def edit(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """The form of a campaign that is there."""
    products = rows("campaign_products", present, campaign=row["code"]).filter(pl.col("brand_id") == row["brand_id"])
    current = _fields(row, products)
    form = forms.opened(f"campaign.{row['id']}", row["version"], **current)
    forms.differences(form, current, row["version"], _spoken(voice), voice)
    values = _form(form, products, voice)
    if values is None:
        return
    changed = form.changed(values)
    if not changed:
        st.html(blocks.banner(voice("form.nothing_changed")))
        return
    store, who, version = store_of(present), actor(), form.version
    forms.send(
        form, voice, {"version": version, **changed},
        lambda key: actions.save_campaign(store, who, key, id=row["id"], version=version, **_request(changed, form)),
    )  # fmt: skip


def create(brand: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    """The form of a new campaign of a brand, seeded with the platform's profile."""
    products = rows("campaign_products", present, campaign="").filter(pl.col("brand_id") == brand["id"])
    form = forms.opened(f"campaign.new.{brand['code']}", None, code="", **_fields(_blank(brand["id"]), products))
    values = _form(form, products, voice, is_new=True)
    if values is None:
        return
    store, who = store_of(present), actor()
    forms.send(
        form, voice, values,
        lambda key: actions.save_campaign(store, who, key, brand_id=brand["id"], **_request(values, form)),
        lambda: _go_to(values["code"], voice),
    )  # fmt: skip


def _go_to(code: str, voice: Voice) -> str:
    """The next run shows the campaign that was just made."""
    st.session_state["goto.campaign"], st.session_state["goto.do"] = code, "edit"
    return voice("plans.created", code=code)


def _blank(brand_id: int) -> dict[str, Any]:
    first = today() + timedelta(days=14)
    empty: dict[str, Any] = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in WORDING}}
    return {
        **empty, "brand_id": brand_id, "method": METHODS[0], "since_date": first, "countdowns": [],
        "before_date": first + timedelta(days=30), "budget_fen": 0, "lookback_days": 15, "posting_due_days": 14,
        "credit_rule": "last", "match_on": MATCHES[0], "half_life_days": 7,
        "budget_parts": {}, "target_audience": PLATFORM_PROFILE,
    }  # fmt: skip


def _fields(row: Mapping[str, Any], products: pl.DataFrame) -> dict[str, Any]:
    """The fields of the form as its widgets hold them: money as yuan text, wording in lines, shares in percent."""
    parts = {f"part.{part}": yuan(row["budget_parts"][part]) if part in row["budget_parts"] else "" for part in PARTS}
    shares = {
        f"share.{group}.{part}": _percent(row["target_audience"].get(group, {}).get(part)) for group, part in AUDIENCE
    }
    sold = products.filter(pl.col("is_sold"))
    return {
        **{name: row[name] for name in (*TEXTS, "method", "posting_due_days", *CREDIT, *CREDIT_DAYS)},
        "budget": yuan(row["budget_fen"]),
        "since_date": row["since_date"],
        "last_date": row["before_date"] - timedelta(days=1),
        **parts, **shares,
        **{name: "\n".join(row[name]) for name in WORDING},
        "products": sorted(sold["product_id"]),
        "links": {item["product_id"]: item["link"] for item in sold.iter_rows(named=True) if item["link"]},
        "countdowns": countdown_table.typed(row["countdowns"]),
        "_audience": row["target_audience"],
    }  # fmt: skip


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)


def _form(form: forms.Form, products: pl.DataFrame, voice: Voice, *, is_new: bool = False) -> dict[str, Any] | None:
    """Draw the form; its values once it was sent, else None."""
    with st.form(form.key("form"), border=False):
        values = _basics(form, voice, is_new=is_new)
        st.html(blocks.panel_head(voice("plans.budget"), voice("plans.budget_note")))
        values |= _money(form, voice)
        st.html(blocks.panel_head(voice("plans.products"), voice("plans.products_note")))
        values |= _products(form, products, voice)
        st.html(blocks.panel_head(voice("plans.countdowns"), voice("plans.countdowns_note")))
        values["countdowns"] = countdown_table.edit(form, products, voice)
        st.html(blocks.panel_head(voice("plans.credit"), voice("plans.credit_note")))
        values |= _credit(form, voice)
        st.html(blocks.panel_head(voice("plans.audience"), voice("plans.audience_note")))
        values |= _audience(form, voice)
        st.html(blocks.panel_head(voice("plans.wording"), voice("plans.wording_note")))
        values |= _wording(form, voice)
        is_sent = st.form_submit_button(
            voice("plans.create" if is_new else "form.save"), type="primary", key=form.key("send")
        )
    return values if is_sent else None


def _basics(form: forms.Form, voice: Voice, *, is_new: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"code": _text(form, "code", voice)} if is_new else {}
    left, right = st.columns(2)
    with left:
        values["name"] = _text(form, "name", voice)
        values["method"] = st.selectbox(
            voice("field.method"), METHODS, index=METHODS.index(form.opened["method"]), key=form.key("method"),
            format_func=lambda method: voice(f"method.{method}"),
        )  # fmt: skip
        values["since_date"] = _day(form, "since_date", voice)
        values["posting_due_days"] = _days(form, "posting_due_days", 1, voice)
    with right:
        values["name_zh"] = _text(form, "name_zh", voice)
        values["budget"] = _text(form, "budget", voice)
        values["last_date"] = _day(form, "last_date", voice)
    return values


def _choice(voice: Voice, name: str, value: str) -> str:
    return voice(f"{name}.{value}")


def _credit(form: forms.Form, voice: Voice) -> dict[str, Any]:
    values: dict[str, Any] = {}
    choices, days = st.columns(2)
    for name, allowed in CREDIT.items():
        values[name] = choices.selectbox(
            voice(f"field.{name}"), allowed, index=allowed.index(form.opened[name]), key=form.key(name),
            format_func=partial(_choice, voice, name),
        )  # fmt: skip
    with days:
        return values | {name: _days(form, name, least, voice) for name, least in CREDIT_DAYS.items()}


def _text(form: forms.Form, name: str, voice: Voice) -> str:
    return str(st.text_input(voice(f"field.{name}"), value=form.opened[name], key=form.key(name)))


def _day(form: forms.Form, name: str, voice: Voice) -> Any:
    return st.date_input(voice(f"field.{name}"), value=form.opened[name], key=form.key(name), format="YYYY-MM-DD")


def _days(form: forms.Form, name: str, low: int, voice: Voice) -> int:
    return int(st.number_input(voice(f"field.{name}"), low, 365, value=form.opened[name], key=form.key(name)))


def _money(form: forms.Form, voice: Voice) -> dict[str, Any]:
    values = {}
    for row in (PARTS[:3], PARTS[3:]):
        for place, part in zip(st.columns(len(row)), row, strict=True):
            name = f"part.{part}"
            values[name] = place.text_input(voice(name), value=form.opened[name], key=form.key(name))
    return values


def _products(form: forms.Form, products: pl.DataFrame, voice: Voice) -> dict[str, Any]:
    labels = {row["product_id"]: in_language(row, voice) for row in products.iter_rows(named=True)}
    chosen = st.multiselect(
        voice("field.products"), list(labels), default=form.opened["products"], key=form.key("products"),
        format_func=lambda one: labels.get(one, one),
    )  # fmt: skip
    links = {
        product_id: st.text_input(
            voice("plans.link", product=label), value=form.opened["links"].get(product_id, ""),
            key=form.key(f"link.{product_id}"), placeholder="https://",
        ).strip()
        for product_id, label in labels.items()
    }  # fmt: skip
    kept = {product_id: link for product_id, link in links.items() if link and product_id in chosen}
    return {"products": sorted(chosen), "links": kept}


def _audience(form: forms.Form, voice: Voice) -> dict[str, Any]:
    values = {}
    for group in dict.fromkeys(group for group, _ in AUDIENCE):
        parts = [part for other, part in AUDIENCE if other == group]
        for place, part in zip(st.columns(len(parts)), parts, strict=True):
            name = f"share.{group}.{part}"
            values[name] = place.number_input(
                voice(name), 0.0, 100.0, value=form.opened[name], step=1.0, format="%.1f", key=form.key(name)
            )
    return values


def _wording(form: forms.Form, voice: Voice) -> dict[str, Any]:
    values: dict[str, Any] = {
        "brief": st.text_area(voice("field.brief"), value=form.opened["brief"], key=form.key("brief"), height=140)
    }
    for place, name in zip(st.columns(3), WORDING, strict=True):
        values[name] = place.text_area(
            voice(f"field.{name}"), value=form.opened[name], key=form.key(name), help=voice("plans.lines"), height=120
        )
    return values


def _request(values: Mapping[str, Any], form: forms.Form) -> dict[str, Any]:
    """The fields of the action from the changed fields of the form; raises BadValue for an amount that is none."""
    every = {**form.opened, **values}
    asked = {name: values[name] for name in PLAIN if name in values}
    if "budget" in values:
        asked["budget_fen"] = parse_yuan(_plain(values["budget"]), "budget")
    if "last_date" in values:
        asked["before_date"] = values["last_date"] + timedelta(days=1)
    if any(name.startswith("part.") for name in values):
        given = {part: _plain(every[f"part.{part}"]) for part in PARTS}
        asked["budget_parts"] = {part: parse_yuan(text, part) for part, text in given.items() if text}
    if any(name.startswith("share.") for name in values):
        asked["target_audience"] = _shares(every)
    if "countdowns" in values:
        asked["countdowns"] = countdown_table.stored(values["countdowns"])
    for name in WORDING:
        if name in values:
            asked[name] = [line.strip() for line in values[name].splitlines() if line.strip()]
    if "products" in values:
        asked["product_ids"] = values["products"]
    if "links" in values:
        gone = dict.fromkeys(set(form.opened["links"]) & set(every["products"]) - set(values["links"]), "")
        asked["links"] = {**gone, **values["links"]}
    return asked


PLAIN = ("code", *TEXTS, "method", "since_date", "posting_due_days", *CREDIT, *CREDIT_DAYS)


def _plain(text: str) -> str:
    return text.strip().removeprefix("¥").replace(",", "")


def _shares(every: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = {group: dict(parts) for group, parts in every["_audience"].items()}
    for group, part in AUDIENCE:
        percent = every[f"share.{group}.{part}"]
        if percent is not None:
            shares.setdefault(group, {})[part] = round(percent / 100, 6)
        elif part in shares.get(group, {}):
            del shares[group][part]
    return shares


def _spoken(voice: Voice) -> Callable[[str, Any], str]:
    def say(name: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return voice("form.empty")
        if name.endswith("_date"):
            return voice.date(value)
        return voice(f"{name}.{value}") if name in ("method", *CREDIT) else str(value)

    return say


def duplicate(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """A copy over other days, with the KOLs where wanted."""
    fields = {"code": f"{row['code']}-2", "name": row["name"], "name_zh": row["name_zh"],
              "since_date": row["before_date"], "has_kols": True}  # fmt: skip
    form = forms.opened(f"copy.{row['id']}", None, **fields)
    with st.form(form.key("form"), border=False):
        values: dict[str, Any] = {name: _text(form, name, voice) for name in ("code", "name", "name_zh")}
        values["since_date"] = _day(form, "since_date", voice)
        values["has_kols"] = st.checkbox(voice("plans.copy_kols"), value=True, key=form.key("has_kols"))
        is_sent = st.form_submit_button(voice("plans.copy"), type="primary", key=form.key("send"))
    if is_sent:
        store, who = store_of(present), actor()
        forms.send(
            form, voice, values,
            lambda key: actions.duplicate_campaign(store, who, key, campaign_id=row["id"], **values),
            lambda: _go_to(values["code"], voice),
        )  # fmt: skip


def archive(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Out of the lists, or back into them; nothing of it is lost."""
    form = forms.opened(f"archive.{row['id']}", row["version"])
    label = voice("plans.restore" if row["is_archived"] else "plans.archive")
    if st.button(label, key=form.key("send"), icon=":material/archive:", type="tertiary"):
        store, who = store_of(present), actor()
        asked = {"id": row["id"], "version": row["version"], "is_archived": not row["is_archived"]}
        forms.send(form, voice, asked, lambda key: actions.save_campaign(store, who, key, **asked))
