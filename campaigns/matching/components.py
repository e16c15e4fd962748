"""The components of a match, each between 0 and 1 with its evidence; a missing one is NaN and never zero.

What is compared with a KOL's tier goes through the same step: the logarithm of the ratio, drawn towards 1 where little
is known, in robust deviations (median and MAD) of the tier, read off the normal distribution. 0.5 is the tier's median.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from campaigns.matching.arrays import Flags, Floats, Ints, missing, robust_z
from campaigns.matching.audience import audience_fit
from campaigns.matching.brief import Brief
from campaigns.matching.market import Component, Market

PRIOR_ORDERS, PRIOR_NOTES, PRIOR_MEDIANS, PRIOR_TEXTS = 3.0, 1.0, 2.0, 3.0
"""So many orders, notes, medians and texts of an ordinary KOL are added to what is known of one."""

HALF_LIFE_DAYS = 180.0
"""Evidence of this age is worth half in the confidence."""

UNPAID = "samples"
"""The method by which nobody is paid a fee: the price of a note then says nothing, and drops out."""

BAND = 2.0
"""Robust deviations from the tier's median that engagement may lie before it is called outside the band."""

USUAL_NOTES, USUAL_DAYS = 12.0, 30.0


def every(market: Market, brief: Brief) -> dict[str, Component]:
    """All components for a brief, by name."""
    found = {**standing(market, brief.kind, is_paid=brief.method != UNPAID), **asked(market, brief)}
    if brief.method == UNPAID:
        found["price"] = found["price"]._replace(value=missing(market.size))
    return found


def asked(market: Market, brief: Brief) -> dict[str, Component]:
    """What depends on the words and the audience of the brief."""
    return {"audience": audience_fit(market, brief.audience), "content": _content(market, brief.words)}


def standing(market: Market, kind: str, *, is_paid: bool) -> dict[str, Component]:
    """What is the same for every brief of that kind of note; kept with the market once it has been computed.

    Fees rise with the tier, so a KOL who is paid one stands beside the tier; who gets a sample beside everybody.
    """
    name = f"{kind} {'paid' if is_paid else 'unpaid'}"
    if name not in market.kept:
        beside = market.tier if is_paid else np.zeros(market.size, dtype=np.int8)
        market.kept[name] = {
            "performance": _performance(market, kind, beside),
            "conversion": _conversion(market),
            "net_sales": _net_sales(market, beside),
            "price": _price(market, kind),
            "authenticity": _authenticity(market),
            "reliability": _reliability(market),
            "cadence": _cadence(market),
            "saturation": _saturation(market),
        }
    return market.kept[name]


def _content(market: Market, words: str) -> Component:
    """Cosine of the brief's and the KOL's words as a share of the nearest KOL's, drawn to the mean for few notes."""
    likeness = market.words.likeness(words)
    known = likeness[~np.isnan(likeness)]
    if not len(known) or known.max() <= 0:
        return Component(missing(market.size), np.zeros(market.size, dtype=np.float32), missing(market.size))
    share, usual = _drawn(market.number("notes"), PRIOR_TEXTS), np.float32(known.mean())
    value = ((usual + share * (likeness - usual)) / known.max()).astype(np.float32)
    return Component(value, share, market.number("note_age_days"))


def _performance(market: Market, kind: str, beside: Ints) -> Component:
    """Median reads against the tier's: of own notes of the kind where there are four, else of the profile's scope."""
    own, count = market.number(f"own_{kind}_reads"), market.number(f"own_{kind}_notes")
    reads = np.where(np.isnan(own) | ~(count >= 4), market.number("reads"), own)
    known = np.where(np.isnan(own), PRIOR_MEDIANS, np.maximum(count, PRIOR_MEDIANS))
    share = _drawn(known, PRIOR_MEDIANS)
    value = ndtr(robust_z(np.log(reads), beside) * share)
    return Component(value.astype(np.float32), share, market.number("profile_age_days"))


def _conversion(market: Market) -> Component:
    """Kept orders per click against what the market makes of as many clicks; both fade with time."""
    clicks, orders = market.number("clicks"), market.number("orders")
    usual = float(np.nansum(orders)) / max(float(np.nansum(clicks)), 1.0)
    expected = clicks * np.float32(usual)
    ratio = np.log((orders + PRIOR_ORDERS) / (expected + PRIOR_ORDERS))
    value = ndtr(robust_z(ratio, np.zeros(market.size, dtype=np.int8), least=0.15, centre=0.0))
    return _of(market, value, _drawn(expected, PRIOR_ORDERS), "sales_age_days", clicks > 0)


def _net_sales(market: Market, beside: Ints) -> Component:
    """Net sales per linked note against the tier's; both fade with time."""
    notes, sold = market.number("linked_notes"), np.maximum(market.number("net_sales"), 0.0)
    usual = _usual(beside, sold, notes)
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody sold anything yet
        ratio = np.log((sold + PRIOR_NOTES * usual) / ((notes + PRIOR_NOTES) * usual))
    value = ndtr(robust_z(ratio, np.zeros(market.size, dtype=np.int8), least=0.25, centre=0.0))
    return _of(market, value, _drawn(notes, PRIOR_NOTES), "sales_age_days", (notes > 0) & (usual > 0))


def _price(market: Market, kind: str) -> Component:
    """Price per engagement and per impression against the tier's; engagement beyond the tier's band is not believed."""
    price, reads = market.number(f"{kind}_price"), market.number("reads")
    believed = np.exp(np.log(reads) + _believed_rate(market))
    per_engagement = -robust_z(np.log(price / believed), market.tier)
    per_impression = -robust_z(np.log(price / market.number("impressions")), market.tier)
    both = np.where(np.isnan(per_impression), per_engagement, (per_engagement + per_impression) / 2)
    value = ndtr(np.where(np.isnan(per_engagement), per_impression, both))
    return _of(market, value, np.ones(market.size, dtype=np.float32), "profile_age_days", price > 0)


def _authenticity(market: Market) -> Component:
    """What the warning signs leave of 1."""
    signs = warning_signs(market)
    value = np.ones(market.size, dtype=np.float32)
    for sign in signs.values():
        value *= 1 - np.nan_to_num(sign)
    known = np.sum([~np.isnan(sign) for sign in signs.values()], axis=0)
    strength = (known / len(signs)).astype(np.float32)
    return _of(market, value, strength, "profile_age_days", known > 0)


def warning_signs(market: Market) -> dict[str, Floats]:
    """By sign, 0 (nothing) to 1 (plain) for each KOL; NaN where the source does not say. Kept with the market."""
    if not market.signs:
        market.signs.update(_signs(market))
    return market.signs


def _signs(market: Market) -> dict[str, Floats]:
    return {
        "engagement": _beyond(np.abs(robust_z(_engagement_rate(market), market.tier)), BAND, 2.0),
        "jump": _beyond(np.abs(growth_per_month(market)), 0.25, 0.35),
        "likes": _beyond(market.number("likes_per_read"), 0.25, 0.25),
        "sameness": _beyond(market.number("comment_sameness"), 0.3, 0.4),
        "collects": _beyond(np.abs(robust_z(np.log(market.number("collects_per_like")), market.tier)), 2.5, 2.5),
    }


def growth_per_month(market: Market) -> Floats:
    """Followers won per month between the two newest profiles of a source, as a share of those before."""
    before, span = market.number("followers_before"), market.number("followers_span_days")
    with np.errstate(invalid="ignore", divide="ignore"):
        growth: Floats = ((market.number("followers") / before - 1) / np.maximum(span / 30, 1)).astype(np.float32)
    return growth


def _reliability(market: Market) -> Component:
    """Notes that came of samples, after a uniform prior; silent where no parcel can be judged yet."""
    judged, posted = market.number("judged"), market.number("posted")
    value = (posted + 1) / (judged + 2)
    return _of(market, value, _drawn(judged, 2.0), "sample_age_days", judged > 0)


def _cadence(market: Market) -> Component:
    """Notes in 90 days against a dozen, fading a month after the last; with days to an answer where steps tell them."""
    regular = np.minimum(market.number("notes_90"), USUAL_NOTES) / USUAL_NOTES
    fresh = np.exp2(-np.maximum(market.number("note_age_days") - USUAL_DAYS, 0) / USUAL_DAYS)
    posting = regular * fresh
    answering = np.exp2(-market.number("answer_days") / 3.0)
    both = np.where(np.isnan(answering), posting, (posting + answering) / 2)
    value = np.where(np.isnan(posting), answering, both)
    return _of(market, value, _drawn(market.number("notes"), 3.0), "note_age_days", ~np.isnan(value))


def _saturation(market: Market) -> Component:
    """1 less the share of sponsored notes in 90 days, drawn to the market's share."""
    notes, sponsored = market.number("notes_90"), market.number("sponsored_90")
    usual = float(np.nansum(sponsored)) / max(float(np.nansum(notes)), 1.0)
    value = 1 - (sponsored + 3 * usual) / (notes + 3)
    return _of(market, value, _drawn(notes, 3.0), "note_age_days", notes > 0)


def _engagement_rate(market: Market) -> Floats:
    rate: Floats = np.log(np.maximum(market.number("engagement"), 1) / market.number("reads"))
    return rate


def _believed_rate(market: Market) -> Floats:
    """Log engagement per read, cut at the upper edge of the tier's band."""
    rate = _engagement_rate(market)
    z = robust_z(rate, market.tier)
    with np.errstate(invalid="ignore", divide="ignore"):
        excess = np.where(z > BAND, (z - BAND) * market.spread(rate), 0.0)
    believed: Floats = (rate - excess).astype(np.float32)
    return believed


def _usual(groups: Ints, total: Floats, count: Floats) -> Floats:
    """Σ total ÷ Σ count of each KOL's group; the whole market's where the group has too little."""
    whole = float(np.nansum(total)) / max(float(np.nansum(count)), 1e-9)
    usual = np.full(len(groups), whole, dtype=np.float32)
    for group in np.unique(groups):
        inside = groups == group
        if np.nansum(count[inside]) >= 3:
            usual[inside] = np.nansum(total[inside]) / np.nansum(count[inside])
    return usual


def _beyond(size: Floats, from_: float, width: float) -> Floats:
    grown: Floats = np.clip((size - from_) / width, 0, 1).astype(np.float32)
    return grown


def _drawn(count: Floats, prior: float) -> Floats:
    known = np.nan_to_num(count)
    share: Floats = (known / (known + np.float32(prior))).astype(np.float32)
    return share


def _of(market: Market, value: Floats, strength: Floats, age: str, is_known: Flags) -> Component:
    known = np.where(is_known, value, np.nan).astype(np.float32)
    return Component(known, strength.astype(np.float32), market.number(age))
