"""Words of the Notes page: proposals and their reasons, decisions, paid beside earned."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.notes": Phrase("Notes", "笔记"),
    "page.notes.help": Phrase(
        "Published notes find their collaboration; word of mouth stays in sight.",
        "为已发布笔记匹配合作，并单独呈现自来水笔记。",
    ),
    "notes.title": Phrase(
        "Notes that may belong to a collaboration: {count}; they sold {money}",
        "疑似合作笔记 {count} 篇，净销售额 {money}",
    ),
    "notes.none": Phrase("Every published note has found its place", "所有已发布笔记都已归位"),
    "notes.note": Phrase(
        "Published by a KOL of the campaign, in its time or two weeks after, and about its products. A person decides.",
        "由活动达人在活动期间或结束后两周内发布、且与活动商品相关的笔记。由人来确认。",
    ),
    "notes.paid": Phrase("Net sales of paid notes", "合作笔记净销售额"),
    "notes.earned": Phrase("Net sales of earned notes", "自来水笔记净销售额"),
    "notes.own": Phrase("Net sales of own notes", "品牌自有笔记净销售额"),
    "notes.group": Phrase("{notes} notes, {reach}", "{notes} 篇，{reach}"),
    "notes.reads": Phrase("{count} reads", "{count} 次阅读"),
    "notes.engagement": Phrase("{count} interactions", "{count} 次互动"),
    "column.engagement": Phrase("Interactions", "互动量"),
    "notes.clicks": Phrase("{clicks} clicks, {orders} orders", "{clicks} 次点击，{orders} 笔订单"),
    "notes.proposals": Phrase("To be confirmed", "待确认"),
    "notes.proposals_note": Phrase(
        "Confirming counts the note, its sales and its fee to the collaboration. Both answers can be undone below.",
        "确认后，笔记及其销售与费用计入该合作。两种选择都可在下方撤销。",
    ),
    "notes.decisions": Phrase("Decided last", "最近处理"),
    "notes.decisions_note": Phrase("Undo puts the note back among the proposals.", "撤销后，笔记回到待确认列表。"),
    "notes.sold": Phrase("{money} net sales, {clicks} clicks", "净销售额 {money}，{clicks} 次点击"),
    "notes.earned_title": Phrase(
        "Word of mouth: {count} notes, {reach}, {money} net sales, unpaid",
        "自来水：{count} 篇笔记，{reach}，净销售额 {money}，零费用",
    ),
    "notes.earned_note": Phrase(
        "Notes that link the products, belong to no collaboration and to no account of the brand.",
        "挂有商品链接、不属于任何合作、也非品牌账号发布的笔记。",
    ),
    "strength.strong": Phrase("very likely", "很可能"),
    "strength.good": Phrase("likely", "较可能"),
    "strength.weak": Phrase("possible", "有可能"),
    "reason.linking_product": Phrase("links {product}", "挂链 {product}"),
    "reason.as_drafted": Phrase("has the title of the approved draft", "标题与已批准稿件一致"),
    "reason.naming_product": Phrase("names the product", "提到商品名"),
    "reason.naming_brand": Phrase("names the brand", "提到品牌"),
    "reason.sponsored": Phrase("marked as cooperation", "带合作标识"),
    "reason.in_period": Phrase("inside the campaign's days", "在活动期内"),
    "reason.after_period": Phrase("after the campaign's last day", "在活动结束后"),
    "decision.linked": Phrase("linked", "已关联"),
    "decision.dismissed": Phrase("not ours", "已排除"),
    "do.link_note": Phrase("Confirm", "确认"),
    "do.dismiss_note": Phrase("Not ours", "不是合作"),
    "do.unlink_note": Phrase("Undo", "撤销"),
    "do.restore_note": Phrase("Undo", "撤销"),
    "done.link_note": Phrase("Confirmed: the note counts to its collaboration now.", "已确认：该笔记计入合作。"),
    "done.dismiss_note": Phrase(
        "Refused: it is not proposed for this collaboration again.", "已排除：不再为该合作推荐。"
    ),
    "done.unlink_note": Phrase("Undone: the note belongs to no collaboration.", "已撤销：该笔记不再属于任何合作。"),
    "done.restore_note": Phrase("Undone: the note is proposed again.", "已撤销：该笔记重新进入待确认。"),
    "metric.paid_note": Phrase("Paid note", "合作笔记"),
    "meaning.paid_note": Phrase("A note that belongs to a collaboration.", "属于某个合作的笔记。"),
    "metric.earned_note": Phrase("Earned note", "自来水笔记"),
    "meaning.earned_note": Phrase(
        "A note about a product that nobody was paid for and no account of the brand wrote.",
        "未付费、也非品牌账号发布的商品相关笔记。",
    ),
    "metric.own_note": Phrase("Own note", "自有笔记"),
    "meaning.own_note": Phrase("A note by an account of the brand.", "品牌账号发布的笔记。"),
    "metric.last_touch_sales": Phrase("Net sales here", "本页净销售额"),
    "meaning.last_touch_sales": Phrase(
        "What was ordered within 15 days of a click on the note, the last click counting, less refunds. What is "
        "payable "
        "stands on the campaign's page.",
        "点击笔记后 15 天内的订单（按最后一次点击归因），已扣退款。应付口径见活动页。",
    ),
    "metric.strength": Phrase("How likely", "可能性"),
    "meaning.strength": Phrase(
        "Very likely: links the product, or has the draft's title, inside the campaign's days. Likely: links it "
        "later, or "
        "names it inside. Possible: names only the brand, or names the product later.",
        "很可能：活动期内挂链，或标题与稿件一致。较可能：活动后挂链，或期内提到商品名。有可能：仅提到品牌，"
        "或活动后提到商品名。",
    ),
}
