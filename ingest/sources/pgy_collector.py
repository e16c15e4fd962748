"""蒲公英 collector sheets, as agencies mail them: KOLs with quotes, medians and the make-up of their followers.

Evidence A: the code of desktop collectors that write them. The header often spans two rows: the label 阅读中位数 stands
under 日常30天, 日常90天, 合作30天 and 合作90天. Columns are read by label; medians keep the scope in their name, as
`daily_30_all` or `cooperation_90_natural`, with `unstated` for what nobody says. Prices are yuan and 0 means "not
offered"; shares are percentages. Followers, prices and shares belong to the day, not to a scope, and stand on each of
its rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from ingest.instants import DATE
from ingest.numbers import PERCENT, YUAN, counts, ten_thousands
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Parsed, first_of
from ingest.words import KOL_ID, KOL_ID_FAULT, KOL_LINK, NAME, RED_ID, TEXT

KEY = "pgy_collector"
NAMES = ("昵称", "博主昵称", "达人昵称", "小红书昵称")
IDS = ("博主uid", "达人 id", "达人id", "博主id", "用户id")
LINKS = ("蒲公英链接", "蒲公英主页", "博主主页", "主页链接", "小红书主页", "小红书链接")
FOLLOWERS = ("粉丝数", "粉丝数量", "粉丝量")
FOLLOWERS_IN_WAN = ("粉丝数量(万)", "粉丝数(万)", "粉丝量(万)")
IMAGE_PRICES = ("图文报价", "合作报价-图文笔记", "图文笔记一口价")
VIDEO_PRICES = ("视频报价", "合作报价-视频笔记", "视频笔记一口价")
MEDIANS = {"曝光中位数": "impression_median", "阅读中位数": "read_median", "互动中位数": "engagement_median"}
AGENCIES = ("所属机构", "签约机构", "机构")
HOMES = ("所在地", "地区", "所在地区", "地域")
AS_OF = ("数据更新至", "数据更新时间", "采集时间")
SHARES = {
    "female_share": ("女粉占比", "粉丝女性用户占比", "女性粉丝占比"),
    "male_share": ("男粉占比", "粉丝男性用户占比", "男性粉丝占比"),
    "age_under_18_share": ("<18岁", "18岁以下"),
    "age_18_24_share": ("18-24岁",),
    "age_25_34_share": ("25-34岁",),
    "age_35_44_share": ("35-44岁",),
    "age_over_44_share": (">44岁", "44岁以上"),
    "tier1_city_share": ("一线城市占比", "一线城市"),
    "tier2_city_share": ("二线城市占比", "二线城市"),
    "tier3_city_share": ("三线城市占比", "三线城市"),
}
_LABELS = sorted(
    {*NAMES, *IDS, *LINKS, *FOLLOWERS, *FOLLOWERS_IN_WAN, *IMAGE_PRICES, *VIDEO_PRICES, *MEDIANS, *AGENCIES, *HOMES}
    | {*AS_OF, "小红书号"}
    | {label for labels in SHARES.values() for label in labels},
    key=lambda label: (-len(label), label),
)
LABELS = frozenset(_LABELS)
"""Sources with columns beyond these know these too: a sheet that has both kinds is theirs, and fits no two alike."""

_SEPARATORS = ("-", "_", "/", " ")
_KINDS = (("合作", "cooperation"), ("日常", "daily"))
_DAYS = re.compile(r"(?<!\d)(30|90)(?=天|日|d|_|-|\b)")


def label_of(name: str) -> str:
    """The label at the end of a flattened column name, or the name itself: `日常30天-阅读中位数` is 阅读中位数."""
    for label in _LABELS:
        if name == label or name.endswith(tuple(mark + label for mark in _SEPARATORS)):
            return label
        if label in MEDIANS and name.endswith(label):
            return label
    return name


def scope_of(name: str) -> str | None:
    """The scope that a median's column name states; None when it is of image or of video notes alone."""
    if ("图文" in name) != ("视频" in name):
        return None
    kind = next((english for chinese, english in _KINDS if chinese in name), "unstated")
    days = _DAYS.search(name)
    traffic = "natural" if "自然" in name else "all"
    scope = f"{kind}_{days.group(1) if days else 'unstated'}_{traffic}"
    return "unstated" if scope == "unstated_unstated_all" else scope


def _columns(reading: Reading, labels: Sequence[str]) -> list[str]:
    """Columns of the frame with one of these labels, in the order of the labels."""
    return [column for label in labels for column in reading.frame.columns if label_of(column) == label] or [labels[0]]


def _kol_ids(reading: Reading) -> pl.Series:
    ids = reading.parsed(_columns(reading, IDS), KOL_ID)
    linked = reading.column(_columns(reading, LINKS), KOL_LINK)
    merged = ids.values.zip_with(ids.values.is_not_null(), linked)
    shown = _columns(reading, (*IDS, *LINKS))
    reading.refuse(merged.is_null() & ids.fault.is_null(), shown[0], KOL_ID_FAULT, reading.raw(shown))
    return merged


def _kols(frame: pl.DataFrame) -> Typed:
    reading = Reading("kols", frame, LINKS)
    ids = _kol_ids(reading)
    return reading.typed(
        {
            "kol_id": ids,
            "source": reading.constant(KEY, pl.String()),
            "nickname": reading.column(_columns(reading, NAMES), TEXT),
            "red_id": reading.column(_columns(reading, ("小红书号",)), RED_ID),
            "creator_hash": creator_hashes(ids),
            "home_city": reading.column(_columns(reading, HOMES), NAME),
            "agency_name": reading.column(_columns(reading, AGENCIES), NAME),
        }
    )


def _medians(reading: Reading) -> dict[str, dict[str, Parsed]]:
    """Median columns by scope. A label that stands twice without a group has lost its scope and is left alone."""
    names = reading.frame.columns
    found: dict[str, dict[str, list[str]]] = {}
    for name in names:
        scope, label = scope_of(name), label_of(name)
        if label in MEDIANS and scope is not None and f"{name}#2" not in names:
            found.setdefault(scope, {}).setdefault(MEDIANS[label], []).append(name)
    return {
        scope: {fact: reading.parsed(columns, counts()) for fact, columns in sorted(facts.items())}
        for scope, facts in sorted(found.items())
    }


def _prices(reading: Reading) -> dict[str, pl.Series]:
    quotes = {"image_price_fen": IMAGE_PRICES, "video_price_fen": VIDEO_PRICES}
    read = {fact: reading.column(_columns(reading, labels), YUAN) for fact, labels in quotes.items()}
    return {fact: price.set((price == 0).fill_null(False), None) for fact, price in read.items()}


def _followers(reading: Reading) -> Parsed:
    exact = reading.parsed(_columns(reading, FOLLOWERS), counts())
    return first_of(exact, reading.parsed(_columns(reading, FOLLOWERS_IN_WAN), ten_thousands()))


def _profiles(frame: pl.DataFrame, context: Context) -> list[Typed]:
    """One `Typed` per scope. A source row that breaks is read and rejected once, with the first of them."""
    reading = Reading("kol_profiles", frame, LINKS)
    dates = reading.column(_columns(reading, AS_OF), DATE)
    followers = _followers(reading)
    common = {
        "kol_id": _kol_ids(reading),
        "as_of_date": dates.zip_with(dates.is_not_null(), reading.business_date(context.captured_at)),
        "source": reading.constant(KEY, pl.String()),
        "followers": followers.values,
        **_prices(reading),
        **{fact: reading.column(_columns(reading, labels), PERCENT) for fact, labels in SHARES.items()},
    }
    nothing = {fact: reading.constant(None, pl.Int64()) for fact in MEDIANS.values()}
    first, *others = [
        reading.typed(
            {
                **common,
                "scope": reading.constant(scope, pl.String()),
                **nothing,
                **{fact: one.values for fact, one in medians.items()},
                **reading.flags(followers, *medians.values()),
            }
        )
        for scope, medians in (_medians(reading) or {"unstated": {}}).items()
    ]
    return [first, *(Typed(one.table, one.rows.height, one.rows, one.rejects.clear()) for one in others)]


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    return _kols(frame), *_profiles(frame, context)


PGY_COLLECTOR = Source(
    key=KEY,
    title="蒲公英 collector (KOLs with quotes and medians)",
    required=(
        frozenset({*NAMES, *IDS}),
        frozenset({*IDS, *LINKS}),
        frozenset({*FOLLOWERS, *FOLLOWERS_IN_WAN}),
        frozenset({*IMAGE_PRICES, *VIDEO_PRICES, *MEDIANS}),
    ),
    known=frozenset(_LABELS),
    type_rows=_type_rows,
    has_groups=True,
    label_of=label_of,
)
