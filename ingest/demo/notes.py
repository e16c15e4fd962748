"""The demo's 600 notes: paid, the brands' own, KOLs' unpaid ones, word of mouth. Ids hide the publishing second."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

import numpy as np

from campaigns.periods import SHANGHAI
from ingest.demo import story, words
from ingest.demo.cast import Cast, Collaboration, Person

Dice = np.random.Generator

OWN_NOTES = {"havgry": 46, "tarawai": 40}
KOL_ORGANIC_NOTES = 4
"""So many notes each KOL wrote unasked before the first campaign that asked: what a ranking can learn from."""
PUBLISH_HOURS = np.array([1, 1, 0, 0, 0, 0, 1, 3, 4, 4, 4, 5, 8, 6, 4, 4, 5, 7, 9, 11, 12, 11, 7, 3], dtype=float)


@dataclass(frozen=True)
class Note:
    """`group` is own, paid, kol_organic or word_of_mouth; `products` are the linked ones (may be none)."""

    note_id: str
    author: Person
    group: str
    brand: str
    campaign: str | None
    collaboration: str | None
    topic_product: str
    products: tuple[str, ...]
    slug: str
    title: str
    body: str
    topics: tuple[str, ...]
    kind: str
    published: int
    impressions: int
    reads: int
    likes: int
    collects: int
    comments: int
    shares: int
    follows: int
    reads_by_section: tuple[int, int, int, int]

    @property
    def engagement(self) -> int:
        """Likes, collects, comments and shares."""
        return self.likes + self.collects + self.comments + self.shares


def make_notes(seed: int, cast: Cast) -> list[Note]:
    """All notes of a seed, in order of publication."""
    dice = np.random.default_rng([seed, 2])
    notes: list[Note] = []
    for collaboration in cast.collaborations:
        notes += _paid_notes(dice, collaboration)
    for brand, account in zip(story.BRANDS, cast.accounts, strict=True):
        notes += [_own_note(dice, brand, account) for _ in range(OWN_NOTES[brand.code])]
    notes += [_unasked_note(dice, kol, plan) for kol, plan in _first_plans(cast) for _ in range(KOL_ORGANIC_NOTES)]
    while len(notes) < story.NOTES:
        notes.append(_unpaid_note(dice, cast.writers[int(dice.integers(0, len(cast.writers)))], "word_of_mouth", 0.65))
    return _plant_blank_and_equal_titles(sorted(_one_per_second(notes), key=lambda note: note.note_id))


def _paid_notes(dice: Dice, collaboration: Collaboration) -> list[Note]:
    plan = next(plan for plan in story.CAMPAIGNS if plan.code == collaboration.campaign)
    since = int(datetime.combine(plan.since, time(), SHANGHAI).timestamp()) + 3 * 86_400
    before = int(datetime.combine(plan.before, time(), SHANGHAI).timestamp()) - 9 * 86_400
    if plan.method == "samples":
        since += 6 * 86_400
    notes = []
    for number in range(collaboration.notes):
        published = _publishing_second(dice, since, before)
        if collaboration.kol.tier == "celebrity" and number == 0:
            published = story.COUNTDOWN_SINCE - 30 * 3600 + int(dice.integers(0, 3600))
        product = plan.products[number % len(plan.products)] if number else _leading_product(dice, plan)
        note = _write(dice, collaboration.kol, "paid", plan.brand, product, published, links=1)
        notes.append(replace(note, campaign=plan.code, collaboration=collaboration.key))
    return notes


def _leading_product(dice: Dice, plan: story.Plan) -> str:
    weights = [story.product_of(product).popularity for product in plan.products]
    if plan.method == "celebrity":
        weights[0] *= 2
    return str(dice.choice(plan.products, p=np.array(weights) / sum(weights)))


def _own_note(dice: Dice, brand: story.Brand, account: Person) -> Note:
    published = _publishing_second(dice, story.SINCE, story.BEFORE - 2 * 86_400)
    return _write(dice, account, "own", brand.code, _any_product(dice, brand.code), published, links=1)


def _unpaid_note(dice: Dice, author: Person, group: str, link_share: float) -> Note:
    brand = str(dice.choice(["havgry", "tarawai"], p=[0.55, 0.45]))
    published = _publishing_second(dice, story.SINCE, story.BEFORE - 86_400)
    links = int(dice.random() < link_share)
    return _write(dice, author, group, brand, _any_product(dice, brand), published, links=links)


def _first_plans(cast: Cast) -> list[tuple[Person, story.Plan]]:
    """Every KOL with the first campaign they were in."""
    plans = {plan.code: plan for plan in story.CAMPAIGNS}
    first: dict[str, tuple[Person, story.Plan]] = {}
    for item in cast.collaborations:
        first.setdefault(item.kol.kol_id, (item.kol, plans[item.campaign]))
    return list(first.values())


def _unasked_note(dice: Dice, author: Person, plan: story.Plan) -> Note:
    """What a KOL wrote about the brand before its campaign began."""
    before = int(datetime.combine(plan.since, time(), SHANGHAI).timestamp()) - 86_400
    published = _publishing_second(dice, story.SINCE, before)
    product = _any_product(dice, plan.brand)
    return _write(dice, author, "kol_organic", plan.brand, product, published, links=1)


def _any_product(dice: Dice, brand: str) -> str:
    own = [product for product in story.PRODUCTS if product.brand == brand]
    weights = np.array([product.popularity for product in own])
    return own[int(dice.choice(len(own), p=weights / weights.sum()))].product_id


def _publishing_second(dice: Dice, since: int, before: int) -> int:
    day = since + int(dice.integers(0, max((before - since) // 86_400, 1))) * 86_400
    hour = int(dice.choice(24, p=PUBLISH_HOURS / PUBLISH_HOURS.sum()))
    return day + hour * 3600 + int(dice.integers(0, 3600))


def _write(dice: Dice, author: Person, group: str, brand: str, product_id: str, published: int, links: int) -> Note:
    product = story.product_of(product_id)
    topics = words.topics_of(dice, product.theme, story.brand_of(brand).name_zh)
    second = [other for other in story.PRODUCTS if other.brand == brand and other.product_id != product_id]
    products = [product_id] * links
    if links and dice.random() < 0.18:
        products.append(second[int(dice.integers(0, len(second)))].product_id)
    reads = max(int(dice.lognormal(math.log(story.READ_MEDIANS[author.tier]), 0.65)), 12)
    return Note(
        note_id=f"{published:08x}000000001{int(dice.integers(0, 16**7)):07x}",
        author=author,
        group=group,
        brand=brand,
        campaign=None,
        collaboration=None,
        topic_product=product_id,
        products=tuple(products),
        slug=_slug(dice),
        title=words.title(dice, product.theme, product.short),
        body=words.body(dice, product.theme, product.short, topics),
        topics=tuple(topics),
        kind="video" if dice.random() < 0.35 else "image",
        published=published,
        **_reception(dice, author, reads),
    )


def _reception(dice: Dice, author: Person, reads: int) -> dict[str, Any]:
    """How a note was received, by the names of `Note`."""
    engagement = reads * author.warmth * float(dice.lognormal(0, 0.3))
    parts = engagement * dice.dirichlet([60, 26, 9, 5])
    cuts = dice.multinomial(reads, dice.dirichlet([9, 26, 3, 12]))
    return {
        "impressions": int(reads * dice.uniform(3.2, 8.5)),
        "reads": reads,
        "likes": int(parts[0]),
        "collects": int(parts[1]),
        "comments": int(parts[2]),
        "shares": int(parts[3]),
        "follows": int(engagement * dice.uniform(0.005, 0.04)),
        "reads_by_section": (int(cuts[0]), int(cuts[1]), int(cuts[2]), int(cuts[3])),
    }


def _slug(dice: Dice) -> str:
    letters = list("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789")
    return "".join(dice.choice(letters, size=7))


def _one_per_second(notes: list[Note]) -> list[Note]:
    """Move a note by a minute until no other was published within a minute of it: seconds identify notes here."""
    taken: set[int] = set()
    moved = []
    for note in notes:
        published = note.published
        while published // 60 in taken:
            published += 60
        taken |= {published // 60 + near for near in (-1, 0, 1)}
        moved.append(replace(note, published=published, note_id=f"{published:08x}{note.note_id[8:]}"))
    return moved


def _plant_blank_and_equal_titles(notes: list[Note]) -> list[Note]:
    """Each brand account gets three blank titles and two notes that share one, as real exports have."""
    for brand in OWN_NOTES:
        places = [i for i, note in enumerate(notes) if note.group == "own" and note.brand == brand]
        for place in (places[3], places[17], places[29]):
            notes[place] = replace(notes[place], title="")
        notes[places[22]] = replace(notes[places[22]], title=notes[places[8]].title or "上新啦")
    return notes
