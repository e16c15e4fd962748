"""Why a commission line is what it is: its order row, evidence, terms, base, slices, rounding and cap, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from campaigns.events import ORDER, Event
from campaigns.reasons import FixedFeeReason, Reason, RefundReason, SaleReason
from campaigns.terms_rows import part_terms
from dashboard import terms_words
from dashboard.formats import MISSING, Voice

CLOSING = ("true_up", "minimum", "guarantee")


class Answer(NamedTuple):
    """One line: what it is, its amount in fen, and pairs of a question and its answer."""

    title: str
    amount_fen: int
    facts: list[tuple[str, str]]
    line: Mapping[str, Any]


def answers(found: Iterable[dict[str, Any]], voice: Voice) -> list[Answer]:
    """An answer per row of `sql/why.sql`."""
    return [_answer(row, voice) for row in found]


def _answer(row: dict[str, Any], voice: Voice) -> Answer:
    title = voice("why.title", part=voice(f"terms.part.{row['part']}"), kind=voice(f"why.kind.{row['kind']}"))
    facts = [
        (voice("why.order_row"), _order_row(row, voice)),
        (voice("why.evidence"), _evidence(row, voice)),
        (voice("why.terms"), _terms(row, voice)),
        (voice("why.amount"), _amount(row, voice)),
        (voice("why.month"), _month(row, voice)),
    ]
    return Answer(title, row["amount_fen"], [(name, text) for name, text in facts if text], row)


def _order_row(row: dict[str, Any], voice: Voice) -> str:
    if row["order_id"] is None:
        return ""
    place = voice("why.place", order=row["order_id"], line=row["line_no"])
    if row["source_row"] is None:
        return place
    where = {"file": row["file"] or MISSING, "row": voice.exact(row["source_row"])}
    return voice("why.order_at", place=place, at=voice.moment(row["ordered_at"]), **where)


def _evidence(row: dict[str, Any], voice: Voice) -> str:
    if row["evidence"] is None:
        return ""
    told = voice("why.credited", evidence=voice(f"why.evidence.{row['evidence']}"), kol=row["kol_name"] or MISSING)
    return told + (voice("why.conflict") if row["has_conflict"] else "")


def _terms(row: dict[str, Any], voice: Voice) -> str:
    if row["scope"] is None:
        return ""
    period = f"{voice.date(row['since_date'])} – {terms_words.field('before_date', row['before_date'], voice)}"
    facts = {"number": row["terms_id"], "scope": voice(f"terms.scope.{row['scope']}"), "who": row["entered_by"]}
    return voice("why.terms_are", pays=terms_words.pays(row, voice), period=period, **facts)


def _month(row: dict[str, Any], voice: Voice) -> str:
    if row["of_period"] == row["period"]:
        return voice("why.in_month", month=row["period"])
    return voice("why.later_month", month=row["period"], of_month=row["of_period"])


def _amount(row: dict[str, Any], voice: Voice) -> str:
    if row["kind"] in CLOSING:
        return _closing(row, voice)
    why = None if row["scope"] is None else reason(row)
    return voice("why.beyond") if why is None else terms_words.reason(why, voice)


def _closing(row: dict[str, Any], voice: Voice) -> str:
    if row["whole_fen"] is None:
        return voice("why.beyond")
    told = voice(f"why.closing.{row['kind']}", month=row["of_period"], whole=voice.money_exact(row["whole_fen"]))
    if row["fresh_fen"] is not None:
        facts = {"volume": voice.money_exact(row["month_volume_fen"]), "fresh": voice.money_exact(row["fresh_fen"])}
        told += voice("why.closing.afresh", **facts)
    return told + voice("why.closing.share", amount=voice.money_exact(row["amount_fen"]))


def reason(row: Mapping[str, Any]) -> Reason | None:
    """The engine's own reason for a line; None where what the reader may see does not lead to the amount."""
    terms = part_terms(row)
    event = Event(
        row["line_id"], ORDER, row["ordered_at"] or row["event_at"], row["order_id"] or "", row["line_no"] or 0,
        list_fen=row["list_fen"] or 0, brand_discount_fen=row["brand_discount_fen"] or 0,
        platform_discount_fen=row["platform_discount_fen"] or 0, tax_fen=row["tax_fen"] or 0,
        paid_fen=row["paid_fen"] or 0,
    )  # fmt: skip
    if row["kind"] == "fixed_fee":
        return FixedFeeReason(event)
    if row["due_fen"] is None or row["first_base_fen"] is None:
        return None
    anchor = terms.schedule.anchor(row["volume_fen"], row["first_base_fen"])
    if terms.schedule.amount(anchor, row["base_now_fen"]) != row["due_fen"]:
        return None
    if row["kind"] == "sale":
        return SaleReason(terms, event, anchor, row["base_now_fen"], row["due_fen"], row["amount_fen"])
    facts = (row["refunded_fen"] or 0, anchor, row["base_now_fen"], row["due_fen"])
    before_fen = row["due_fen"] - row["change_fen"]
    return RefundReason(terms, event, row["of_period"], *facts, before_fen, row["amount_fen"])
