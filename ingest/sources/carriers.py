"""Carriers under one name each, that of 快递100: the same parcel is one parcel, whoever reports it.

快递100's codes are evidence A (its SDK's `CompanyConstant`); the names that other systems use are general knowledge. A
carrier that is not here keeps the name it came with.
"""

from __future__ import annotations

import re

import polars as pl

from ingest.values import Good, Grammar, Outcome

_NAMES = {
    "shunfeng": ("sf", "sf-express", "顺丰", "顺丰速运", "顺丰快递", "sfexpress"),
    "zhongtong": ("zto", "zto-express", "中通", "中通快递", "中通速递"),
    "yuantong": ("yto", "yto-express", "圆通", "圆通速递", "圆通快递"),
    "shentong": ("sto", "sto-express", "申通", "申通快递"),
    "yunda": ("yunda-express", "韵达", "韵达快递", "韵达速递"),
    "ems": ("china-ems", "邮政ems", "中国邮政ems"),
    "jd": ("jdl", "jd-express", "京东", "京东物流", "京东快递"),
    "debangkuaidi": ("deppon", "德邦", "德邦快递", "德邦物流"),
    "jtexpress": ("j&t", "jtexpress-cn", "jt", "极兔", "极兔速递"),
}
_KNOWN = {other: name for name, others in _NAMES.items() for other in (name, *others)}
_SF_NUMBER = re.compile(r"SF\d{12,13}\Z", re.ASCII)


def _carrier(text: str) -> Outcome:
    return Good(_KNOWN.get(text.casefold(), text))


def _carrier_of_number(text: str) -> Outcome:
    return Good("shunfeng" if _SF_NUMBER.match(text.upper()) else "unstated")


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.String()).new_from_index(0, text.len())


CARRIER = Grammar(pl.String(), _unread, _carrier)
CARRIER_OF_NUMBER = Grammar(pl.String(), _unread, _carrier_of_number)
"""Out of a tracking number alone: only 顺丰's says whose it is; all others are `unstated`."""
