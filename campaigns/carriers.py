"""Carriers under one name each, that of 快递100, and how people call them: the same parcel is one, whoever names it.

快递100's codes are evidence A (its SDK's `CompanyConstant`); the names that other systems use are general knowledge. A
carrier that is not here keeps the name it came with.
"""

from __future__ import annotations

UNSTATED = "unstated"
"""The carrier of a parcel that a list names by its number alone."""

_NAMES = {
    "shunfeng": ("SF Express", "顺丰速运", "sf", "sf-express", "顺丰", "顺丰快递", "sfexpress"),
    "zhongtong": ("ZTO", "中通快递", "zto-express", "中通", "中通速递"),
    "yuantong": ("YTO", "圆通速递", "yto-express", "圆通", "圆通快递"),
    "shentong": ("STO", "申通快递", "sto-express", "申通"),
    "yunda": ("Yunda", "韵达快递", "yunda-express", "韵达", "韵达速递"),
    "ems": ("EMS", "邮政EMS", "china-ems", "中国邮政ems"),
    "jd": ("JD Logistics", "京东物流", "jdl", "jd-express", "京东", "京东快递"),
    "debangkuaidi": ("Deppon", "德邦快递", "德邦", "德邦物流"),
    "jtexpress": ("J&T Express", "极兔速递", "j&t", "jtexpress-cn", "jt", "极兔"),
}
CODES = tuple(_NAMES)
_KNOWN = {name.casefold(): code for code, names in _NAMES.items() for name in (code, *names)}


def code_of(name: str) -> str:
    """The one name of a carrier; a carrier nobody knows keeps its own."""
    return _KNOWN.get(name.strip().casefold(), name.strip())


def name_of(code: str, lang: str) -> str:
    """The carrier as people call it, in `en` or `zh`."""
    names = _NAMES.get(code)
    return code if names is None else names[1 if lang == "zh" else 0]
