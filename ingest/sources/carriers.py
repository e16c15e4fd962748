"""How a cell names a carrier; which names mean the same one is in `campaigns.carriers`."""

from __future__ import annotations

import re

import polars as pl

from campaigns.carriers import UNSTATED, code_of
from ingest.values import Good, Grammar, Outcome

_SF_NUMBER = re.compile(r"SF\d{12,13}\Z", re.ASCII)


def _carrier(text: str) -> Outcome:
    return Good(code_of(text))


def _carrier_of_number(text: str) -> Outcome:
    return Good("shunfeng" if _SF_NUMBER.match(text.upper()) else UNSTATED)


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.String()).new_from_index(0, text.len())


CARRIER = Grammar(pl.String(), _unread, _carrier)
CARRIER_OF_NUMBER = Grammar(pl.String(), _unread, _carrier_of_number)
"""Out of a tracking number alone: only 顺丰's says whose it is; all others are `unstated`."""
