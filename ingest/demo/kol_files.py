"""The 蒲公英 list an agency mails: two header rows, `阅读中位数` four times over, the KOL's id only inside a link."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path

import numpy as np

from ingest.demo.cast import Person
from ingest.demo.spreadsheet import Cell, column_name, write_workbook
from ingest.demo.story import READ_MEDIANS
from ingest.demo.world import World

_DAILY = (
    "发布笔记数",
    "千赞比例",
    "百赞比例",
    "阅读中位数",
    "互动率",
    "视频完播率",
    "图文3s阅读率",
    "互动中位数",
    "曝光中位数",
)
GROUPS = (
    (
        "本地信息",
        (
            "昵称",
            "主页链接",
            "蒲公英链接",
            "小红书号",
            "健康等级",
            "所属机构",
            "粉丝数",
            "总赞藏",
            "简介",
            "标签",
            "性别",
            "地区",
        ),
    ),
    ("报价数据", ("图文报价", "视频报价", "预估阅读单价(图文)", "预估阅读单价(视频)", "预估图文CPM")),
    ("日常30天", (*_DAILY, "中位点赞量", "中位收藏量", "中位评论量", "中位分享量")),
    ("日常90天", _DAILY),
    ("合作30天", _DAILY),
    ("合作90天", _DAILY),
    ("粉丝核心数据", ("活跃粉丝占比", "粉丝增量", "互动粉丝占比")),
    ("粉丝性别分布", ("女粉占比", "男粉占比")),
    ("粉丝年龄分布", ("<18岁", "18-24岁", "25-34岁", "35-44岁", ">44岁")),
    ("粉丝分布", ("省份分布", "城市分布")),
)
SNAPSHOTS = {"2026-08-20": 0.93, "2026-11-10": 1.0}
"""Followers at each date as a share of today's."""
AGENCY_NAMES = {"linjian": "林间文化", "bohe": "薄荷矩阵", "qihao": "七号码头", None: "无"}


def write_profiles(world: World, folder: Path) -> list[Path]:
    """One workbook per snapshot; the date stands in the file name."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for day, share in SNAPSHOTS.items():
        dice = np.random.default_rng([world.seed, 11, int(day.replace("-", ""))])
        rows = [*_headers(), *(_row(dice, kol, share) for kol in world.cast.kols)]
        path = folder / f"蒲公英博主_{day}.xlsx"
        write_workbook(path, "博主", rows, merges=_merges())
        written.append(path)
    return written


def _headers() -> list[list[Cell]]:
    """The group stands in the first cell of its merged range, as a spreadsheet stores it."""
    groups: list[Cell] = []
    for group, labels in GROUPS:
        groups += [group, *[None] * (len(labels) - 1)]
    return [groups, [label for _, labels in GROUPS for label in labels]]


def _merges() -> list[str]:
    places = [group for group, labels in GROUPS for _ in labels]
    spans, start = [], 0
    for _, members in groupby(places):
        length = len(list(members))
        spans.append(f"{column_name(start)}1:{column_name(start + length - 1)}1")
        start += length
    return spans


def _row(dice: np.random.Generator, kol: Person, share: float) -> list[Cell]:
    followers = int(kol.followers * share)
    reads = int(
        READ_MEDIANS[kol.tier] * math.sqrt(followers / 1000) / math.sqrt(_typical(kol.tier)) * dice.lognormal(0, 0.15)
    )
    price = max(int(followers * dice.uniform(0.03, 0.055) / 50) * 50, 100)
    ages = dice.dirichlet([3, 26, 44, 19, 8])
    return [
        kol.nickname,
        f"https://www.xiaohongshu.com/user/profile/{kol.kol_id}",
        f"https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/{kol.kol_id}",
        kol.red_id,
        "优秀" if dice.random() < 0.7 else "普通",
        AGENCY_NAMES[kol.agency],
        str(followers),
        str(followers * 5),
        "分享真实使用感受",
        "明星, 时尚" if kol.tier == "celebrity" else "护肤, 好物分享",
        kol.gender,
        kol.city,
        str(price),
        str(int(price * 1.4)),
        f"{price / max(reads, 1):.2f}",
        f"{price * 1.4 / max(reads, 1):.2f}",
        f"{price / max(reads * 5, 1) * 1000:.2f}",
        *_scope(dice, kol, reads),
        *(str(int(reads * kol.warmth * part)) for part in (0.6, 0.26, 0.09, 0.05)),
        *_scope(dice, kol, int(reads * 0.95)),
        *_scope(dice, kol, int(reads * 0.8)),
        *_scope(dice, kol, int(reads * 0.78)),
        f"{dice.uniform(40, 75):.1f}%",
        str(int(followers * dice.uniform(-0.002, 0.03))),
        f"{dice.uniform(2, 12):.1f}%",
        f"{kol.female_share * 100:.1f}%",
        f"{(1 - kol.female_share) * 100:.1f}%",
        *(f"{part * 100:.1f}%" for part in ages),
        "广东 13.1%, 江苏 8.2%, 浙江 8.0%, 上海 6.9%",
        f"{kol.city} 9.4%, 上海 6.9%, 北京 6.1%",
    ]


def _typical(tier: str) -> float:
    return {"koc": 5, "tail": 25, "waist": 180, "head": 1_100, "celebrity": 8_600}[tier]


def _scope(dice: np.random.Generator, kol: Person, reads: int) -> list[Cell]:
    return [
        str(int(dice.integers(2, 30))),
        f"{dice.uniform(1, 25):.1f}%",
        f"{dice.uniform(25, 80):.1f}%",
        str(reads),
        f"{kol.warmth * 100:.1f}%",
        f"{dice.uniform(8, 40):.1f}%",
        f"{dice.uniform(30, 70):.1f}%",
        str(int(reads * kol.warmth)),
        str(int(reads * 5)),
    ]
