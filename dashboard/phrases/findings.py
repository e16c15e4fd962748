"""Findings: sentences above charts, with the numbers filled in from the rows."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "finding.overview_good": Phrase(
        "{contribution} left from {net_sales} of net sales; all {campaigns} campaigns earn money",
        "净销售额 {net_sales}，贡献利润 {contribution}；{campaigns} 个活动全部盈利",
    ),
    "finding.overview_mixed": Phrase(
        "{contribution} left from {net_sales} of net sales; {losing} of {campaigns} campaigns lose money",
        "净销售额 {net_sales}，贡献利润 {contribution}；{campaigns} 个活动中 {losing} 个亏损",
    ),
    "finding.overview_loss": Phrase(
        "{contribution} lost on {net_sales} of net sales; {losing} of {campaigns} campaigns lose money",
        "净销售额 {net_sales}，亏损 {contribution}；{campaigns} 个活动中 {losing} 个亏损",
    ),
    "finding.best": Phrase("{best} leaves most: {best_fen}", "{best}贡献最多：{best_fen}"),
    "finding.best_and_worst": Phrase(
        "{best} leaves most ({best_fen}); {worst} loses {worst_fen}",
        "{best}贡献最多（{best_fen}）；{worst}亏损 {worst_fen}",
    ),
    "finding.none_earns": Phrase(
        "No campaign earns money yet; {worst} loses most ({worst_fen})", "尚无活动盈利；{worst}亏损最多（{worst_fen}）"
    ),
    "finding.weeks_peak": Phrase(
        "Sales peaked at {money} in the week of {day}; the last whole week brought {last}",
        "{day}当周销售最高，达 {money}；最近一整周为 {last}",
    ),
    "finding.weeks_now": Phrase("The last whole week was the best so far: {money}", "最近一整周为历史最高：{money}"),
    "finding.weeks_few": Phrase("Net sales by week; too early to compare", "每周净销售额；数据尚短，暂不比较"),
    "finding.not_enough": Phrase("Not enough clicks to compare anyone yet", "点击量不足，暂时无法比较"),
    "finding.best_converter": Phrase(
        "{label} converts best: {rate}, against a median of {rest}", "{label}转化最高：{rate}，中位数为 {rest}"
    ),
    "finding.only_converter": Phrase("{label} converts {rate}", "{label}转化率为 {rate}"),
    "finding.some_below": Phrase(
        "{names}: below the benchmark beyond doubt; {above} of {all} above it",
        "{names}明确低于基准；{all} 个中 {above} 个高于基准",
    ),
    "finding.some_above": Phrase(
        "{names}: above the benchmark beyond doubt; none is below", "{names}明确高于基准；没有低于基准的"
    ),
    "finding.at_benchmark": Phrase("In line with the benchmark: {held}", "与基准相符：{held}"),
    "finding.burn_over_budget": Phrase(
        "The budget is overspent by {over} ({share} of it is gone)", "已超预算 {over}（用去 {share}）"
    ),
    "finding.burn_ahead": Phrase(
        "{spent} spent by {day}, {gap} ahead of an even plan", "截至{day}已花费 {spent}，比匀速计划快 {gap}"
    ),
    "finding.burn_behind": Phrase(
        "{spent} spent by {day}, {gap} less than an even plan allows", "截至{day}已花费 {spent}，比匀速计划少 {gap}"
    ),
    "finding.burn_nothing": Phrase("Nothing has been spent yet", "尚无花费"),
    "finding.funnel": Phrase(
        "{rate} of clicks become orders, and {kept} of those are kept", "{rate} 的点击成为订单，其中 {kept} 未退款"
    ),
    "finding.funnel_step": Phrase("{step}: {rate} of the step before", "{step}：上一步的 {rate}"),
    "finding.funnel_short": Phrase("Only one step of the path is known so far", "目前只知道路径中的一步"),
    "finding.waterfall": Phrase(
        "¥{kept} of every ¥100 sold is left; largest cost: {step} ({taken})",
        "每 100 元成交额最终留下 {kept} 元；最大支出：{step}（{taken}）",
    ),
    "finding.waterfall_loss": Phrase(
        "Every ¥100 sold loses ¥{kept}; largest cost: {step} ({taken})",
        "每 100 元成交额亏损 {kept} 元；最大支出：{step}（{taken}）",
    ),
    "finding.waterfall_nothing": Phrase("No attributed sales yet", "尚无归因销售"),
    "finding.days": Phrase(
        "{day} was the best day: {money}, {share} of all net sales", "{day}销售最高：{money}，占全部净销售额的 {share}"
    ),
    "finding.days_nothing": Phrase("No attributed sales on any day yet", "尚无任何一天有归因销售"),
    "finding.notes": Phrase(
        "The best {top} of {notes} notes make {share} of the sales", "{notes} 篇笔记中，前 {top} 篇贡献 {share} 的销售"
    ),
    "finding.notes_nothing": Phrase("{notes} notes, none with attributed sales yet", "共 {notes} 篇笔记，尚无归因销售"),
    "note.contribution": Phrase(
        "What each campaign leaves after every cost; a loss is red.", "各活动扣除全部成本后的余额；红色为亏损。"
    ),
    "note.weeks": Phrase(
        "Net sales per week, Monday to Sunday; unfinished weeks are pale.",
        "每周净销售额（周一至周日）；浅色为未满一周。",
    ),
    "note.conversion": Phrase(
        "Dot: share of people who clicked and then bought. Line: 95 % interval.",
        "圆点：点击后购买者的占比。横线：95% 区间。",
    ),
    "note.benchmark": Phrase(
        "Blue bar: benchmark. Red: below it beyond doubt.", "蓝色竖线：基准。红色：明确低于基准。"
    ),
    "note.not_enough": Phrase("{count} more have not enough data.", "另有 {count} 个数据不足。"),
    "note.burn": Phrase(
        "Spend so far against a budget spent evenly; samples count from the first day.",
        "累计花费与匀速预算对比；样品自首日计入。",
    ),
    "note.funnel": Phrase(
        "How many, and what share of the step before. Reads and impressions as the platform states them.",
        "人次及其占上一步的比例；曝光与阅读以平台口径为准。",
    ),
    "note.waterfall": Phrase("From what buyers paid to what is left, in yuan.", "从买家支付到最终剩余，单位：元。"),
    "note.days": Phrase(
        "Clicks above, net sales below; refunds count on the day they happen. Diamonds: notes published that day.",
        "上：点击；下：净销售额，退款计入发生当日。菱形：当日发布笔记。",
    ),
    "note.notes": Phrase("Every note of the campaign; sort by any column.", "活动内全部笔记，可按任意列排序。"),
}
