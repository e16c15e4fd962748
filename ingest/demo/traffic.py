"""The demo's clicks: they fall off after publication, follow the hours of the day and surge at the countdown.

Arrays run along clicks. A person clicks on links of one channel only, so that the people of a channel can be counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.demo import story
from ingest.demo.notes import Note

Dice = np.random.Generator
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CHANNELS = tuple(story.CHANNEL_SHARES)
NOBODY = -1
CLICKS_PER_CLICKER = 1.7
ANONYMOUS_SHARE = 0.015
COUNTDOWN_SHARE = 0.38
"""Of the clicks on countdown notes published before it opened, so many come in the countdown itself."""

_CLICK_HOURS = np.array(
    [
        3.2,
        1.6,
        0.8,
        0.5,
        0.4,
        0.5,
        1.2,
        2.6,
        3.6,
        4.0,
        4.3,
        4.6,
        6.2,
        5.4,
        4.2,
        4.1,
        4.2,
        4.8,
        5.6,
        7.0,
        9.0,
        10.2,
        9.4,
        6.0,
    ]
)


@dataclass(frozen=True)
class Link:
    """One product under one note, and the odds of a click leading to an order."""

    note: Note
    product: int
    weight: float

    @property
    def product_id(self) -> str:
        """The linked product."""
        return story.PRODUCTS[self.product].product_id


@dataclass(frozen=True)
class Clicks:
    """In order of time: link index, channel index, buyer index (NOBODY where unknown), section index, epoch second."""

    links: list[Link]
    link: Ints
    channel: Ints
    buyer: Ints
    section: Ints
    second: Ints
    buyers_of_channel: tuple[range, ...]

    @property
    def product(self) -> Ints:
        """The product index of each click."""
        return np.array([link.product for link in self.links], dtype=np.int64)[self.link]


def make_clicks(seed: int, notes: list[Note], count: int) -> Clicks:
    """`count` clicks on the links of `notes`."""
    dice = np.random.default_rng([seed, 3])
    links = make_links(notes)
    weights = np.array([link.weight for link in links])
    link = np.repeat(np.arange(len(links)), dice.multinomial(count, weights / weights.sum())).astype(np.int64)
    channel = dice.choice(len(CHANNELS), size=count, p=list(story.CHANNEL_SHARES.values())).astype(np.int64)
    order = np.lexsort((link, channel))
    link, channel = link[order], channel[order]
    second = _seconds(dice, links, link)
    buyer, ranges = _buyers(dice, channel, link)
    section = dice.choice(len(story.SECTIONS), size=count, p=story.SECTION_SHARES).astype(np.int64)
    in_time = np.argsort(second, kind="stable")
    return Clicks(links, link[in_time], channel[in_time], buyer[in_time], section[in_time], second[in_time], ranges)


def make_links(notes: list[Note]) -> list[Link]:
    """Every product link; weights follow reads and the author's click rate within the share of the note's group."""
    raw = [
        (note, product, note.reads * note.author.click_rate / (1 + place))
        for note in notes
        for place, product in enumerate(note.products)
    ]
    shares = {plan.code: plan.click_share for plan in story.CAMPAIGNS} | story.CLICK_SHARES
    totals: dict[str, float] = {}
    for note, _, weight in raw:
        totals[_group(note)] = totals.get(_group(note), 0.0) + weight**0.8
    indexes = {product.product_id: product.index for product in story.PRODUCTS}
    return [
        Link(note, indexes[product], shares[_group(note)] * weight**0.8 / totals[_group(note)])
        for note, product, weight in raw
    ]


def _group(note: Note) -> str:
    return note.campaign or note.group


def _seconds(dice: Dice, links: list[Link], link: Ints) -> Ints:
    published = np.array([item.note.published for item in links], dtype=np.int64)[link]
    fresh = dice.lognormal(np.log(26 * 3600), 1.1, size=len(link))
    tail = dice.exponential(16 * 86_400, size=len(link))
    second = published + np.where(dice.random(len(link)) < 0.7, fresh, tail).astype(np.int64)
    over = second >= story.BEFORE
    second[over] = published[over] + (dice.random(over.sum()) * (story.BEFORE - published[over])).astype(np.int64)
    second = _by_hour(dice, second, published)
    return _into_the_countdown(dice, links, link, published, second)


def _by_hour(dice: Dice, second: Ints, published: Ints) -> Ints:
    """Give each click of a later day an hour people are awake at; on the publishing day it keeps its distance."""
    day = (second + 8 * 3600) // 86_400
    hour = dice.choice(24, size=len(second), p=_CLICK_HOURS / _CLICK_HOURS.sum())
    moved = day * 86_400 - 8 * 3600 + hour * 3600 + dice.integers(0, 3600, size=len(second))
    return np.where(moved > published, moved, np.maximum(second, published + 20)).astype(np.int64)


def _into_the_countdown(dice: Dice, links: list[Link], link: Ints, published: Ints, second: Ints) -> Ints:
    of_countdown = np.array([item.note.campaign == story.COUNTDOWN for item in links])[link]
    moves = of_countdown & (published < story.COUNTDOWN_SINCE) & (dice.random(len(link)) < COUNTDOWN_SHARE)
    length = story.COUNTDOWN_BEFORE - story.COUNTDOWN_SINCE
    peaks = np.array([0.0, 4 * 3600.0, 14 * 3600.0, 24 * 3600.0])
    peak = dice.choice(peaks, size=int(moves.sum()), p=[0.38, 0.22, 0.22, 0.18])
    offset = np.clip(peak + np.abs(dice.normal(0, 2.6 * 3600, size=len(peak))), 0, length - 1)
    second[moves] = story.COUNTDOWN_SINCE + offset.astype(np.int64)
    return second


def _buyers(dice: Dice, channel: Ints, link: Ints) -> tuple[Ints, tuple[range, ...]]:
    """Who clicked. Each person has at least one click; of the further ones half are on a note they saw before."""
    buyer = np.full(len(channel), NOBODY, dtype=np.int64)
    ranges: list[range] = []
    start = 0
    for index in range(len(CHANNELS)):
        places = np.flatnonzero((channel == index) & (dice.random(len(channel)) >= ANONYMOUS_SHARE))
        people = max(int(len(places) / CLICKS_PER_CLICKER), 1)
        is_first = np.zeros(len(places), dtype=bool)
        is_first[dice.permutation(len(places))[:people]] = True
        chosen = np.empty(len(places), dtype=np.int64)
        chosen[is_first] = dice.permutation(people)
        further = np.flatnonzero(~is_first)
        chosen[further] = _returning(dice, link[places], is_first, chosen, further, people)
        buyer[places] = start + chosen
        ranges.append(range(start, start + people))
        start += people
    return buyer, tuple(ranges)


def _returning(dice: Dice, link: Ints, is_first: Flags, chosen: Ints, further: Ints, people: int) -> Ints:
    """For each further click a person who is there already; `link` is sorted."""
    firsts = np.flatnonzero(is_first)
    low = np.searchsorted(link[firsts], link[further], side="left")
    high = np.searchsorted(link[firsts], link[further], side="right")
    same = low + (dice.random(len(further)) * (high - low)).astype(np.int64)
    keen = (dice.random(len(further)) ** 3 * people).astype(np.int64)
    stays = (high > low) & (dice.random(len(further)) < 0.5)
    return np.where(stays, chosen[firsts[np.minimum(same, len(firsts) - 1)]], keen).astype(np.int64)
