"""Terms in a spreadsheet: which column is what, and what each cell says. Pure; names are looked up by the action.

One line is one part's terms for one target. Whom they are for follows from what is filled: campaign and KOL, agency
(with a campaign or without), platform (with a category or without).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from campaigns.errors import BadValue, CellsRefused
from campaigns.money import parse_rate, parse_yuan
from campaigns.pasted_sheet import place

HEADERS = {
    "campaign": ("活动", "活动编码"),
    "kol": ("达人", "博主", "达人id"),
    "agency": ("机构", "mcn"),
    "platform": ("平台",),
    "category": ("类目", "品类"),
    "part": ("结算项", "付给", "paid to"),
    "since_date": ("生效日期", "开始日期", "since", "from"),
    "before_date": ("截止日期（不含）", "失效日期", "before", "until (not included)"),
    "base": ("计算基数", "基数"),
    "rate_ppm": ("费率", "比例", "rate"),
    "tiers": ("阶梯", "阶梯费率"),
    "tier_mode": ("阶梯方式", "tier mode"),
    "cap_fen": ("封顶", "封顶金额", "cap"),
    "minimum_fen": ("最低金额", "minimum"),
    "guarantee_kind": ("保底方式", "guarantee kind"),
    "guarantee_fen": ("保底金额", "保底", "guarantee"),
    "fixed_fee_fen": ("坑位费", "fixed_fee", "fixed fee"),
    "cps_share_ppm": ("cps分成", "分成比例", "cps_share", "cps share"),
    "currency": ("币种",),
}
"""What a column may be called, by the field it fills; the field's own name too."""

NEEDED = ("part", "since_date")
WORDS = {
    "part": {"平台扣点": "platform_fee", "第三方服务费": "third_party", "达人佣金": "kol", "返点": "rebate"},
    "base": {
        "实付": "buyer_paid", "商家实收": "merchant_receives", "原价": "list_price",
        "扣除平台费后": "after_platform_fee", "达人应得": "kol_fee", "报价": "quote",
    },
    "tier_mode": {"分段": "marginal", "全额": "whole_volume"},
    "guarantee_kind": {"取高": "greater_of", "保底加佣金": "fee_plus_commission"},
}  # fmt: skip
"""Chinese words that stand for ours, by field."""


def _plain(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


_FIELD_OF = {_plain(name): field for field, names in HEADERS.items() for name in (field, *names)}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?\Z", re.ASCII)
_TIER = re.compile(r"(?:(?P<bound>[\d.,]+)\s*:\s*)?(?P<rate>[^:\s]+)\Z")


def read_text(text: str) -> list[dict[str, Any]]:
    """The lines of pasted cells or of a CSV file, tabs or commas between them. Raises CellsRefused."""
    clean = text.lstrip("\ufeff").replace("\0", "")
    delimiter = "\t" if "\t" in clean.lstrip("\r\n").partition("\n")[0] else ","
    try:
        return read(list(csv.reader(io.StringIO(clean), delimiter=delimiter)))
    except csv.Error as error:
        raise CellsRefused([BadValue("the sheet", text[:40], f"a table ({error})", "E-SHEET")]) from error


def read(table: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """The lines that `import_terms` takes: fields, `row` and `places`. Raises CellsRefused with every bad cell."""
    filled = [(number, row) for number, row in enumerate(table, start=1) if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise CellsRefused([BadValue("the sheet", "", "a header row and at least one row under it", "E-SHEET")])
    fields = _fields(filled[0][1], filled[0][0])
    bad: list[BadValue] = []
    lines = [_line(number, row, fields, bad) for number, row in filled[1:]]
    if bad:
        raise CellsRefused(bad)
    return lines


def _fields(header: Sequence[str], row: int) -> dict[int, str]:
    fields: dict[int, str] = {}
    bad: list[BadValue] = []
    for column, title in enumerate(header):
        field = _FIELD_OF.get(_plain(title))
        if field is not None and field not in fields.values():
            fields[column] = field
        elif title.strip():
            expected = "each column once" if field else f"one of the columns {', '.join(HEADERS)}"
            bad.append(BadValue(place(column, row), title, expected, "E-HEADER"))
    missing = [name for name in NEEDED if name not in fields.values()]
    if missing:
        bad.append(BadValue("the header", ", ".join(header)[:80], f"also the columns {', '.join(missing)}", "E-HEADER"))
    if bad:
        raise CellsRefused(bad)
    return fields


def _line(number: int, row: Sequence[str], fields: dict[int, str], bad: list[BadValue]) -> dict[str, Any]:
    line: dict[str, Any] = {"row": number, "places": {}}
    for column, field in fields.items():
        text = unicodedata.normalize("NFKC", row[column] if column < len(row) else "").strip()
        where = line["places"][field] = f"{place(column, number)} ({field})"
        if not text and field not in NEEDED:
            continue
        try:
            line[field] = _READ.get(field, _as_it_is)(where, text)
        except BadValue as problem:
            bad.append(problem)
    return line


def _as_it_is(_where: str, text: str) -> str:
    return text


def _word(field: str) -> Callable[[str, str], str]:
    return lambda _where, text: WORDS[field].get(text, text.casefold().replace(" ", "_"))


def _yuan(where: str, text: str) -> int:
    fen = parse_yuan(text.removeprefix("¥").replace(",", "").strip(), where)
    if fen < 0:
        raise BadValue(where, text, "an amount that is not negative", "E-MONEY")
    return fen


def _rate(where: str, text: str) -> int:
    return parse_rate(text, where)


def read_tiers(where: str, text: str) -> list[dict[str, int | None]]:
    """`50000: 0.10; 100000: 0.12; 0.15` as tiers; the last one has no bound. Whether they rise is for the action."""
    tiers: list[dict[str, int | None]] = []
    for part in (part.strip() for part in re.split(r"[;\n]", text) if part.strip()):
        found = _TIER.match(part)
        if not found:
            raise BadValue(where, part, "tiers such as 50000: 0.10; 100000: 0.12; 0.15", "E-TIERS")
        bound = found["bound"]
        tiers.append(
            {"up_to_fen": _yuan(where, bound) if bound else None, "rate_ppm": parse_rate(found["rate"], where)}
        )
    return tiers


def _day(where: str, text: str) -> date:
    found = _DAY.match(text)
    try:
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError as error:
        raise BadValue(where, text, "a date such as 2026-11-05", "E-DATE") from error


_READ: dict[str, Callable[[str, str], Any]] = {
    **{field: _word(field) for field in WORDS},
    "since_date": _day, "before_date": _day, "rate_ppm": _rate, "tiers": read_tiers, "cap_fen": _yuan,
    "minimum_fen": _yuan, "guarantee_fen": _yuan, "fixed_fee_fen": _yuan, "cps_share_ppm": _rate,
}  # fmt: skip
