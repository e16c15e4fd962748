"""千瓜 API records of KOLs, as a crawler saves them. Evidence C/D: the label map of one public project.

`BloggerId` is the vendor's own number and no user id of the platform: a record is a KOL only where it carries a link or
an id of 24 hexadecimal digits, else it is refused by its row. Averages are not medians and are not taken.
"""

from __future__ import annotations

from ingest.sources.kol_sheet import KolSheet
from ingest.sources.source import Source

_SHEET = KolSheet(
    source="qiangua_api",
    names=("nickname",),
    ids=("userid", "xhsuserid"),
    links=("bloggerurl", "homeurl", "xhsurl", "pgyurl", "url"),
    red_ids=("redid",),
    homes=("location",),
    as_of=("updatetime", "statdate"),
    followers=("fans",),
)

QIANGUA_API = Source(
    key="qiangua_api",
    title="千瓜 API (KOLs)",
    required=tuple(frozenset({name}) for name in ("bloggerid", "nickname", "fans", "notecount")),
    known=_SHEET.columns
    | {"bloggerid", "liked", "collected", "notecount", "avglike", "avgcollect", "avgcomment", "avgshare"}
    | {"bloggerindex", "bloggerprop", "isbrandpartner"},
    type_rows=_SHEET.typed,
    personal=frozenset({"gender", "headimg", "avatar", "desc", "email", "phone"}),
)
