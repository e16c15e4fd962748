"""创作服务平台 › 近30日 观看 / 互动 / 涨粉 / 发布数据.xlsx: an own account's last 30 days, one figure per sheet.

Evidence B: real files of a public project. Sheets such as 观看趋势 hold 日期 and 数值, newest first; which figure
it is only the sheet's name says. 账号总体…数据 sheets are sums over the 30 days without a date, and figures that
no fact has are rates and times: both are listed as not used. 净涨粉 is the balance of followers gained and lost and
may be negative. The workbook does not say whose account it is: that is `--account`, else the name of its folder.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import DATE
from ingest.numbers import WHOLE, counts
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault

KEY = "creator_center_days"
_FACTS = {
    "观看趋势": "views",
    "点赞趋势": "likes",
    "获赞趋势": "likes",
    "收藏趋势": "collects",
    "评论趋势": "comments",
    "分享趋势": "shares",
    "转发趋势": "shares",
    "净涨粉趋势": "follows",
    "净粉丝趋势": "follows",
}
_ALL = ("views", "likes", "collects", "comments", "shares", "follows")
_NO_ACCOUNT = Fault("E-ACCOUNT", "to know whose account this is", "load it again with --account NAME")
_NO_SHEET = Fault("E-SHEET-NAME", "a sheet named after its figure, such as 观看趋势", "load the workbook as exported")


def _figure(sheet: str) -> str | None:
    return _FACTS.get("".join(sheet.split()).replace("量趋势", "趋势"))


def _unused(sheet: str) -> str:
    if _figure(sheet) or not sheet:
        return ""
    if "总体" in sheet:
        return "sums over 30 days without a date; the sheets of trends hold the days. Nothing to do."
    return "no fact holds this figure of an account. Nothing to do."


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("account_days", frame, "日期")
    figure = _figure(context.sheet)
    everywhere = reading.constant(True, pl.Boolean())
    if figure is None:
        reading.refuse(everywhere, "数值", _NO_SHEET)
    if not context.account:
        reading.refuse(everywhere, "日期", _NO_ACCOUNT)
    days = reading.column("日期", DATE, is_required=True)
    values = reading.column("数值", WHOLE if figure == "follows" else counts(), is_required=True)
    return (
        reading.typed(
            {
                "account": reading.constant(context.account, pl.String()),
                "date": days,
                "source": reading.constant(f"{KEY}_{figure}", pl.String()),
                **{name: values if name == figure else reading.constant(None, pl.Int64()) for name in _ALL},
            }
        ),
    )


ACCOUNT_DAYS = Source(
    key=KEY,
    title="创作服务平台 近30日 (account by day)",
    required=(frozenset({"日期"}), frozenset({"数值"})),
    known=frozenset({"日期", "数值"}),
    type_rows=_type_rows,
    least_share=0.9,
    unused=_unused,
)

_SUMS = "sums over 30 days without a date; the sheets of trends hold the days. Nothing to do."
ACCOUNT_SUMS = Source(
    key="creator_center_sums",
    title="创作服务平台 近30日 (account in total)",
    required=(frozenset({"指标"}), frozenset({"数值"})),
    known=frozenset({"指标", "数值"}),
    type_rows=_type_rows,
    least_share=0.9,
    unused=lambda _sheet: _SUMS,
)
