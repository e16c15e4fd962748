"""Words of the Cash page: accrued, payable, paid, overdue, and what everything left."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.cash": Phrase("Cash", "资金"),
    "page.cash.help": Phrase("What is owed to whom, when it will be paid, what it left.", "应付谁、何时付、剩多少。"),
    "cash.eyebrow": Phrase("Cash and accruals · {day}", "资金与计提 · {day}"),
    "cash.title": Phrase(
        "{payable} is payable, {overdue} of it since a month that is over",
        "应付 {payable}，其中 {overdue} 属已结束月份",
    ),
    "cash.title_none": Phrase("{payable} is payable, overdue: {overdue}", "应付 {payable}，逾期 {overdue}"),
    "cash.note": Phrase(
        "Fees and commission of credited orders, net of refunds. They become payable {days} days after completion.",
        "已归属订单的费用与佣金，已扣退款。订单完成满 {days} 天后可付。",
    ),
    "cash.accrued_fen": Phrase("Accrued", "已计提未到期"),
    "cash.accrued_fen.note": Phrase("goods may still come back", "仍在退货期内"),
    "cash.unpaid_fen": Phrase("Payable", "应付"),
    "cash.unpaid_fen.note": Phrase("past the return window, not paid", "已过退货期，未付"),
    "cash.paid_fen": Phrase("Paid", "已付"),
    "cash.paid_fen.note": Phrase("by the ledger", "以总账为准"),
    "cash.overdue_fen": Phrase("Overdue", "逾期"),
    "cash.overdue_fen.note": Phrase("payable before this month", "本月之前已应付"),
    "cash.fx_fen": Phrase("Exchange difference", "汇兑差额"),
    "cash.fx_fen.note": Phrase("apart, never in a commission", "单列，不计入佣金"),
    "cash.parties": Phrase("Parties: {count}", "结算方：{count}"),
    "cash.by": Phrase("By", "按"),
    "cash.by.party": Phrase("By party", "按结算方"),
    "cash.by.campaign": Phrase("By campaign", "按活动"),
    "cash.by.period": Phrase("By month", "按月"),
    "cash.balances": Phrase("What is owed", "应付明细"),
    "cash.balances_note": Phrase(
        "Parties are paid in one sum, so that a payment belongs to a party and a month, never to a campaign.",
        "款项按结算方合并支付，因此付款只归属结算方与月份，不归属活动。",
    ),
    "cash.party": Phrase("{name} ({kind})", "{name}（{kind}）"),
    "cash.kind.platform": Phrase("platform", "平台"),
    "cash.kind.agency": Phrase("agency", "机构"),
    "cash.kind.kol": Phrase("KOL", "达人"),
    "cash.forecast": Phrase(
        "{money} becomes payable, {first} of it until {day}", "将应付 {money}，其中 {first} 于{day}前"
    ),
    "cash.forecast_none": Phrase("No return window is running", "没有处于退货期的款项"),
    "cash.forecast_note": Phrase(
        "By the week in which the return window ends. Not completed, so without a week: {money}.",
        "按退货期结束的周。订单未完成、尚无日期：{money}。",
    ),
    "cash.of": Phrase("Of", "维度"),
    "cash.of.kol": Phrase("By KOL", "按达人"),
    "cash.of.note": Phrase("By note", "按笔记"),
    "cash.of.product": Phrase("By product", "按商品"),
    "cash.of.campaign": Phrase("By campaign", "按活动"),
    "cash.of_none": Phrase("Of none in particular", "不归属任何一项"),
    "cash.left": Phrase("Contribution in all: {money}", "贡献利润合计：{money}"),
    "cash.left_note": Phrase(
        "Every line sums to the campaigns' totals, to the fen. What belongs to none stands in a line of its own.",
        "各行合计与活动总额逐分一致；不归属任何一项的单列一行。",
    ),
    "column.month": Phrase("Month", "月份"),
    "column.all_fen": Phrase("In all", "合计"),
    "column.past_window_fen": Phrase("Past the window", "已过退货期"),
    "column.unpaid_fen": Phrase("Payable", "应付"),
    "column.overdue_fen": Phrase("Overdue", "逾期"),
    "column.fx_fen": Phrase("Exchange", "汇兑"),
    "metric.accrued": Phrase("Accrued", "已计提"),
    "meaning.accrued": Phrase(
        "What orders, refunds and notes have brought so far and is still within the return window.",
        "订单、退款与笔记已产生、仍在退货期内的费用。",
    ),
    "metric.payable": Phrase("Payable", "应付"),
    "meaning.payable": Phrase(
        "Past the return window, with adjustments of the ledger, less what the ledger says was paid.",
        "已过退货期的金额，计入总账调整，减去总账中的已付金额。",
    ),
    "metric.overdue_money": Phrase("Overdue", "逾期"),
    "meaning.overdue_money": Phrase(
        "Payable since a month that is over; payments count against the oldest first.",
        "在已结束月份已应付的金额；付款先抵最早的。",
    ),
}
