"""Who of the demo's people orders what and when; prices and lines are made in `baskets`.

A planned order follows its click on the same product within the look-back window; others come too late for it or out of
the blue. Nobody can order a mask between the sell-out and the restock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.demo import story
from ingest.demo.traffic import CHANNELS, NOBODY, Clicks

Dice = np.random.Generator
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DAY = 86_400
LATE_ORDERS = 350
REPEAT_SHARE = 0.34
ORGANIC_CHANNELS = (0.30, 0.47, 0.23)
FIRST_PRODUCTS = np.array([product.popularity for product in story.PRODUCTS])


@dataclass(frozen=True)
class Orders:
    """In order of time: buyer, channel, product, second; `origin` is clicked, repeat, late or organic."""

    buyer: Ints
    channel: Ints
    product: Ints
    second: Ints
    origin: npt.NDArray[np.str_]
    buyers: int


def make_orders(seed: int, clicks: Clicks, count: int, scale: float) -> Orders:
    """`count` orders: those that clicks bring, their repeats, late ones, and organic ones for the rest."""
    dice = np.random.default_rng([seed, 4])
    clicked = _clicked(dice, clicks)
    late = _late(dice, clicks, clicked, int(LATE_ORDERS * scale))
    repeat = _repeats(dice, clicked)
    found = [(clicked, "clicked"), (late, "late"), (repeat, "repeat")]
    planned = sum(len(part) for part, _ in found)
    if planned > count:
        raise ValueError(f"{planned} planned orders, but the demo is to have {count}: raise the count.")
    organic, buyers = _organic(dice, clicks, count - planned)
    found.append((organic, "organic"))
    table = np.concatenate([part for part, _ in found])
    origin = np.concatenate([np.full(len(part), name) for part, name in found])
    order = np.argsort(table[:, 3], kind="stable")
    table, origin = table[order], origin[order]
    return Orders(table[:, 0], table[:, 1], table[:, 2], table[:, 3], origin, buyers)


def can_order(product: Ints, second: Ints) -> Flags:
    """Whether the product could be had then: no masks while sold out, nothing after the story ends."""
    is_mask = product == 0
    allowed: Flags = (second < story.BEFORE) & ~(is_mask & (second > story.SELL_OUT_AFTER) & (second < story.RESTOCKED))
    return allowed


def _clicked(dice: Dice, clicks: Clicks) -> Ints:
    """One order of each buyer that a click brings: exactly the planned share of each channel's clickers."""
    product = clicks.product
    lag = dice.lognormal(np.log(4 * 3600), 1.7, size=len(product))
    in_window = (clicks.second >= story.COUNTDOWN_SINCE) & (clicks.second < story.COUNTDOWN_BEFORE)
    lag = np.where(in_window, lag / 10, lag)
    lag = np.where(lag > 14.5 * DAY, dice.uniform(3600, 3 * DAY, size=len(lag)), lag)
    second = clicks.second + 40 + lag.astype(np.int64)
    pull = np.array([link.note.author.pull for link in clicks.links])[clicks.link]
    score = np.log(pull * np.array(story.SECTION_PULL)[clicks.section] * np.where(in_window, 1.9, 1.0))
    score += dice.gumbel(size=len(score))
    score[(clicks.buyer == NOBODY) | ~can_order(product, second)] = -np.inf
    best = np.lexsort((-score, clicks.buyer))
    best = best[np.append(True, np.diff(clicks.buyer[best]) != 0)]
    found = []
    for index, people in enumerate(clicks.buyers_of_channel):
        own = best[(clicks.channel[best] == index) & np.isfinite(score[best])]
        buying = int(np.round(story.BUYER_SHARES[CHANNELS[index]] * len(people)))
        own = own[np.argsort(-score[own], kind="stable")[:buying]]
        found.append(np.column_stack([clicks.buyer[own], clicks.channel[own], product[own], second[own]]))
    return np.concatenate(found)


def _repeats(dice: Dice, clicked: Ints) -> Ints:
    """A third of the buyers come back 4 to 45 days later, mostly for the same, else for another of the brand's."""
    again = clicked[dice.random(len(clicked)) < REPEAT_SHARE].copy()
    again[:, 3] += dice.integers(4 * DAY, 45 * DAY, size=len(again))
    other = (again[:, 2] // 4) * 4 + dice.integers(0, 4, size=len(again))
    again[:, 2] = np.where(dice.random(len(again)) < 0.65, again[:, 2], other)
    return again[can_order(again[:, 2], again[:, 3])]


def _late(dice: Dice, clicks: Clicks, clicked: Ints, count: int) -> Ints:
    """People with one single click who order what they saw, but 16 to 50 days later: too late to be credited."""
    known = clicks.buyer[clicks.buyer != NOBODY]
    once = np.flatnonzero(np.bincount(known, minlength=int(known.max()) + 1) == 1)
    once = np.setdiff1d(once, clicked[:, 0])
    places = np.flatnonzero(np.isin(clicks.buyer, once))
    second = clicks.second[places] + dice.integers(16 * DAY, 50 * DAY, size=len(places))
    product = clicks.product[places]
    good = np.flatnonzero(can_order(product, second))
    good = dice.permutation(good)[:count]
    places, second = places[good], second[good]
    return np.column_stack([clicks.buyer[places], clicks.channel[places], clicks.product[places], second])


def _organic(dice: Dice, clicks: Clicks, count: int) -> tuple[Ints, int]:
    """Orders of people who never clicked; a fifth of them know the shop already. Also: how many people there are."""
    first = clicks.buyers_of_channel[-1].stop
    channel = dice.choice(len(CHANNELS), size=count, p=ORGANIC_CHANNELS)
    product = dice.choice(len(FIRST_PRODUCTS), size=count, p=FIRST_PRODUCTS / FIRST_PRODUCTS.sum())
    second = _shopping_hours(dice, count)
    blocked = ~can_order(product, second)
    product[blocked] = 1
    buyer = first + np.arange(count)
    known = np.flatnonzero(dice.random(count) < 0.2)
    known = known[known > 0]
    earlier = (dice.random(len(known)) * known).astype(np.int64)
    buyer[known] = buyer[earlier]
    channel[known] = channel[earlier]
    return np.column_stack([buyer, channel, product, second]).astype(np.int64), first + count


def _shopping_hours(dice: Dice, count: int) -> Ints:
    hours = np.array([2, 1, 1, 0.5, 0.5, 0.5, 1, 2, 4, 5, 5.5, 5, 6, 5, 4.5, 4.5, 4.5, 5, 5.5, 7, 9, 10, 8, 4])
    days = (story.BEFORE - story.SINCE) // DAY
    weight = np.ones(days)
    weight[-6:-4] = 3.0
    day = dice.choice(days, size=count, p=weight / weight.sum())
    hour = dice.choice(24, size=count, p=hours / hours.sum())
    return (story.SINCE + day * DAY + hour * 3600 + dice.integers(0, 3600, size=count)).astype(np.int64)
