"""Causes and explanations of breaks as the rules write them, in English, and the same in Chinese.

The English here is a pattern: it must stay what campaigns/break_kinds.py, amount_hypotheses.py and lump_sums.py write.
Longer ones stand before those that they contain.
"""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "cause.rate": Phrase("{part} charged at {theirs}, ours {ours}", "{part}按 {theirs} 计，我方为 {ours}"),
    "cause.stated_base": Phrase(
        "{part} charged on a base that the statement alone knows", "{part}的计费基数仅见于结算单"
    ),
    "cause.no_base": Phrase("{part} charged where ours has no base", "我方无计费基数，对方计收{part}"),
    "cause.base": Phrase("{part} charged on {base}, ours on {other}", "{part}按{base}计，我方按{other}计"),
    "cause.rounded": Phrase("rounded otherwise", "舍入方式不同"),
    "cause.kol": Phrase("another KOL is named", "达人不一致"),
    "cause.moved": Phrase("moved without an order's fee", "与订单费用无关的动账"),
    "cause.twice_ours": Phrase("{part} accrued twice", "我方{part}重复计提"),
    "cause.refund_absent": Phrase("refund not on the statement", "结算单未列退款"),
    "cause.absent": Phrase("{part} not on the statement", "结算单未列{part}"),
    "cause.pending": Phrase("{part} pending on the statement", "结算单上{part}待结算"),
    "cause.netted": Phrase("{part} netted away by the platform", "平台已将{part}正逆冲抵"),
    "cause.not_yet": Phrase("{part} not yet settleable", "{part}尚未到可结算时间"),
    "cause.twice": Phrase("{part} charged twice", "{part}重复计收"),
    "cause.new": Phrase("{part} not in our data yet", "{part}尚未进入我方数据"),
    "cause.not_accrued": Phrase("{part} that we did not accrue", "我方未计提的{part}"),
    "cause.unknown": Phrase("orders that we do not know", "我方没有的订单"),
    "cause.orphan": Phrase("refunds without a sale", "没有对应销售的退款"),
    "cause.over": Phrase("more refunded than sold", "退款多于销售"),
    "cause.refund_new": Phrase("refund not in our books", "我方账上没有该退款"),
    "cause.refund_other": Phrase("refunded otherwise", "退款金额不一致"),
    "cause.currency": Phrase("in another currency", "币种不同"),
    "cause.several": Phrase(
        "left to people: several sets of our records make the sum", "需人工处理：有多组我方记录可凑成该金额"
    ),
    "cause.many": Phrase(
        "left to people: too many records of ours to be sure of one set", "需人工处理：我方记录过多，无法确定唯一组合"
    ),
    "cause.people": Phrase("left to people", "需人工处理"),
    "cause.none": Phrase("no records of ours make the sum", "没有我方记录能凑成该金额"),
    "cause.says_gives": Phrase(
        "gives back {amount} in proportion to the sale ({rest})", "按销售的同等比例退回 {amount}（{rest}）"
    ),
    "cause.says_one": Phrase(
        "{amount} stands {count} times; one of them: {rest}", "{amount} 出现 {count} 次，其中一笔：{rest}"
    ),
    "cause.says_twice": Phrase("{amount} stands {count} times on the statement", "{amount} 在结算单上出现 {count} 次"),
    "cause.says_rate": Phrase(
        "{theirs} of {sum} is {amount}; ours is {ours}", "{sum} 的 {theirs} 为 {amount}，我方费率 {ours}"
    ),
    "cause.says_base": Phrase(
        "{theirs} of {sum} is {amount}; our base is {other}", "{sum} 的 {theirs} 为 {amount}，我方基数 {other}"
    ),
    "cause.says_fen": Phrase(
        "one fen per line: {fen} fen over {count} order lines", "每行不超过一分：{count} 个订单行共差 {fen} 分"
    ),
    "cause.says_kol": Phrase("theirs names {theirs}, ours {ours}", "对方记为 {theirs}，我方为 {ours}"),
    "cause.says_fine": Phrase("a fine, correction or other service", "罚款、调账或其他服务"),
    "cause.says_copy": Phrase("we have the same event more than once", "同一事件在我方出现多次"),
    "cause.says_refund": Phrase("our refund {names} is not on the statement", "我方退款 {names} 不在结算单上"),
    "cause.says_due": Phrase("due {day}, not on it", "应于 {day} 结算，结算单未列"),
    "cause.says_waits": Phrase("the statement shows it as not settled yet", "结算单显示尚未结算"),
    "cause.says_nets": Phrase(
        "the statement nets the sale against its refund, ours does not", "结算单已将销售与退款冲抵，我方没有"
    ),
    "cause.says_later": Phrase(
        "to be settled from {day}; compared as of {other}", "{day} 起可结算；本次对账截至 {other}"
    ),
    "cause.says_unknown": Phrase(
        "to be settled not known yet; compared as of {other}", "结算时间未知；本次对账截至 {other}"
    ),
    "cause.says_new": Phrase("too new for our data as of {day}", "截至 {day} 的数据中尚未包含"),
    "cause.says_terms": Phrase(
        "the order is known, but nothing was accrued: no terms in force, no credit, or no sale",
        "订单存在但未计提：没有生效条款、未归属或未成交",
    ),
    "cause.says_order": Phrase("no order of ours has this number", "我方没有该订单号"),
    "cause.says_orphan": Phrase("a refund of an order without a sale on either side", "双方都没有对应销售的退款"),
    "cause.says_over": Phrase("refunds exceed the sale by {amount}", "退款超出销售 {amount}"),
    "cause.says_theirs": Phrase("their refund {names} is not in our books yet", "对方退款 {names} 尚未进入我方账"),
    "cause.says_money": Phrase(
        "{amount} {ours} here, {sum} {theirs} there; never matched across currencies",
        "此处 {amount} {ours}，彼处 {sum} {theirs}；不同币种不匹配",
    ),
    "causes.and": Phrase("; ", "；"),
    "cause.numberless": Phrase("without a number", "（无单号）"),
    "cause.unexplained": Phrase("unexplained", "原因不明"),
    "base.merchant": Phrase("what the merchant receives (platform coupon in the base)", "商家实收（含平台券）"),
    "base.buyer": Phrase("what the buyer paid", "买家实付"),
    "base.list": Phrase("the list price", "标价"),
    "base.after_fee": Phrase("what the platform fee leaves", "扣除平台费后金额"),
    "base.kol": Phrase("the KOL's fee", "达人佣金"),
    "base.with_both": Phrase(" with tax and shipping", "（含税及运费）"),
    "base.with_tax": Phrase(" with tax", "（含税）"),
    "base.with_shipping": Phrase(" with shipping", "（含运费）"),
    "base.with_brand": Phrase(" with the brand's coupon", "（含品牌券）"),
    "base.with_platform": Phrase(" with the platform's coupon", "（含平台券）"),
    "charged.fee": Phrase("fee", "平台费"),
    "charged.cut": Phrase("cut", "机构服务费"),
    "charged.commission": Phrase("commission", "佣金"),
    "charged.sum": Phrase("sum", "金额"),
}
