"""Words for why an amount is what it is."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "why.search": Phrase("Order id, or the id of a commission line", "订单号，或结算明细编号"),
    "why.recent": Phrase("Orders with refunds lately", "近期有退款的订单"),
    "why.recent_note": Phrase("Choose one, or search for an order above.", "点选订单，或在上方搜索。"),
    "why.none": Phrase("No order has a commission yet.", "尚无结算明细。"),
    "why.not_found": Phrase("No commission for {order}", "{order} 没有结算明细"),
    "why.not_found_step": Phrase(
        "It is not loaded, nobody is credited with it, or no terms held on its day.",
        "可能尚未导入、没有归因，或下单当日没有生效条款。",
    ),
    "why.order": Phrase("Order {order}", "订单 {order}"),
    "why.sum": Phrase("All of its lines come to {amount}.", "全部明细合计 {amount}。"),
    "why.title": Phrase("{part}, {kind}", "{part} · {kind}"),
    "why.kind.sale": Phrase("sale", "销售"),
    "why.kind.refund": Phrase("refund", "退款"),
    "why.kind.fixed_fee": Phrase("fixed fee", "坑位费"),
    "why.kind.true_up": Phrase("true-up at the end of the month", "月末重算调整"),
    "why.kind.minimum": Phrase("minimum at the end of the month", "月末最低补足"),
    "why.kind.guarantee": Phrase("guarantee at the end of the month", "月末保底"),
    "why.order_row": Phrase("Order row", "订单行"),
    "why.place": Phrase("{order}, line {line}", "{order} 第 {line} 行"),
    "why.order_at": Phrase("{place}, ordered {at}; row {row} of {file}", "{place}，{at} 下单；{file} 第 {row} 行"),
    "why.evidence": Phrase("Evidence", "归因依据"),
    "why.credited": Phrase("{evidence}: {kol}", "{evidence}：{kol}"),
    "why.conflict": Phrase("; other evidence names somebody else", "；另有依据指向他人"),
    "why.evidence.settlement": Phrase("the platform's bill names the KOL", "平台账单指明达人"),
    "why.evidence.source_kol": Phrase("the order names the KOL", "订单带有达人 ID"),
    "why.evidence.promo_code": Phrase("promo code", "优惠码"),
    "why.evidence.click": Phrase("last click", "末次点击"),
    "why.terms": Phrase("Terms", "条款"),
    "why.terms_are": Phrase(
        "No. {number} ({scope}), {period}, entered by {who}: {pays}",
        "第 {number} 号（{scope}），{period}，{who} 录入：{pays}",
    ),
    "why.amount": Phrase("Amount", "金额"),
    "why.month": Phrase("Month", "月份"),
    "why.in_month": Phrase("{month}", "{month}"),
    "why.later_month": Phrase(
        "{month}, for orders of {of_month}: a past month is not touched",
        "{month}（属于 {of_month} 的订单，历史月份不变）",
    ),
    "why.base.buyer_paid": Phrase("paid {paid} − tax {tax}", "实付 {paid} − 税 {tax}"),
    "why.base.merchant_receives": Phrase(
        "paid {paid} − tax {tax} + platform coupon {coupon}", "实付 {paid} − 税 {tax} + 平台券 {coupon}"
    ),
    "why.base.list_price": Phrase("list {list} − tax {tax}", "原价 {list} − 税 {tax}"),
    "why.base.after_platform_fee": Phrase(
        "paid {paid} − tax {tax} − the line's platform fee", "实付 {paid} − 税 {tax} − 该行平台扣点"
    ),
    "why.base.kol_fee": Phrase("what the KOL is due for the line, before cap", "该行达人应得（封顶前）"),
    "why.sale": Phrase(
        "{base} = {amount}; {slices} = {due}, rounded half up once", "{base} = {amount}；{slices} = {due}，四舍五入一次"
    ),
    "why.share": Phrase(" (× {share} of the seller's rate)", "（商家佣金率的 {share}）"),
    "why.cap": Phrase(
        "; the cap of {cap} per month lets {posted} through instead of {uncapped}",
        "；每月封顶 {cap}，计 {posted}（原应 {uncapped}）",
    ),
    "why.refund": Phrase(
        "{refunded} of {paid} refunded leaves {amount} of {base}; {slices} = {due}, {before} before",
        "实付 {paid} 已退 {refunded}，{base}余 {amount}；{slices} = {due}，此前 {before}",
    ),
    "why.fixed_fee": Phrase("agreed per published note", "按发布笔记约定"),
    "why.true_up": Phrase(
        "{month} computed afresh over a volume of {volume}: {fresh}, {before} before",
        "按累计 {volume} 重算 {month}：{fresh}，此前 {before}",
    ),
    "why.top_up": Phrase(
        "commission of {month} {commission}, {agreed} agreed ({kind}): {due} on top, {before} before",
        "{month} 佣金 {commission}，约定 {agreed}（{kind}）：补 {due}，此前 {before}",
    ),
    "why.closing.true_up": Phrase("{month} computed afresh: {whole} in all", "重算 {month}，合计 {whole}"),
    "why.closing.minimum": Phrase(
        "topped up to the minimum of {month}: {whole} in all", "{month} 最低补足，合计 {whole}"
    ),
    "why.closing.guarantee": Phrase("guarantee of {month}: {whole} in all", "{month} 保底，合计 {whole}"),
    "why.closing.afresh": Phrase(
        "; the remaining lines (volume {volume}) give {fresh}", "；剩余明细（累计 {volume}）应为 {fresh}"
    ),
    "why.closing.share": Phrase("; this collaboration's share is {amount}", "；本合作分摊 {amount}"),
    "why.beyond": Phrase("computed over orders that are not shown to you", "按未向您开放的订单一并计算"),
}
