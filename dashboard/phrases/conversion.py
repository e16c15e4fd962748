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
    "dimension.kol": Phrase("KOL", "达人"),
    "dimension.product": Phrase("Product", "产品"),
    "dimension.note": Phrase("Note", "笔记"),
    "dimension.campaign": Phrase("Campaign", "活动"),
}
