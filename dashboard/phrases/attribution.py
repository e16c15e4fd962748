"""Words of the attribution page: rules, ranks, paths, conflicts of evidence."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.attribution": Phrase("Attribution", "归因"),
    "page.attribution.help": Phrase(
        "Whose order is it: every rule side by side, how ranks move, paths, conflicts of evidence.",
        "订单归谁：各规则对比、排名变化、路径与证据冲突。",
    ),
    "credit_rule.first": Phrase("First click", "首次点击"),
    "credit_rule.last": Phrase("Last click", "末次点击"),
    "credit_rule.linear": Phrase("Linear", "线性"),
    "credit_rule.position": Phrase("Position 40/20/40", "位置 40/20/40"),
    "credit_rule.time_decay": Phrase("Time decay", "时间衰减"),
    "credit_rule.markov": Phrase("Markov", "马尔可夫"),
    "credit_rule.shapley": Phrase("Shapley", "Shapley 值"),
    "credit.rule": Phrase(
        "By the campaign's rule: {rule}, on {match}, clicks up to {days} days before the order.",
        "按活动规则：{rule}，{match}，下单前 {days} 天内的点击。",
    ),
    "credit.rule_decay": Phrase(
        "By the campaign's rule: {rule} (half-life {half_life} days), on {match}, clicks up to {days} days before "
        "the order.",
        "按活动规则：{rule}（半衰期 {half_life} 天），{match}，下单前 {days} 天内的点击。",
    ),
    "credit.match_product": Phrase("the same product", "同一产品"),
    "credit.match_brand": Phrase("any product of the brand", "同品牌任一产品"),
    "credit.note": Phrase(
        "A rule shares what was sold; it does not say what caused a sale.", "规则只分配销售额，不代表因果。"
    ),
    "credit.title": Phrase(
        "{name}: {share} of the {money} its products sold is credited to its KOLs",
        "{name}：产品销售额 {money} 中，{share} 归于合作达人",
    ),
    "credit.share": Phrase("{share} of what was sold", "占销售额 {share}"),
    "credit.kols": Phrase("KOLs of the campaign", "活动达人"),
    "credit.outside": Phrase("Other notes", "其他笔记"),
    "credit.unattributed": Phrase("No click", "无点击"),
    "credit.payable": Phrase("Payable", "结算归属"),
    "credit.payable_note": Phrase("what commission is paid on", "计佣依据"),
    "credit.ladder": Phrase("statement > KOL id > code > last click", "结算单 > 达人 ID > 优惠码 > 末次点击"),
    "credit.conflicts": Phrase("Conflicts of evidence", "证据冲突"),
    "credit.conflicts_of": Phrase("order lines, of {orders} orders", "订单行，共 {orders} 单"),
    "credit.rules": Phrase(
        "The rule hardly matters for {steady} of the {kols} largest KOLs",
        "前 {kols} 位达人中，{steady} 位几乎不受规则影响",
    ),
    "credit.rules_note": Phrase(
        "Dot: {rule}, {days} days. Grey: from the least to the most that any of the seven rules gives. "
        "Blue: what is payable by the evidence, refunds not taken off.",
        "圆点：{rule}，{days} 天；灰带：七种规则的最低至最高；蓝线：按证据计佣的金额，均未扣退款。",
    ),
    "credit.axis": Phrase("paid goods credited", "归属的已付金额"),
    "credit.sensitivity": Phrase(
        "{moved} of {kols} KOLs move {far} places or more with rule or window",
        "{kols} 位达人中，{moved} 位因规则或窗口变动 {far} 名及以上",
    ),
    "credit.sensitivity_note": Phrase(
        "Rank by credit; the first column is the campaign's own rule. Red: {far} places or more away from it.",
        "按归属金额排名；第一列为活动规则，红色表示与其相差 {far} 名及以上。",
    ),
    "credit.rule_days": Phrase("{rule}, {days} d", "{rule}·{days} 天"),
    "credit.paths": Phrase(
        "{alone} of order lines followed one KOL's notes alone, {nobody} no click at all",
        "{alone} 的订单行只点击过一位达人的笔记，{nobody} 没有点击",
    ),
    "credit.paths_note": Phrase(
        "Order lines by whose notes were clicked in the {days} days before; the same KOL in a row counts once.",
        "按下单前 {days} 天内点击过谁的笔记统计订单行；连续点击同一达人计一次。",
    ),
    "credit.order": Phrase("Order", "下单"),
    "credit.other_kols": Phrase("Other KOLs", "其他达人"),
    "credit.conflicts_title": Phrase(
        "On {count} order lines the evidence disagrees, {money} in all", "{count} 个订单行证据不一致，共 {money}"
    ),
    "credit.no_conflicts": Phrase("Nowhere does the evidence disagree", "证据没有冲突"),
    "credit.ladder_note": Phrase(
        "The strongest evidence decides what is paid: statement, KOL id on the order, promo code, last click. "
        "Every order counts once; what the others say stands beside it.",
        "按最强证据计佣：结算单、订单达人 ID、优惠码、末次点击。每单只计一次，其余证据并列显示。",
    ),
    "credit.nothing": Phrase("This campaign's products have not sold on its days yet", "活动期内产品尚无销售"),
    "credit.nothing_note": Phrase(
        "Load orders on the Data page, or check the campaign's products and days.",
        "请在「数据」页载入订单，或检查活动的产品与日期。",
    ),
    "evidence.settlement": Phrase("Statement", "结算单"),
    "evidence.source_kol": Phrase("KOL id on the order", "订单达人 ID"),
    "evidence.promo_code": Phrase("Promo code", "优惠码"),
    "evidence.click": Phrase("Last click", "末次点击"),
    "column.payable_fen": Phrase("Payable", "结算归属"),
    "column.first_fen": Phrase("First click", "首次点击"),
    "column.last_fen": Phrase("Last click", "末次点击"),
    "column.linear_fen": Phrase("Linear", "线性"),
    "column.position_fen": Phrase("Position", "位置"),
    "column.time_decay_fen": Phrase("Time decay", "时间衰减"),
    "column.markov_fen": Phrase("Markov", "马尔可夫"),
    "column.shapley_fen": Phrase("Shapley", "Shapley 值"),
    "column.credit_fen": Phrase("Paid goods", "已付金额"),
    "column.path": Phrase("Whose notes were clicked", "点击路径"),
    "column.lines": Phrase("Order lines", "订单行"),
    "column.walks_in_vain": Phrase("Without an order", "未下单"),
    "column.order_id": Phrase("Order", "订单号"),
    "column.ordered_at": Phrase("Ordered", "下单时间"),
    "column.credited": Phrase("Credited", "归属达人"),
    "column.evidence": Phrase("Because of", "依据"),
    "column.settlement": Phrase("Statement says", "结算单"),
    "column.source_kol": Phrase("Order says", "订单达人"),
    "column.promo_code": Phrase("Code says", "优惠码"),
    "column.click": Phrase("Last click says", "末次点击"),
    "metric.touch": Phrase("Touch", "触点"),
    "meaning.touch": Phrase(
        "A click by the buyer on a note that links what was bought, within the window before the order, to the second.",
        "买家在下单前窗口期内点击挂有所购产品的笔记，精确到秒。",
    ),
    "metric.credit_rules": Phrase("Rules", "归因规则"),
    "meaning.credit_rules": Phrase(
        "First and last give all to one click; linear shares evenly; position gives 40 % each to first and last; "
        "time decay halves a click's weight per half-life. Parts of an order line sum to it, to the fen.",
        "首次、末次归于单次点击；线性平均分配；位置规则首末各 40%；时间衰减按半衰期减半。每行金额分毫不差。",
    ),
    "metric.markov": Phrase("Markov", "马尔可夫"),
    "meaning.markov": Phrase(
        "How much the chance of an order falls when a KOL's notes lead nowhere, reckoned from all paths, those "
        "without an order too. The sales of all touched orders are shared in that proportion.",
        "假设某达人的笔记不再引导，下单概率下降多少；据全部路径（含未下单）计算，并按此比例分配销售额。",
    ),
    "metric.shapley": Phrase("Shapley", "Shapley 值"),
    "meaning.shapley": Phrase(
        "Over observed paths it is an even split among the KOLs of a path, close to linear.",
        "在已观察路径上，等于路径中各达人平分，接近线性。",
    ),
    "metric.payable_credit": Phrase("Payable", "结算归属"),
    "meaning.payable_credit": Phrase(
        "What commission is paid on. It follows the evidence and does not change with the rule of the analysis.",
        "计佣依据，按证据确定，不随分析规则变化。",
    ),
}
