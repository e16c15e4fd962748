"""The metric dictionary: what each number on a screen is. `python -m campaigns.metrics` writes docs/metrics.md from it.

A change of formula is a new version of the metric; history keeps the old one. Ratios are 0 to 1 in data and percent on
screen. Missing is not zero: a metric whose parts are unknown is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.statistics import ENOUGH_CLICKERS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "metrics.md"

LAST = "last touch within 15 days"
PAYABLE = "payable credit: settlement line > KOL id on the order > promo code > last click"
CONVERTING = "all, note, KOL, product, section, channel; of linked notes campaign, method, tier, week of publication"
ANALYSED = "the campaign's own window; 7, 15 and 30 days beside it"


@dataclass(frozen=True)
class Metric:
    """One number. `denominator` is empty for sums; `column` is `model.column`, empty where the page computes it."""

    key: str
    name: str
    name_zh: str
    unit: str
    numerator: str
    window: str
    scope: str
    denominator: str = ""
    column: str = ""
    note: str = ""
    version: int = 1

    @property
    def formula(self) -> str:
        """Numerator over denominator, in words."""
        return f"{self.numerator} ÷ {self.denominator}" if self.denominator else self.numerator


def metric(key: str) -> Metric:
    """The metric of that key. Raises LookupError naming the known ones."""
    for found in METRICS:
        if found.key == key:
            return found
    raise LookupError(f"There is no metric {key!r}; there are {', '.join(found.key for found in METRICS)}.")


METRICS: tuple[Metric, ...] = (
    Metric("impressions", "Impressions", "曝光", "count", "times a note was shown", "until the latest capture",
           "notes", column="note_funnel.impressions", note="only where a source states them"),
    Metric("reads", "Reads", "阅读", "count", "times a note was opened", "until the latest capture", "notes",
           column="note_funnel.reads", note="not in what crawlers see"),
    Metric("engagement", "Engagement", "互动量", "count", "likes + collects + comments + shares",
           "until the latest capture", "notes", column="note_funnel.engagement",
           note="unknown where one of the four is; a source's own sum is named as the source's"),
    Metric("engagement_rate", "Engagement per read", "阅读互动率", "ratio", "engagement", "until the latest capture",
           "notes", "reads", note="per impression it is another metric, with the denominator in its name"),
    Metric("ctr", "CTR of the product link", "商品点击率", "ratio", "clicks", "until the latest capture", "notes",
           "reads"),
    Metric("clicks", "Clicks", "点击", "count", "clicks on the product links of notes", "all loaded",
           CONVERTING, column="conversion.clicks",
           note="a click that names no note is left out and reported by a check"),
    Metric("clickers", "Clickers", "点击人数", "count", "distinct buyers who clicked", "all loaded", "as clicks",
           column="conversion.clickers", note="a click without a buyer is no clicker"),
    Metric("conversion", "Conversion, by clicker", "转化率（按人）", "ratio",
           "distinct buyers with an attributed order", LAST,
           "as clicks", "distinct buyers who clicked", "conversion.by_clicker",
           f"with its Wilson 95 % interval; below {ENOUGH_CLICKERS} clickers it is shown as not enough data"),
    Metric("conversion_by_click", "Conversion, by click", "转化率（按点击）", "ratio", "attributed orders", LAST,
           "as conversion by clicker", "clicks", "conversion.by_click", "never compared with a benchmark"),
    Metric("shrunk", "Estimate", "收缩估计", "ratio", "buyers + prior mean × prior clickers", LAST,
           "as conversion by clicker", "clickers + prior clickers", "conversion.shrunk",
           "mean of the Beta posterior; the prior is the dimension's own mean, worth as many clickers as its spread "
           "between members says (moments, Kleinman 1973); none below three members"),
    Metric("benchmark", "Benchmark", "基准", "ratio", "8 % on Xiaohongshu, 2.6 % on Tmall", "none", "channel",
           column="conversion.benchmark",
           note="from the brief, unverified; a setting; compared only with the by-clicker metric of its channel"),
    Metric("credited", "Credited sales", "归属销售额", "CNY fen",
           "Σ parts of the paid goods of order lines, by the campaign's rule", ANALYSED, "campaign, KOL",
           column="kol_credits.credit_fen",
           note="first, last, linear, position, time decay, Shapley, each line's parts sum to it; Markov shares all "
           "touched sales by removal effects; says nothing of what caused a sale"),
    Metric("orders", "Orders", "订单", "count", "distinct orders credited", PAYABLE, "campaign, note",
           column="campaign_totals.orders"),
    Metric("kept_orders", "Kept orders", "保留订单", "count", "orders of which something was not refunded", PAYABLE,
           "campaign, note", column="campaign_totals.kept_orders"),
    Metric("gmv", "GMV", "成交额", "CNY fen", "Σ paid goods", PAYABLE, "campaign, note, day",
           column="campaign_totals.gmv_fen",
           note="orders that were never paid do not count; other currencies are counted, not summed"),
    Metric("refunds", "Refunds", "退款", "CNY fen", "Σ refunded goods", "until the latest refund",
           "campaign, note, day", column="campaign_totals.refunds_fen",
           note="never more than was paid; on a day's chart they stand on the day of the refund"),
    Metric("net_sales", "Net sales", "净销售额", "CNY fen", "GMV − refunds", PAYABLE, "campaign, note, day",
           column="campaign_totals.net_sales_fen"),
    Metric("product_cost", "Product cost", "产品成本", "CNY fen", "Σ cost × quantity × (paid − refunded) ÷ paid",
           PAYABLE, "campaign", column="campaign_totals.product_cost_fen", note="rounded half up once per order line"),
    Metric("platform_fee", "Platform fee", "平台扣点", "CNY fen", "Σ base × rate of the terms in force at the order",
           "month of the order or refund", "campaign, KOL, order line", column="campaign_totals.platform_fee_fen"),
    Metric("third_party_cut", "Third-party cut", "第三方服务费", "CNY fen",
           "Σ base × rate of the terms in force at the order", "month of the order or refund",
           "campaign, agency, order line", column="campaign_totals.third_party_fen"),
    Metric("kol_commission", "KOL commission", "达人佣金", "CNY fen",
           "Σ base × rate of the terms in force at the order", "month of the order or refund",
           "campaign, KOL, order line", column="campaign_totals.kol_commission_fen",
           note="without fixed fees"),
    Metric("fixed_fees", "Fixed fees", "坑位费", "CNY fen", "Σ fixed fee of the terms per published linked note",
           "month of publication", "campaign, KOL, note", column="campaign_totals.fixed_fee_fen"),
    Metric("samples", "Samples", "样品", "CNY fen", "Σ product cost × units + shipping of parcels that left",
           "all loaded", "campaign", column="campaign_totals.samples_fen", note="a returned parcel costs its shipping"),
    Metric("ads", "Ads", "投流", "CNY fen", "Σ ad spend on linked notes", "the campaign's days", "campaign, note",
           column="campaign_totals.ads_fen"),
    Metric("spend", "Spend", "花费", "CNY fen", "fixed fees + samples + ads + KOL commission + third-party cut",
           "all loaded", "campaign", column="campaign_totals.spend_fen",
           note="what a campaign costs besides the platform fee; a note's spend leaves out samples"),
    Metric("contribution", "Contribution", "贡献利润", "CNY fen",
           "net sales − product cost − platform fee − third-party cut − KOL commission − fixed fees − samples − ads",
           "all loaded", "campaign", column="campaign_totals.contribution_fen"),
    Metric("roas", "ROAS", "投入产出比", "ratio", "net sales", "all loaded", "campaign, note", "spend"),
    Metric("net_roi", "Net ROI", "净 ROI", "ratio", "contribution", "all loaded", "campaign", "spend",
           note="never \"ROI\" alone"),
    Metric("cpm", "CPM", "千次曝光成本", "CNY fen", "spend × 1000", "all loaded", "campaign, note", "impressions"),
    Metric("cpc", "CPC", "点击成本", "CNY fen", "spend", "all loaded", "campaign, note", "clicks"),
    Metric("cpe", "CPE", "互动成本", "CNY fen", "spend", "all loaded", "campaign, note", "engagement"),
    Metric("cpv", "CPV", "阅读成本", "CNY fen", "spend", "all loaded", "campaign, note", "reads"),
    Metric("cpa", "CPA", "成交成本", "CNY fen", "spend", "all loaded", "campaign, note", "orders"),
    Metric("posting_rate", "Posting rate", "发布率", "ratio", "parcels that led to a linked note",
           "until the newest event", "KOL, campaign", "parcels that arrived", "kol_reliability.posting_rate",
           "what came in one parcel counts once; waived, returned and lost ones are left out"),
    Metric("days_to_post", "Days to post", "出稿天数", "days", "published − delivered, in seconds ÷ 86,400",
           "until the newest event", "sample; median over a KOL or campaign", column="sample_status.days_to_post",
           note="the first linked note after delivery"),
    Metric("cost_per_posted_note", "Cost per posted note", "单篇笔记样品成本", "CNY fen", "Σ cost of samples that left",
           "until the newest event", "KOL, campaign", "notes that came of them", "kol_reliability.cost_per_note_fen",
           "also of lost and waived ones; the product's cost is that of the day the parcel left"),
    Metric("reliability", "Reliability", "履约率", "ratio", "parcels posted + 1", "until the newest event", "KOL",
           "parcels posted or overdue + 2", "kol_reliability.reliability",
           "mean of the Beta posterior after a uniform prior; shown with the Wilson 95 % interval of posted ÷ judged"),
    Metric("hours_to_sold_out", "From note to sold out", "笔记到售罄", "hours", "first count of zero − published",
           "the stretch without stock", "product", column="sell_outs.hours_to_sold_out",
           note="of the note with the most clicks on the product in the 24 hours before"),
    Metric("clicks_without_stock", "Clicks that found no stock", "无货期间的点击", "count",
           "clicks on the product from the first count of zero to the first above it", "the stretch without stock",
           "product", column="sell_outs.clicks_without_stock", note="never called lost orders"),
    Metric("roi_by_age", "ROI(T+x)", "ROI(T+x)", "ratio", "net sales within x days of each note's publication",
           "x days of age, in exact seconds", "week of publication", "spend to date",
           note="drawn as far as every note of the week has been seen; refunds until now are taken off"),
    Metric("expected_final", "What it may come to", "预期值", "ratio",
           "net sales so far × mean growth of the finished weeks from the same age", "until x days of age",
           "week of publication", "spend to date",
           note="logarithms of growth, 95 % prediction interval by Student's t; none below three finished weeks"),
    Metric("countdown_lift", "Lift", "增量", "count",
           "orders in the sale − mean of the same weekday and hour in up to four weeks before", "the sale", "product",
           note="counts taken as Poisson; a difference, not a cause"),
    Metric("pull_forward", "Pull-forward", "提前消费", "count",
           "orders in the week after the sale − mean of the same hours in the weeks before it",
           "a week from the end of the sale", "product",
           note="below zero: bought earlier; hours without stock are left out"),
    Metric("before_after", "Before and after", "前后对比", "ratio",
           "orders after ÷ orders before the start, of the campaign's products", "at most 28 days each", "campaign",
           "the same of products in no campaign meanwhile",
           note="of the same category where there are any; none below 30 orders in any of the four counts"),
    Metric("tier", "KOL tier", "达人层级", "word",
           "KOC < 10 k, tail 10–50 k, waist 50–500 k, head ≥ 500 k followers", "latest profile", "KOL",
           column="kols.tier", note="unknown without a profile"),
)  # fmt: skip


def page(metrics: Sequence[Metric] = METRICS) -> str:
    """The dictionary as Markdown."""
    head = (
        "# Metric dictionary · 指标词典\n\n"
        "<!-- Generated by `python -m campaigns.metrics`; change campaigns/metrics.py instead. -->\n\n"
        "Ratios are 0 to 1 in data and percent on screen. Missing is not zero: where a part is unknown, so is the\n"
        "metric. Medians are never added or averaged across KOLs. A change of formula is a new version.\n"
        "`model.column` says where the number comes from; a ratio without one is divided on the page from the two\n"
        "numbers it names.\n\n"
        "| metric | 中文 | formula | unit | window or rule | scope | from | v |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    return head + "".join(_line(each) for each in metrics)


def _line(each: Metric) -> str:
    formula = f"{each.formula}; {each.note}" if each.note else each.formula
    column = f"`{each.column}`" if each.column else ""
    cells = (each.name, each.name_zh, formula, each.unit, each.window, each.scope, column, str(each.version))
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
