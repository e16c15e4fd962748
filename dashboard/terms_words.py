"""Terms and reasons in words: rates, tiers, whom they are for, and why an amount is what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from campaigns.errors import BadValue
from campaigns.events import Event
from campaigns.money import PPM, yuan
from campaigns.reasons import FixedFeeReason, Reason, RefundReason, SaleReason, TopUpReason, TrueUpReason
from campaigns.terms import PartTerms
from dashboard.formats import MISSING, Voice
from dashboard.labels import in_language, spoken

COMPARED = (
    "since_date", "before_date", "base", "rate_ppm", "tiers", "tier_mode", "cap_fen", "minimum_fen", "guarantee_kind",
    "guarantee_fen", "fixed_fee_fen", "cps_share_ppm", "currency",
)  # fmt: skip
_CODES = {"base", "tier_mode", "guarantee_kind"}


def rate(ppm: int | None) -> str:
    """A rate to its last digit: `15 %`, `12.5 %`."""
    return MISSING if ppm is None else _percent(ppm, PPM)


def tiers(value: Any, voice: Voice) -> str:
    """Tiers in one line, lowest first."""
    listed = json.loads(value) if isinstance(value, str) else value
    if not listed:
        return MISSING
    told = [
        voice("terms.tier_up_to", bound=voice.money_exact(tier["up_to_fen"]), rate=rate(tier["rate_ppm"]))
        if tier["up_to_fen"] is not None
        else voice("terms.tier_above", rate=rate(tier["rate_ppm"]))
        for tier in listed
    ]
    return voice("list.separator").join(told)


def field(name: str, value: Any, voice: Voice) -> str:
    """The value of a column of terms as people say it."""
    if value is None or value == "":
        return voice("terms.open") if name == "before_date" else MISSING
    if name == "tiers":
        return tiers(value, voice)
    if name.endswith("_ppm"):
        return rate(value)
    if name.endswith("_fen"):
        return voice.money_exact(value)
    if name.endswith("_date"):
        return voice.date(value)
    return voice(f"terms.{name}.{value}") if name in _CODES else str(value)


def target(row: Mapping[str, Any], voice: Voice) -> str:
    """Whom terms are for: the most telling name first."""
    campaign = in_language({"name": row["campaign"], "name_zh": row["campaign_zh"]}, voice) if row["campaign"] else ""
    names = {
        "collaboration": (row["kol_name"], campaign),
        "agency_campaign": (row["agency"], campaign),
        "agency": (row["agency"],),
        "platform_category": (spoken(row["platform"], voice), row["category"]),
        "platform": (spoken(row["platform"], voice),),
    }[row["scope"]]
    return " · ".join(str(name) for name in names if name)


def label(row: Mapping[str, Any], voice: Voice) -> str:
    """Terms by number, for whom and which part."""
    part = voice(f"terms.part.{row['part']}")
    return voice("terms.label", number=row["id"], target=target(row, voice), part=part)


def band_warning(rate_ppm: int | None, low_ppm: int | None, high_ppm: int | None, voice: Voice) -> str:
    """That a platform's fee lies outside the band of its day; nothing where it lies inside, or there is no band."""
    if rate_ppm is None or low_ppm is None or high_ppm is None or low_ppm <= rate_ppm <= high_ppm:
        return ""
    low, high = rate(low_ppm), rate(high_ppm)
    return voice("terms.outside_band", rate=rate(rate_ppm), low=low, high=high)


def millionths(text: str) -> int:
    """A rate of exchange such as 7.1035 in millionths; raises BadValue for more than six decimals."""
    try:
        number = Decimal(text.strip()) * PPM
    except InvalidOperation as error:
        raise BadValue("exchange_rate", text, "a number such as 7.1035") from error
    if not number.is_finite() or number != number.to_integral_value():
        raise BadValue("exchange_rate", text, "a number with at most six decimals, such as 7.1035")
    return int(number)


def plain(cny_ppm: int) -> str:
    """A rate of exchange as people write it."""
    return f"{(Decimal(cny_ppm) / PPM).normalize():f}"


def pays(row: Mapping[str, Any], voice: Voice) -> str:
    """What terms pay, in one line."""
    told = []
    if row["tiers"]:
        told.append(
            voice(
                "terms.pays_tiers", tiers=tiers(row["tiers"], voice), mode=field("tier_mode", row["tier_mode"], voice)
            )
        )
    elif row["rate_ppm"] is not None:
        told.append(rate(row["rate_ppm"]))
    if told:
        told[0] = voice("terms.of_base", pays=told[0], base=field("base", row["base"], voice))
    for name in ("fixed_fee_fen", "cap_fen", "minimum_fen", "guarantee_fen", "cps_share_ppm"):
        if row[name]:
            told.append(f"{voice(f'terms.short.{name}')} {field(name, row[name], voice)}")
    return voice("list.separator").join(told)


def reason(why: Reason, voice: Voice) -> str:
    """Why an amount is what it is: base, slices, rounding, cap."""
    if isinstance(why, SaleReason):
        base = voice(f"why.base.{why.terms.base}", **_order_facts(why.event))
        facts = {
            "base": base,
            "amount": yuan(why.base_fen),
            "slices": _slices(why.terms, why.anchor, why.base_fen, voice),
        }
        told = voice("why.sale", due=yuan(why.uncapped_fen), **facts)
        return told + _capped(why.terms, why.uncapped_fen, why.posted_fen, voice)
    if isinstance(why, RefundReason):
        return _refund(why, voice)
    if isinstance(why, FixedFeeReason):
        return voice("why.fixed_fee")
    if isinstance(why, TrueUpReason):
        told = voice(
            "why.true_up", month=why.of_period, volume=yuan(why.volume_fen), fresh=yuan(why.fresh_fen),
            before=yuan(why.before_fen),
        )  # fmt: skip
        return told + _capped(why.terms, why.fresh_fen - why.before_fen, why.posted_fen, voice)
    return _top_up(why, voice)


def _refund(why: RefundReason, voice: Voice) -> str:
    told = voice(
        "why.refund", refunded=yuan(why.refunded_fen), paid=yuan(why.order.paid_fen), amount=yuan(why.base_fen),
        base=field("base", why.terms.base, voice), slices=_slices(why.terms, why.anchor, why.base_fen, voice),
        due=yuan(why.due_fen), before=yuan(why.before_fen),
    )  # fmt: skip
    return told + _capped(why.terms, why.due_fen - why.before_fen, why.posted_fen, voice)


def _top_up(why: TopUpReason, voice: Voice) -> str:
    return voice(
        "why.top_up", month=why.of_period, commission=yuan(why.commission_fen), agreed=yuan(why.agreed_fen),
        kind=field("guarantee_kind", why.kind, voice), due=yuan(why.due_fen), before=yuan(why.before_fen),
    )  # fmt: skip


def _order_facts(event: Event) -> dict[str, str]:
    return {
        "list": yuan(event.list_fen), "paid": yuan(event.paid_fen), "tax": yuan(event.tax_fen),
        "coupon": yuan(event.platform_discount_fen),
    }  # fmt: skip


def _slices(terms: PartTerms, anchor: int, base_fen: int, voice: Voice) -> str:
    schedule = terms.schedule
    parts = [f"{yuan(one.base_fen)} × {_percent(one.rate, schedule.per)}" for one in schedule.slices(anchor, base_fen)]
    share = "" if schedule.share_ppm is None else voice("why.share", share=rate(schedule.share_ppm))
    return (" + ".join(parts) or "0.00") + share


def _capped(terms: PartTerms, uncapped_fen: int, posted_fen: int, voice: Voice) -> str:
    if terms.cap_fen is None or uncapped_fen == posted_fen:
        return ""
    return voice("why.cap", cap=yuan(terms.cap_fen), posted=yuan(posted_fen), uncapped=yuan(uncapped_fen))


def _percent(number: int, per: int) -> str:
    text = f"{Decimal(number * 100) / Decimal(per):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"
