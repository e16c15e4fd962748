"""A pasted shortlist: which columns it may have and how they are read; agencies are looked up by the action."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from campaigns import pasted_sheet
from campaigns.errors import BadValue
from campaigns.pasted_sheet import Layout

HEADERS = {
    "kol_id": ("达人id", "博主id", "小红书用户id", "用户id", "kol id", "user id"),
    "kol_name": ("达人昵称", "博主昵称", "达人名称", "昵称", "达人", "博主", "kol", "kol name", "name"),
    "agency": ("机构", "所属机构", "mcn", "mcn机构", "agency"),
    "quote_fen": ("报价", "报价（元）", "报价(元)", "价格", "quote", "quote (yuan)", "price"),
    "kind": ("形式", "笔记类型", "合作形式", "kind", "note kind"),
    "owner": ("负责人", "跟进人", "owner"),
    "next_step": ("下一步", "跟进事项", "next step"),
    "next_date": ("跟进日期", "下一步日期", "截止日期", "next date", "due"),
    "tags": ("标签", "tags"),
}
"""What a column may be called, by the field it fills."""

KINDS = {"图文": "image", "image": "image", "视频": "video", "video": "video"}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)


def read(text: str) -> list[dict[str, Any]]:
    """The lines that `import_shortlist` takes, each with its `row`. Raises CellsRefused with every unreadable cell."""
    return pasted_sheet.read(text, _LAYOUT)


def _kind(where: str, text: str) -> str:
    found = KINDS.get(text.casefold())
    if found is None:
        raise BadValue(where, text, "图文 (image) or 视频 (video)")
    return found


def _day(where: str, text: str) -> date:
    found = _DAY.match(unicodedata.normalize("NFKC", text))
    try:
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError as error:
        raise BadValue(where, text, "a date such as 2026-11-05", "E-DATE") from error


def _tags(_where: str, text: str) -> list[str]:
    return [tag.strip() for tag in re.split(r"[,，;；、]", text) if tag.strip()]


_LAYOUT = Layout(
    HEADERS,
    ("kol_id", "kol_name"),
    {
        "kol_id": pasted_sheet.identifier, "quote_fen": pasted_sheet.fen, "kind": _kind, "next_date": _day,
        "tags": _tags,
    },
)  # fmt: skip
