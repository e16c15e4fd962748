"""KOL lists that people keep by hand, as a real campaign did in a shared sheet of 26 columns and 107 creators.

Evidence B: that file (Dr-Spicy/MF_KOC `XHS_KOC_List - Sheet1.csv`). Cells hold line breaks, counts are `857` or `18k`,
enumerations end in blanks, a missing percentage is the text `null`, an id that was forgotten stands in the link.
People copy the same columns out of 新红. What creators say of themselves, their sex and their sign are dropped: there
are addresses and e-mails among it.
"""

from __future__ import annotations

from ingest.sources.kol_sheet import KolSheet
from ingest.sources.source import Source

SHEET = KolSheet(
    source="handmade_kols",
    names=("name",),
    ids=("user_id",),
    links=("url", "主页链接", "链接"),
    followers=("fans count", "粉丝数"),
    image_prices=("图文报价",),
    shares={
        "female_share": ("粉丝女性比例",),
        "age_under_18_share": ("粉丝年龄<18",),
        "age_18_24_share": ("粉丝年龄18-24",),
        "age_25_34_share": ("粉丝年龄25-34",),
        "age_35_44_share": ("粉丝年龄35-44",),
        "age_over_44_share": ("粉丝年龄>44",),
    },
)
_OTHERS = frozenset(
    {"scraped by", "following count", "liked n collected", "tags(text)", "图文报价有对号", "红人健康等级", "平台等级"}
    | {"活跃粉丝占比(仅>1k)", "粉丝兴趣标签", "粉丝地域分布"}
)

HANDMADE_KOLS = Source(
    key="handmade_kols",
    title="hand-made KOL list",
    required=(
        frozenset(SHEET.names),
        frozenset({*SHEET.ids, *SHEET.links}),
        frozenset(SHEET.followers),
        frozenset({"fans count", "粉丝女性比例", "平台等级", "红人健康等级", "图文报价有对号"}),
    ),
    known=SHEET.columns | _OTHERS,
    type_rows=SHEET.typed,
    personal=frozenset({"bio(text)", "bio", "sex", "星座", "ip_location"}),
)
