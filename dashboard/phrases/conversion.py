"""Words of the conversion page."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "conversion.title": Phrase(
        "{rate} of the {clickers} people who clicked have bought", "{clickers} 名点击者中，{rate} 已购买"
    ),
    "conversion.note": Phrase(
        "Counted by person: whoever clicks five times and buys once is one of one. {benchmarks}",
        "按人计算：同一人点击五次、购买一次，记为一人转化。{benchmarks}",
    ),
    "benchmark.sources": Phrase("Benchmarks: {listed}.", "基准：{listed}。"),
    "benchmark.one": Phrase("{channel} {rate} ({source})", "{channel} {rate}（{source}）"),
    "benchmark.from_brief": Phrase("from the brief, unverified", "来自简报，未经验证"),
    "benchmark.no_source": Phrase("source not stated", "未注明来源"),
    "benchmark.edit": Phrase("Edit benchmarks", "修改基准"),
    "benchmark.channel": Phrase("Channel", "渠道"),
    "benchmark.percent": Phrase("Buyers per 100 people who clicked", "每百名点击者中的买家"),
    "benchmark.source": Phrase("Where the number comes from", "数字来源"),
    "benchmark.source_help": Phrase(
        "Shown beside the benchmark, so that nobody takes a guess for a measurement.",
        "与基准一同显示，以免把估计当作实测。",
    ),
    "benchmark.save": Phrase("Save", "保存"),
    "conversion.nothing": Phrase("No clicks have been loaded yet", "尚未载入点击数据"),
    "conversion.nothing_note": Phrase(
        "Drop a short-link click export on the Data page.", "请在「数据」页上传短链接点击数据。"
    ),
    "conversion.totals": Phrase(
        "{kols} KOLs are known by totals alone: {orders} orders on {clicks} clicks",
        "{kols} 位达人只有汇总数据：{clicks} 次点击，{orders} 笔订单",
    ),
    "conversion.totals_note": Phrase(
        "Their source counts clicks in sums (product component, comment area), so nobody knows who clicked. "
        "Orders are those that name the KOL by statement, KOL id or promo code. Conversion is by click, "
        "and no benchmark applies.",
        "来源只给出点击总数（商品组件、评论区），无法得知点击者。"
        "订单依据结算单、达人 ID 或优惠码归属；转化率按点击计算，不与基准比较。",
    ),
    "note.prior": Phrase(
        "Where data is thin, the table also gives an estimate drawn towards {mean}, the mean of these {members}; "
        "that mean weighs as much as {clickers} people who clicked.",
        "数据较少时，表中另给出向均值 {mean}（{members} 项的均值）收缩的估计；该均值的权重相当于 {clickers} 名点击者。",
    ),
    "column.shrunk": Phrase("Estimate", "收缩估计"),
    "column.until_date": Phrase("Counted until", "统计截至"),
    "metric.shrunk": Phrase("Estimate", "收缩估计"),
    "meaning.shrunk": Phrase(
        "What was counted, plus as many people as the mean of the group weighs: small numbers lean on the rest, "
        "large ones stand alone.",
        "在实际人数上加入同类均值的权重：人数少的向整体靠拢，人数多的几乎不变。",
    ),
    "dimension.tier": Phrase("Tier", "层级"),
    "dimension.cohort": Phrase("Week of publication", "发布周"),
    "dimension.method": Phrase("Method", "合作方式"),
    "dimension.kol": Phrase("KOL", "达人"),
    "dimension.product": Phrase("Product", "产品"),
    "dimension.note": Phrase("Note", "笔记"),
    "dimension.campaign": Phrase("Campaign", "活动"),
}
