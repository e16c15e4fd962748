"""Rate cards of agencies: which KOL asks how much, as a sheet that every agency lays out its own way.

Evidence G: there is no common form; the names are those in common use. Prices are yuan, also `1.5w`, and 面议 or 不接
says that there is none. 报备 prices go through the platform's order, 非报备 ones do not: only the former are quotes
here. A column headed （万） or （w） counts in ten thousands.
"""

from __future__ import annotations

from ingest.sources import pgy_collector
from ingest.sources.kol_sheet import KolSheet
from ingest.sources.source import Source

_IMAGE = ("图文报备价", "图文报备", "报备图文", "图文价格", "图文刊例价", "图文刊例", "图文笔记报价", "图文笔记价格")
_VIDEO = ("视频报备价", "视频报备", "报备视频", "视频价格", "视频刊例价", "视频刊例", "视频笔记报价", "视频笔记价格")
SHEET = KolSheet(
    source="rate_card",
    names=(*pgy_collector.NAMES, "达人", "博主", "账号", "账号名称", "达人名称", "kol", "昵称/账号"),
    ids=pgy_collector.IDS,
    links=(*pgy_collector.LINKS, "链接", "账号链接", "达人链接", "博主链接"),
    red_ids=("小红书号", "小红书id"),
    homes=pgy_collector.HOMES,
    agencies=(*pgy_collector.AGENCIES, "mcn", "mcn机构", "所属mcn"),
    as_of=(*pgy_collector.AS_OF, "更新时间", "更新日期"),
    followers=(*pgy_collector.FOLLOWERS, "粉丝"),
    followers_in_wan=(*pgy_collector.FOLLOWERS_IN_WAN, "粉丝(万)", "粉丝(w)", "粉丝数(w)", "粉丝量(w)"),
    image_prices=(*_IMAGE, *pgy_collector.IMAGE_PRICES),
    video_prices=(*_VIDEO, *pgy_collector.VIDEO_PRICES),
    read_medians=("阅读中位数",),
    engagement_medians=("互动中位数",),
    shares=pgy_collector.SHARES,
)

RATE_CARD = Source(
    key="rate_card",
    title="agency rate card",
    required=(
        frozenset(SHEET.names),
        frozenset({*SHEET.ids, *SHEET.links}),
        frozenset({*SHEET.followers, *SHEET.followers_in_wan}),
        frozenset({*_IMAGE, *_VIDEO}),
    ),
    known=SHEET.columns
    | pgy_collector.LABELS
    | {"返点", "档期", "备注", "类型", "领域", "赞藏", "非报备价", "图文非报备价", "视频非报备价"},
    type_rows=SHEET.typed,
)
