"""Words of the overview: comparisons, what needs attention, the table of campaigns."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "overview.eyebrow": Phrase("All campaigns · as of {at}, Shanghai time", "全部活动 · 数据截至 {at}（北京时间）"),
    "overview.campaigns": Phrase("Campaigns, newest first", "活动列表（按时间倒序）"),
    "overview.campaigns_note": Phrase(
        "Click a name for its budget, funnel, notes and costs.", "点击名称查看预算、漏斗、笔记与成本。"
    ),
    "against.budget": Phrase("{share} of {budget} planned", "占预算 {budget} 的 {share}"),
    "against.of_budget": Phrase("{share} of budget", "预算的 {share}"),
    "against.gmv": Phrase("{gmv} GMV, {share} refunded", "成交额 {gmv}，退款 {share}"),
    "against.refunded": Phrase("{share} refunded", "退款 {share}"),
    "against.roas": Phrase("ROAS {roas}", "ROAS {roas}"),
    "against.net_sales": Phrase("{share} of net sales", "占净销售额 {share}"),
    "against.net_roi": Phrase("net ROI {roi}", "净 ROI {roi}"),
    "against.benchmark": Phrase("{points} points against {benchmark}", "较基准 {benchmark}：{points} 个百分点"),
    "against.everyone": Phrase(
        "{points} points against all notes ({benchmark})", "较全部笔记 {benchmark}：{points} 个百分点"
    ),
    "against.interval": Phrase("95 % interval {low} – {high}", "95% 区间 {low} – {high}"),
    "against.no_benchmark": Phrase("no benchmark set", "未设基准"),
    "against.not_enough": Phrase("not enough data", "数据不足"),
    "against.not_enough_short": Phrase("–", "–"),
    "against.kols": Phrase("KOLs: {count}", "{count} 位达人"),
    "against.reads": Phrase("{reads} reads", "{reads} 次阅读"),
    "attention.title": Phrase("What needs attention: {count}", "待处理事项：{count}"),
    "attention.none": Phrase("Nothing needs attention", "没有需要处理的事项"),
    "attention.clicks": Phrase("{count} clicks", "{count} 次点击"),
    "attention.over_budget": Phrase("{name} is over budget", "{name}超预算"),
    "attention.over_budget.why": Phrase(
        "{share} of the budget is spent. Stop ads or raise the budget.", "已用预算的 {share}。请暂停投流或追加预算。"
    ),
    "attention.loss": Phrase("{name} loses money", "{name}亏损"),
    "attention.loss.why": Phrase(
        "Contribution is {share} of net sales. Look at its costs before booking more.",
        "贡献率为净销售额的 {share}。追加投放前请先看成本构成。",
    ),
    "attention.samples": Phrase("{name}: samples without a note", "{name}：样品未出笔记"),
    "attention.samples.why": Phrase(
        "Past the day their note was due: {items}, the first arrived on {day}. Remind the KOLs.",
        "{items} 份样品已过发布期限（最早{day}签收）仍未出笔记。请提醒达人。",
    ),
    "against.benchmark.even": Phrase("at the benchmark of {benchmark}", "与基准 {benchmark} 持平"),
    "against.everyone.even": Phrase("as all notes ({benchmark})", "与全部笔记持平（{benchmark}）"),
    "attention.sold_out": Phrase("{name}: clicked while sold out", "{name}：售罄期间仍有点击"),
    "attention.sold_out.why": Phrase(
        "No stock since {day}. Restock, or point the links at another product.",
        "{day}起无库存。请补货，或将链接改指其他产品。",
    ),
    "attention.sold_out.over": Phrase(
        "No stock from {day} until {until}. Plan a reserve, or switch the links before it runs out.",
        "{day}至{until}无库存。请预留备货，或在售罄前切换链接。",
    ),
    "attention.unattributed": Phrase("Sales nobody is credited for", "未归因的销售"),
    "attention.unattributed.why": Phrase(
        "{share} of all sales carry no statement, KOL id or click; direct buyers are part of it.",
        "占全部销售的 {share}：无结算单、达人 ID 或点击，其中包括直接购买。",
    ),
    "attention.stale": Phrase("The data has ended", "数据已停止更新"),
    "attention.stale.days": Phrase("{count} days ago", "{count} 天前"),
    "attention.stale.why": Phrase(
        "Nothing after {day} has been loaded. Export again and drop the files on the Data page.",
        "{day}之后没有新数据。请重新导出并上传到「数据」页。",
    ),
    "column.campaign": Phrase("Campaign", "活动"),
    "column.period": Phrase("From – to", "起止"),
    "column.notes": Phrase("Notes", "笔记"),
}
