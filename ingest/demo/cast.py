"""Who is in the demo: KOLs of every tier, the brands' own accounts, people who write unasked, and what was agreed."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

import numpy as np

from ingest.demo import story, words

Dice = np.random.Generator


@dataclass(frozen=True)
class Person:
    """An author. `pull` multiplies the odds that a click on one of their notes ends in an order, `click_rate` is clicks
    per read, `warmth` engagement per read."""

    kol_id: str
    nickname: str
    tier: str
    followers: int
    red_id: str
    city: str
    gender: str
    agency: str | None
    pull: float
    click_rate: float
    warmth: float
    female_share: float

    @property
    def creator_hash(self) -> str:
        """What the crawler keeps of the id since July 2026."""
        return hashlib.sha256(self.kol_id.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Collaboration:
    """One KOL in one campaign; `key` is stable, so that records can be entered twice without harm."""

    key: str
    campaign: str
    kol: Person
    agency: str | None
    state: str
    notes: int
    quote_fen: int
    fixed_fee_fen: int
    kol_ppm: int
    kol_base: str
    promo_code: str
    sample_fate: str | None
    sample_products: tuple[str, ...]


@dataclass
class Cast:
    kols: list[Person] = field(default_factory=list)
    accounts: list[Person] = field(default_factory=list)
    writers: list[Person] = field(default_factory=list)
    collaborations: list[Collaboration] = field(default_factory=list)
    stars: list[str] = field(default_factory=list)
    loud: list[str] = field(default_factory=list)

    @property
    def celebrity(self) -> Person:
        """The one celebrity."""
        return next(person for person in self.kols if person.tier == "celebrity")


def make_cast(seed: int) -> Cast:
    """KOLs, accounts, writers and collaborations of a seed; orders and clicks are not needed for it."""
    dice = np.random.default_rng([seed, 1])
    cast, taken = Cast(), {words.CELEBRITY}
    for plan in story.CAMPAIGNS:
        for tier, count in plan.tiers.items():
            for number in range(count):
                kol = _make_kol(dice, taken, cast, plan, tier, number)
                cast.kols.append(kol)
                cast.collaborations.append(_agree(dice, plan, kol, len(cast.collaborations)))
    _let_two_return(dice, cast)
    for brand in story.BRANDS:
        cast.accounts.append(_person(dice, "own", brand.account, (18_000, 60_000), None, 1.3, 0.03, 0.03))
    for _ in range(240):
        cast.writers.append(
            _person(dice, "nobody", words.nickname(dice, taken), story.FOLLOWERS["nobody"], None, 1.0, 0.02, 0.06)
        )
    return cast


def _make_kol(dice: Dice, taken: set[str], cast: Cast, plan: story.Plan, tier: str, number: int) -> Person:
    """The second waist KOL of a campaign truly sells; the third (in the third-party one, a head too) is only loud."""
    agency = _agency_of(plan, tier, number)
    name = words.CELEBRITY if tier == "celebrity" else words.nickname(dice, taken)
    is_star = (tier, number) in {("waist", 1), ("koc", 3)} or (
        plan.method == "samples" and (tier, number) == ("tail", 1)
    )
    is_loud = (tier, number) == ("waist", 2) or (plan.method == "third_party" and (tier, number) == ("head", 1))
    pull, rate, warmth = (
        float(dice.lognormal(0, 0.15)),
        float(dice.lognormal(math.log(0.022), 0.3)),
        float(dice.uniform(0.04, 0.08)),
    )
    if is_star:
        pull, rate = 3.2, 0.035
    if is_loud:
        pull, rate, warmth = 0.12, 0.030, 0.19
    kol = _person(dice, tier, name, story.FOLLOWERS[tier], agency, pull, rate, warmth)
    if is_star:
        cast.stars.append(kol.kol_id)
    if is_loud:
        cast.loud.append(kol.kol_id)
    return kol


def _agency_of(plan: story.Plan, tier: str, number: int) -> str | None:
    """In the samples campaign most are met directly; the celebrity's own studio needs no agency either."""
    if tier == "celebrity" or (plan.method == "samples" and (tier != "tail" or number % 2)):
        return None
    return plan.agencies[number % len(plan.agencies)]


def _person(
    dice: Dice, tier: str, name: str, band: tuple[int, int], agency: str | None, pull: float, rate: float, warmth: float
) -> Person:
    low, high = band
    registered = int(dice.integers(1_520_000_000, 1_760_000_000))
    return Person(
        kol_id=f"{registered:08x}{int(dice.integers(0, 2**32)):016x}",
        nickname=name,
        tier=tier,
        followers=int(math.exp(dice.uniform(math.log(low), math.log(high + 1)))),
        red_id=str(dice.integers(10**8, 10**10))
        if dice.random() < 0.6
        else f"{_letters(dice)}{dice.integers(10, 9999)}",
        city=str(dice.choice(words.CITIES)),
        gender="女" if dice.random() < 0.88 else "男",
        agency=agency,
        pull=pull,
        click_rate=rate,
        warmth=warmth,
        female_share=float(np.round(dice.uniform(0.62, 0.94), 4)),
    )


def _letters(dice: Dice) -> str:
    return "".join(dice.choice(list("abcdefghijkmnpqrstuvwxyz"), size=6))


def _agree(dice: Dice, plan: story.Plan, kol: Person, number: int) -> Collaboration:
    low, high = story.NOTES_OWED[kol.tier]
    fate = _sample_fate(plan, number) if plan.method == "samples" else "posted"
    fee = (
        0
        if plan.method == "samples"
        else int(story.FIXED_FEES_FEN[kol.tier] * dice.uniform(0.9, 1.1)) // 10_000 * 10_000
    )
    has_note = fate == "posted"
    return Collaboration(
        key=f"{plan.code}-{number + 1:02d}",
        campaign=plan.code,
        kol=kol,
        agency=kol.agency,
        state="published" if has_note else "sample_out",
        notes=int(dice.integers(low, high)) if has_note else 0,
        quote_fen=fee,
        fixed_fee_fen=fee,
        kol_ppm=plan.kol_ppm,
        kol_base="after_platform_fee" if kol.tier == "head" else "buyer_paid",
        promo_code=f"{plan.brand[:3].upper()}{kol.red_id[-4:].upper()}{number + 1:02d}",
        sample_fate=fate,
        sample_products=_sample_products(plan, kol),
    )


def _sample_fate(plan: story.Plan, number: int) -> str:
    """Of the 26 parcels of the samples campaign four are overdue, one is lost and one is still on its way."""
    place = number - sum(sum(other.tiers.values()) for other in story.CAMPAIGNS[: story.CAMPAIGNS.index(plan)])
    return {4: "overdue", 9: "overdue", 15: "overdue", 21: "overdue", 12: "lost", 24: "in_transit"}.get(place, "posted")


def _sample_products(plan: story.Plan, kol: Person) -> tuple[str, ...]:
    return plan.products[:1] if kol.tier in ("koc", "celebrity") else plan.products[:2]


def _let_two_return(dice: Dice, cast: Cast) -> None:
    """Two KOLs of the autumn campaign are in the countdown too, with terms of their own."""
    plan = story.CAMPAIGNS[2]
    tails = [kol for kol in cast.kols if kol.tier == "waist"][:2]
    for kol in tails:
        cast.collaborations.append(_agree(dice, plan, kol, len(cast.collaborations)))
