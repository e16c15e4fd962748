"""Words of the conversion page."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "conversion.title": Phrase(
        "{rate} of the {clickers} people who clicked have bought", "{clickers} 名点击者中，{rate} 已购买"
    ),
    "conversion.note": Phrase(
        "Counted by person: whoever clicks five times and buys once is one of one. "
        "Benchmarks come from the brief and are unverified.",
        "按人计算：同一人点击五次、购买一次，记为一人转化。基准来自简报，未经验证。",
    ),
    "conversion.nothing": Phrase("No clicks have been loaded yet", "尚未载入点击数据"),
    "conversion.nothing_note": Phrase(
        "Drop a short-link click export on the Data page.", "请在「数据」页上传短链接点击数据。"
    ),
    "dimension.kol": Phrase("KOL", "达人"),
    "dimension.product": Phrase("Product", "产品"),
    "dimension.note": Phrase("Note", "笔记"),
    "dimension.campaign": Phrase("Campaign", "活动"),
}
