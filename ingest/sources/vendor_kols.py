"""KOL lists of the data vendors 千瓜, 新红 and 灰豚, by the names their columns are known under.

Evidence C/D: writers and adapters of public projects; none of the three publishes its columns. Averages are not medians
and are not taken for them. 千瓜's own BloggerId is no user id: a row needs a link of the platform. The e-mail that 灰豚
gives is dropped.
"""

from __future__ import annotations

from ingest.sources.kol_sheet import KolSheet
from ingest.sources.pgy_collector import IMAGE_PRICES, LABELS, VIDEO_PRICES
from ingest.sources.source import Source

_LINKS = ("小红书主页", "蒲公英主页", "主页链接", "小红书链接", "蒲公英链接")
_QIANGUA = KolSheet(
    source="qiangua",
    names=("博主昵称", "达人昵称"),
    links=_LINKS,
    red_ids=("小红书号",),
    followers=("粉丝数",),
    image_prices=("实时报价-图文", *IMAGE_PRICES),
    video_prices=("实时报价-视频", *VIDEO_PRICES),
)
_XINHONG = KolSheet(
    source="xinhong",
    names=("昵称", "博主昵称", "达人昵称", "红人昵称"),
    links=_LINKS,
    red_ids=("小红书号",),
    followers=("粉丝数",),
    image_prices=("预估报价", *IMAGE_PRICES),
    video_prices=VIDEO_PRICES,
)
_HUITUN = KolSheet(
    source="huitun",
    names=("达人名称",),
    links=("达人官方地址",),
    red_ids=("小红书号",),
    as_of=("更新时间",),
    followers=("粉丝数",),
)

QIANGUA = Source(
    key="qiangua",
    title="千瓜 KOL list",
    required=(
        frozenset(_QIANGUA.names),
        frozenset(_LINKS),
        frozenset({"粉丝数"}),
        frozenset({"千瓜指数", "实时报价-图文", "实时报价-视频"}),
    ),
    known=_QIANGUA.columns
    | LABELS
    | {"千瓜指数", "达人类型", "赞藏总数", "笔记数", "平均互动", "平均点赞", "平均收藏", "平均评论", "实时报价-图文cpe"}
    | {"实时报价-视频cpe", "关注数", "冠薯", "达人等级", "标签占比", "标签指数"},
    type_rows=_QIANGUA.typed,
    personal=frozenset({"简介"}),
    has_groups=True,
)
XINHONG = Source(
    key="xinhong",
    title="新红 KOL list",
    required=(
        frozenset(_XINHONG.names),
        frozenset(_LINKS),
        frozenset({"粉丝数"}),
        frozenset({"预估报价"}),
        frozenset({"近30天涨粉", "爆文数", "爆文率", "粉丝真实度"}),
    ),
    known=_XINHONG.columns
    | LABELS
    | {"近30天涨粉", "爆文数", "爆文率", "粉丝真实度", "cpe", "cpm", "合作品牌", "健康等级"},
    type_rows=_XINHONG.typed,
    personal=frozenset({"简介"}),
)
HUITUN = Source(
    key="huitun",
    title="灰豚 KOL list",
    required=(frozenset({"达人名称"}), frozenset({"达人官方地址"}), frozenset({"粉丝数"})),
    known=_HUITUN.columns | {"达人标签"},
    type_rows=_HUITUN.typed,
    personal=frozenset({"联系邮箱"}),
)
