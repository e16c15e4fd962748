"""Words of the timing page: sales by age, countdowns, methods compared, before and after."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.timing": Phrase("Timing", "时效"),
    "page.timing.help": Phrase(
        "What notes return as they age, what a countdown moved, which method pays back sooner.",
        "笔记随时间的回报、限时抢购的增量、各方式的回本速度。",
    ),
    "timing.every": Phrase("All campaigns", "全部活动"),
    "timing.age": Phrase("{days} days", "{days} 天"),
    "timing.age_label": Phrase("Age of notes", "笔记发布后天数"),
    "timing.note": Phrase(
        "Everything here is a comparison; nothing proves what caused an order.", "本页均为对比，不能证明因果。"
    ),
    "timing.curves": Phrase(
        "Notes return {roas} of their spend in {days} days, by the median of {weeks} whole weeks",
        "笔记发布 {days} 天后收回花费的 {roas}（{weeks} 个满期发布周的中位数）",
    ),
    "timing.curves_none": Phrase(
        "No week of publication has had its {days} days yet ({weeks} whole, {open} unfinished)",
        "尚无发布周满 {days} 天（完整 {weeks} 周，未满 {open} 周）",
    ),
    "timing.weeks": Phrase(
        "ROI(T+x) by week of publication: {weeks} whole, {open} unfinished",
        "各发布周的 ROI(T+x)：满期 {weeks} 周，未满期 {open} 周",
    ),
    "timing.curves_note": Phrase(
        "Net sales per yuan of spend, by days since each note came out, one line per week of publication. Thin lines "
        "have had their {days} days. Thick ones end where their data does; dotted to what they may come to, judged "
        "by "
        "the thin ones, with a 95 % interval.",
        "每元花费带来的净销售额，按笔记发布后天数，每条线为一个发布周。细线已满 {days} 天；"
        "粗线止于现有数据，虚线为据细线推算的预期值及 95% 区间。",
    ),
    "timing.expected": Phrase("{week}<br>may come to {roas} ({span})", "{week}<br>预计达 {roas}（{span}）"),
    "timing.axis": Phrase("net sales per yuan spent", "每元花费的净销售额"),
    "timing.days_axis": Phrase("days since publication", "发布后天数"),
    "timing.methods_clear": Phrase(
        "Per yuan spent, {label} sells most: {roas}, next {other} with {other_roas}",
        "每元花费中，{label}最高：{roas}；其次{other}：{other_roas}",
    ),
    "timing.methods_open": Phrase(
        "{label} ({roas}) and {other} ({other_roas}) cannot be told apart yet",
        "{label}（{roas}）与{other}（{other_roas}）尚无法区分高下",
    ),
    "timing.methods_few": Phrase(
        "Not enough data to compare methods at {days} days", "数据不足，无法比较各方式发布 {days} 天的表现"
    ),
    "timing.methods_note": Phrase(
        "All campaigns: net sales in the first {days} days of each note, per yuan its collaboration cost to date, "
        "samples among it; "
        "only KOLs all of whose notes are that old. Interval: 95 %, KOLs as the sample.",
        "全部活动：每篇笔记发布后前 {days} 天的净销售额 ÷ 该合作至今花费（含样品）；仅含全部笔记已满期的达人。区间："
        "以达人为样本的 95% 区间。",
    ),
    "countdown.title": Phrase(
        "{product}: {orders} orders in the countdown where the weeks before suggest {expected}",
        "{product}：限时抢购 {orders} 单，按前几周同期预计 {expected} 单",
    ),
    "countdown.title_open": Phrase(
        "{product}: {orders} orders in the countdown, no clear change from the {expected} of the weeks before",
        "{product}：限时抢购 {orders} 单，与前几周同期的 {expected} 单无明显差异",
    ),
    "countdown.no_baseline": Phrase(
        "{product}: not enough data before the countdown to compare with", "{product}：抢购前数据不足，无法比较"
    ),
    "countdown.note": Phrase(
        "Orders of the product by hour, the sale's stand out. Line: mean of the same weekday and hour in up to four "
        "weeks before.",
        "每小时订单数，抢购期加深；线为此前至多四周同星期、同小时的均值。",
    ),
    "countdown.orders": Phrase("Orders in the sale", "抢购期订单"),
    "countdown.in_window": Phrase("from start to end", "自开始至结束"),
    "countdown.expected": Phrase("Expected without", "同期预计"),
    "countdown.weeks": Phrase("same hours of {weeks} weeks before", "前 {weeks} 周同小时均值"),
    "countdown.lift": Phrase("Lift", "增量"),
    "countdown.no_cause": Phrase("a difference, not a cause", "仅为差异，不代表因果"),
    "countdown.after": Phrase("The week after", "其后一周"),
    "countdown.after_note": Phrase("below zero: orders were pulled forward", "小于零表示订单被提前"),
    "countdown.out": Phrase("{hours} hours without stock left out", "已剔除无货 {hours} 小时"),
    "countdown.interval": Phrase("95 %: {low} to {high}", "95%：{low} 至 {high}"),
    "countdown.hour": Phrase("{at}<br>{orders} orders, expected {expected}", "{at}<br>{orders} 单，预计 {expected}"),
    "countdown.axis": Phrase("orders per hour", "每小时订单"),
    "countdown.no_stock": Phrase("no stock", "无货"),
    "prepost.title": Phrase(
        "Against products in no campaign, orders grew {ratio} as much ({low} – {high})",
        "相对未参加活动的产品，订单增长为其 {ratio}（{low} – {high}）",
    ),
    "prepost.title_open": Phrase(
        "Against products in no campaign there is no clear change: {ratio} ({low} – {high})",
        "相对未参加活动的产品，变化不明显：{ratio}（{low} – {high}）",
    ),
    "prepost.not_enough": Phrase(
        "Not enough orders in the {days} days before and after to compare", "前后各 {days} 天的订单不足，无法比较"
    ),
    "prepost.no_control": Phrase(
        "No product was free of campaigns meanwhile, so before and after cannot be compared",
        "同期没有未参加活动的产品，无法做前后对比",
    ),
    "prepost.no_control_note": Phrase(
        "The comparison needs a product of the house that was in no campaign on those days.",
        "对比需要同期未参加任何活动的产品。",
    ),
    "prepost.note": Phrase(
        "{days} days before the campaign's start against as many after it, all orders, with or without a click.",
        "活动开始前后各 {days} 天的全部订单，不论有无点击。",
    ),
    "prepost.match_category": Phrase(
        "Control products: {count}, of the same category.", "对照：{count} 个同品类产品。"
    ),
    "prepost.match_any": Phrase(
        "Control products: {count}, of other categories; none of the same was free, so read it with care.",
        "对照：{count} 个其他品类产品（同品类均在活动中），请谨慎解读。",
    ),
    "prepost.side": Phrase("Products", "产品"),
    "prepost.before": Phrase("Orders before", "活动前订单"),
    "prepost.after": Phrase("Orders after", "活动后订单"),
    "prepost.growth": Phrase("Growth", "增长"),
    "prepost.own": Phrase("Of the campaign", "活动产品"),
    "prepost.control": Phrase("Control", "对照产品"),
    "column.seen_days": Phrase("Days seen", "已观察天数"),
    "column.expected_roas": Phrase("May come to", "预期值"),
    "column.expected_low_roas": Phrase("at least", "预期下限"),
    "column.expected_high_roas": Phrase("at most", "预期上限"),
    "column.is_finished": Phrase("Finished", "已满期"),
    "column.low_roas": Phrase("Interval from", "区间下限"),
    "column.high_roas": Phrase("Interval to", "区间上限"),
    "column.kols": Phrase("KOLs", "达人"),
    "column.hour_at": Phrase("Hour from", "小时起"),
    "column.expected_orders": Phrase("Expected", "同期预计"),
    "column.weeks": Phrase("Weeks compared", "对比周数"),
    "column.is_in_window": Phrase("In the sale", "抢购期"),
    "column.is_out": Phrase("No stock", "无货"),
    "metric.roi_by_age": Phrase("ROI(T+x)", "ROI(T+x)"),
    "meaning.roi_by_age": Phrase(
        "Net sales within x days of publication ÷ spend. Refunds until now are taken off; spend is what the notes "
        "cost to date.",
        "发布后 x 天内净销售额 ÷ 花费；已扣截至目前的退款，花费为笔记至今成本。",
    ),
    "metric.expected_final": Phrase("What it may come to", "预期值"),
    "meaning.expected_final": Phrase(
        "The unfinished week goes on from its age as the finished ones did, on average; the interval holds 95 of "
        "100 such "
        "weeks. Below three finished weeks nothing is said.",
        "假设未满期的周按已满期各周的平均增速继续；区间涵盖 95% 的情形。完整周不足三个时不作推算。",
    ),
    "metric.countdown_lift": Phrase("Lift", "增量"),
    "meaning.countdown_lift": Phrase(
        "Orders in the sale less the mean of the same hours in the weeks before. Counts are taken as Poisson.",
        "抢购期订单减去前几周同小时均值；按泊松计数给出区间。",
    ),
    "metric.pull_forward": Phrase("Pull-forward", "提前消费"),
    "meaning.pull_forward": Phrase(
        "Fewer orders than usual in the week after: people bought earlier what they would have bought anyway. "
        "Hours without "
        "stock are left out.",
        "其后一周订单低于往常，说明部分购买被提前；无货时段不计。",
    ),
    "metric.before_after": Phrase("Before and after", "前后对比"),
    "meaning.before_after": Phrase(
        "Growth of the campaign's products ÷ growth of products in no campaign. For sources without clicks; other "
        "things may "
        "have changed too.",
        "活动产品的增长 ÷ 未参加活动产品的增长，用于没有点击数据的情形；其他因素也可能同时变化。",
    ),
}
