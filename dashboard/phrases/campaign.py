"""Words of the campaign page, and the titles of table columns."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "campaign.eyebrow": Phrase("{brand} · {method} · {period}", "{brand} · {method} · {period}"),
    "campaign.title": Phrase("{name} has left {money} so far", "{name}：已留下 {money} 贡献利润"),
    "campaign.title_loss": Phrase("{name} has lost {money} so far", "{name}：目前亏损 {money}"),
    "campaign.day_of": Phrase(
        "Day {day} of {length}; data until {at}, Shanghai time.",
        "第 {day} 天，共 {length} 天；数据截至 {at}（北京时间）。",
    ),
    "campaign.over": Phrase(
        "The campaign is over; late orders and refunds still count. Data until {at}, Shanghai time.",
        "活动已结束，后续订单与退款仍会计入。数据截至 {at}（北京时间）。",
    ),
    "campaign.not_started": Phrase(
        "Not started yet; data until {at}, Shanghai time.", "尚未开始；数据截至 {at}（北京时间）。"
    ),
    "campaign.unknown": Phrase(
        "The link names a campaign that is not here. This is the newest one.", "链接中的活动不存在，以下为最新的活动。"
    ),
    "campaign.no_data": Phrase("No clicks or orders have been loaded yet.", "尚未载入点击或订单。"),
    "campaign.covers": Phrase("The notes that sell", "卖得最好的笔记"),
    "campaign.covers_note": Phrase(
        "Each cover is what the note brought: net sales, then reads, clicks and orders.",
        "封面即成绩：净销售额，以及阅读、点击、订单。",
    ),
    "cover.reads": Phrase("reads", "阅读"),
    "cover.clicks": Phrase("clicks", "点击"),
    "cover.orders": Phrase("orders", "订单"),
    "column.label": Phrase("Name", "名称"),
    "column.title": Phrase("Note", "笔记"),
    "column.kol_name": Phrase("KOL", "达人"),
    "note.paid": Phrase("Paid", "合作"),
    "note.organic": Phrase("Organic", "自来水"),
    "column.is_paid": Phrase("Kind", "类型"),
    "column.tier": Phrase("Tier", "层级"),
    "column.published_at": Phrase("Published", "发布时间"),
    "column.impressions": Phrase("Impressions", "曝光"),
    "column.reads": Phrase("Reads", "阅读"),
    "column.clicks": Phrase("Clicks", "点击"),
    "column.clickers": Phrase("People who clicked", "点击人数"),
    "column.buyers": Phrase("Buyers", "买家"),
    "column.orders": Phrase("Orders", "订单"),
    "column.kept_orders": Phrase("Kept orders", "保留订单"),
    "column.by_clicker": Phrase("Conversion", "转化率"),
    "column.by_clicker_low": Phrase("Interval from", "区间下限"),
    "column.by_clicker_high": Phrase("Interval to", "区间上限"),
    "column.by_click": Phrase("Conversion by click", "按点击转化率"),
    "column.benchmark": Phrase("Benchmark", "基准"),
    "column.is_enough": Phrase("Enough data", "数据充足"),
    "column.gmv_fen": Phrase("GMV", "成交额"),
    "column.refunds_fen": Phrase("Refunds", "退款"),
    "column.net_sales_fen": Phrase("Net sales", "净销售额"),
    "column.spend_fen": Phrase("Spend", "花费"),
    "column.ad_spend_fen": Phrase("Ads", "投流"),
    "column.contribution_fen": Phrase("Contribution", "贡献利润"),
    "column.change_fen": Phrase("Amount", "金额"),
    "column.spent_fen": Phrase("Spent so far", "累计花费"),
    "column.plan_fen": Phrase("Even plan", "匀速计划"),
    "column.roas": Phrase("ROAS", "ROAS"),
    "column.net_roi": Phrase("Net ROI", "净 ROI"),
    "column.business_date": Phrase("Day", "日期"),
    "column.week_date": Phrase("Week from", "周起始"),
    "column.notes_published": Phrase("Notes published", "发布笔记"),
    "column.step": Phrase("Step", "步骤"),
    "column.total": Phrase("Count", "数量"),
    "column.share_of_previous": Phrase("Of the step before", "占上一步"),
    "column.url": Phrase("Link", "链接"),
}
