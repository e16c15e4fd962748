"""What a planner changes on the match page: the brief, the brand's weights, who goes into the pipeline or out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from campaigns import actions
from campaigns.actions.shortlist import Shortlisted
from campaigns.matching.brief import KINDS, Brief, from_campaign
from campaigns.matching.market import Market
from campaigns.matching.ranking import Rank
from campaigns.matching.weights import COMPONENTS, MOST
from campaigns.matching_records import HOLD_KINDS
from campaigns.money import parse_yuan
from dashboard import forms, pipeline_forms
from dashboard.formats import Voice
from dashboard.matching import Weights
from dashboard.reading import Scope, store_of
from dashboard.viewer import actor, may


def brief(row: Mapping[str, Any], as_of: Any, voice: Voice) -> Brief:
    """The brief: the campaign's own, with what is typed here instead. Nothing of it is saved."""
    seeded, code = from_campaign(row, as_of), row["code"]
    with st.expander(voice("match.brief"), icon=":material/edit_note:"):
        words = st.text_area(voice("match.words"), value=seeded.words, key=f"match.words.{code}", height=100)
        audience = _audience(seeded, code, voice)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = {kind: voice(f"match.kind.{kind}") for kind in KINDS}
            kind = st.segmented_control(
                voice("match.kind"), KINDS, default=KINDS[0], key=f"match.kind.{code}", format_func=names.__getitem__,
                required=True,
            )  # fmt: skip
            least = st.text_input(voice("match.least"), key=f"match.least.{code}", placeholder="¥", max_chars=12)
            most = st.text_input(voice("match.most"), key=f"match.most.{code}", placeholder="¥", max_chars=12)
            city = st.text_input(voice("match.market"), key=f"match.city.{code}", max_chars=20)
            rival = st.number_input(voice("match.rival"), 0, 365, seeded.rival_days, key=f"match.rival.{code}")
    return from_campaign(
        row, as_of, words=words, audience=audience, kind=kind or KINDS[0], market=city.strip(), rival_days=int(rival),
        least_price_fen=_fen(least, voice("match.least")), most_price_fen=_fen(most, voice("match.most")),
    )  # fmt: skip


def _audience(seeded: Brief, code: str, voice: Voice) -> dict[str, dict[str, float]]:
    """The target audience as shares in percent, one field per share that the campaign names; empty leaves it open."""
    asked: dict[str, dict[str, float]] = {}
    named = [(name, value, share) for name, shares in seeded.audience.items() for value, share in shares.items()]
    if not named:
        return asked
    with st.container(horizontal=True):
        for name, value, share in named:
            label = voice(f"match.audience.{name}", value=voice(f"match.gender.{value}") if name == "gender" else value)
            given = st.number_input(label, 0, 100, round(share * 100), key=f"match.{name}.{value}.{code}")
            if given:
                asked.setdefault(name, {})[value] = given / 100
    return asked


def _fen(text: str, where: str) -> int | None:
    return parse_yuan(text.strip(), where) if text.strip() else None


def weights(found: Weights, brand_id: int, present: Scope, voice: Voice) -> None:
    """The weights of the brand: one number per component, saved for everybody who works for it."""
    fields = {name: int(found.parts.get(name, 0)) for name in COMPONENTS}
    form = forms.opened(f"match.weights.{brand_id}", found.version, **fields)
    with st.expander(voice("match.weights"), icon=":material/tune:"), st.form(form.key("form"), border=False):
        st.caption(voice("match.weights_help" if found.version else "match.weights_house"))
        given: dict[str, int] = {}
        for part in (COMPONENTS[:5], COMPONENTS[5:]):
            for name, place in zip(part, st.columns(len(part)), strict=True):
                label = voice(f"match.part.{name}")
                given[name] = int(
                    place.number_input(
                        label, 0, MOST, form.opened[name], key=form.key(name), help=voice(f"meaning.match_{name}")
                    )
                )
        is_sent = (
            st.form_submit_button(voice("form.save"), key=form.key("send")) if may("save_match_weights") else False
        )
    if is_sent:
        store, who = store_of(present), actor()
        request: dict[str, Any] = {"brand_id": brand_id, "weights": given, "version": form.version}
        forms.send(form, voice, request, lambda key: actions.save_match_weights(store, who, key, **request))
    current = {name: int(found.parts.get(name, 0)) for name in COMPONENTS}
    forms.differences(form, current, found.version or 0, lambda _name, value: str(value), voice)


def shortlist(chosen: Sequence[Rank], market: Market, campaign_id: int, present: Scope, voice: Voice) -> None:
    """One click: the chosen rows become collaborations of the campaign, in one action."""
    if not may("import_shortlist"):
        return
    form = forms.opened(f"match.shortlist.{campaign_id}")
    label = voice("match.shortlist", count=voice.exact(len(chosen)))
    if st.button(label, type="primary", key=form.key("send"), icon=":material/playlist_add:"):
        store, who = store_of(present), actor()
        done: list[Shortlisted] = []
        lines = [{"kol_id": rank.kol_id, "kol_name": market.names[rank.place]} for rank in chosen]

        def save(key: str) -> None:
            done.append(actions.import_shortlist(store, who, key, campaign_id=campaign_id, lines=lines))

        def said() -> str:
            told = voice("shortlist.saved", count=voice.exact(len(done[0].collaboration_ids)))
            return "\n".join([told, *(pipeline_forms.warning(one, voice) for one in done[0].conflicts[:10])])

        forms.send(form, voice, {"lines": lines}, save, said)


def hold(rank: Rank, asked: Brief, present: Scope, voice: Voice) -> None:
    """Keep one KOL out: blocked by the brand, or without a free slot in the days of the brief."""
    if asked.brand_id is None or not may("save_kol_hold"):
        return
    form = forms.opened(f"match.hold.{asked.brand_id}.{rank.kol_id}", None, reason="")
    with st.expander(voice("match.hold"), type="compact"), st.form(form.key("form"), border=False):
        names = {kind: voice(f"match.rule.{kind}") for kind in HOLD_KINDS}
        kind = st.segmented_control(
            voice("match.hold_kind"), HOLD_KINDS, default=HOLD_KINDS[0], key=form.key("kind"),
            format_func=names.__getitem__, required=True,
        )  # fmt: skip
        reason = st.text_input(voice("match.hold_reason"), key=form.key("reason"), max_chars=200)
        is_sent = st.form_submit_button(voice("form.save"), key=form.key("send"))
    if is_sent:
        store, who = store_of(present), actor()
        is_block = kind == HOLD_KINDS[0]
        request: dict[str, Any] = {
            "brand_id": asked.brand_id, "kol_id": rank.kol_id, "kind": kind, "reason": reason,
            "since_date": asked.as_of - timedelta(days=1) if is_block else asked.since_date,
            "before_date": None if is_block else asked.before_date,
        }  # fmt: skip
        forms.send(form, voice, request, lambda key: actions.save_kol_hold(store, who, key, **request))
