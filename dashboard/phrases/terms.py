"""Names of metrics, what they mean, and the words on axes and marks."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "metric.spend": Phrase("Spend", "花费"),
    "meaning.spend": Phrase(
        "Fixed fees + samples + ads + KOL commission + third-party cut: "
        "what the campaign costs besides the platform's fee.",
        "坑位费 + 样品 + 投流 + 达人佣金 + 第三方服务费，不含平台扣点。",
    ),
    "metric.gmv": Phrase("GMV", "成交额"),
    "meaning.gmv": Phrase("Goods paid for, before refunds.", "已支付商品金额，未扣退款。"),
    "metric.net_sales": Phrase("Net sales", "净销售额"),
    "meaning.net_sales": Phrase("GMV less refunds.", "成交额 − 退款。"),
    "metric.contribution": Phrase("Contribution", "贡献利润"),
    "meaning.contribution": Phrase(
        "Net sales less product cost, platform fee, third-party cut, KOL commission, fixed fees, samples and ads.",
        "净销售额扣除产品成本、平台扣点、第三方服务费、达人佣金、坑位费、样品与投流后的余额。",
    ),
    "metric.roas": Phrase("ROAS", "投入产出比"),
    "meaning.roas": Phrase("Net sales ÷ spend.", "净销售额 ÷ 花费。"),
    "metric.net_roi": Phrase("Net ROI", "净 ROI"),
    "meaning.net_roi": Phrase("Contribution ÷ spend.", "贡献利润 ÷ 花费。"),
    "metric.conversion": Phrase("Conversion", "转化率"),
    "metric.conversion_of": Phrase("Conversion · {label}", "转化率 · {label}"),
    "meaning.conversion": Phrase(
        "Distinct buyers with an attributed order ÷ distinct people who clicked, last touch within 15 days.",
        "有归因订单的去重买家 ÷ 去重点击人数；末次触点，15 天回溯。",
    ),
    "metric.conversion_by_click": Phrase("Conversion, by click", "转化率（按点击）"),
    "meaning.conversion_by_click": Phrase(
        "Attributed orders ÷ clicks. Lower than by clicker, as people click more than once; "
        "never held against the benchmark.",
        "归因订单 ÷ 点击次数。一人可能多次点击，因此低于按人转化率，不与基准比较。",
    ),
    "metric.benchmark": Phrase("Benchmark", "基准"),
    "meaning.benchmark": Phrase(
        "8 % on Xiaohongshu, 2.6 % on Tmall: from the brief, unverified, editable. "
        "Held only against conversion by clicker.",
        "小红书 8%、天猫 2.6%：来自简报，未经验证，可修改；只与按人转化率比较。",
    ),
    "metric.interval": Phrase("Interval", "区间"),
    "meaning.interval": Phrase(
        "95 % Wilson interval: with these counts the true rate lies in it 19 times out of 20.",
        "95% Wilson 置信区间：以现有样本量，真实转化率有 95% 的把握落在其中。",
    ),
    "metric.section": Phrase("Section", "流量入口"),
    "meaning.section": Phrase(
        "Where in the app the note was seen when its link was clicked.", "点击商品链接时，笔记出现在应用中的位置。"
    ),
    "metric.not_enough": Phrase("Not enough data", "数据不足"),
    "meaning.not_enough": Phrase(
        "Fewer than 30 people clicked: a rate would say more about chance than about the note.",
        "点击人数少于 30：此时的比例更多反映偶然。",
    ),
    "metric.unattributed": Phrase("Unattributed", "未归因"),
    "meaning.unattributed": Phrase(
        "Sales that no statement, KOL id or click gives to anyone. Always shown, never spread over the others.",
        "没有结算单、达人 ID 或点击作证据的销售。始终单列，不摊给他人。",
    ),
    "metric.platform_fee": Phrase("Platform fee", "平台扣点"),
    "meaning.platform_fee": Phrase("What the shop platform keeps of each order.", "电商平台从每单中扣除的费用。"),
    "metric.third_party_cut": Phrase("Third-party cut", "第三方服务费"),
    "meaning.third_party_cut": Phrase(
        "What the agency between brand and KOL takes.", "品牌与达人之间的机构收取的费用。"
    ),
    "metric.kol_commission": Phrase("KOL commission", "达人佣金"),
    "meaning.kol_commission": Phrase(
        "The KOL's percentage of sales, less what refunds take back.", "达人按销售额提成，退款相应扣回。"
    ),
    "metric.fixed_fees": Phrase("Fixed fees", "坑位费"),
    "meaning.fixed_fees": Phrase(
        "What KOLs are due for published notes, whatever these sell.", "达人发布笔记即应得的固定费用。"
    ),
    "metric.kept_orders": Phrase("Kept orders", "保留订单"),
    "meaning.kept_orders": Phrase("Orders of which something was not refunded.", "未被全额退款的订单。"),
    "metric.clicks": Phrase("Clicks", "点击"),
    "metric.notes": Phrase("Paid notes", "合作笔记"),
    "metric.loaded": Phrase("Loaded", "已载入"),
    "meaning.loaded": Phrase("Rows that are new or newer than what stood there.", "新增或比原有版本更新的行。"),
    "metric.unchanged": Phrase("Unchanged", "无变化"),
    "meaning.unchanged": Phrase("Rows that say what was already known.", "与已有内容一致的行。"),
    "metric.superseded": Phrase("Superseded", "已被替代"),
    "meaning.superseded": Phrase("Rows for which a newer version already stands.", "已有更新版本、因此未采用的行。"),
    "metric.rejected": Phrase("Refused", "拒收"),
    "meaning.rejected": Phrase(
        "Rows that break a rule. They are kept with sheet, row, column and what to do; "
        "mend the file and drop it again.",
        "不符合规则的行。系统保留其工作表、行、列与处理办法；修正后重新上传即可。",
    ),
    "metric.personal": Phrase("Personal columns", "个人信息列"),
    "meaning.personal": Phrase(
        "Names, phones and addresses are dropped while reading and stored nowhere; buyer ids become keyed codes.",
        "姓名、电话、地址在读取时即丢弃，不存储；买家 ID 转换为加密代码。",
    ),
    "chart.plan": Phrase("Even plan", "匀速计划"),
    "chart.spent": Phrase("Spent", "已花费"),
    "chart.log_scale": Phrase("each gridline is ten times the one before", "每格为前一格的十倍"),
    "chart.notes_out": Phrase("Notes published: {count}", "发布 {count} 篇笔记"),
    "chart.conversion_axis": Phrase("buyers per 100 people who clicked", "每百名点击者中的买家"),
    "chart.buyers_of": Phrase("{buyers} buyers of {clickers} who clicked", "{clickers} 名点击者中 {buyers} 名购买"),
    "chart.week_of": Phrase("Week of {day}", "{day}起一周"),
    "chart.unfinished": Phrase("unfinished week", "未满一周"),
    "step.impressions": Phrase("Impressions", "曝光"),
    "step.reads": Phrase("Reads", "阅读"),
    "step.clicks": Phrase("Clicks", "点击"),
    "step.orders": Phrase("Orders", "订单"),
    "step.kept_orders": Phrase("Kept orders", "保留订单"),
    "waterfall.gmv": Phrase("GMV", "成交额"),
    "waterfall.refunds": Phrase("Refunds", "退款"),
    "waterfall.product_cost": Phrase("Product cost", "产品成本"),
    "waterfall.platform_fee": Phrase("Platform fee", "平台扣点"),
    "waterfall.third_party": Phrase("Third-party cut", "第三方服务费"),
    "waterfall.kol_commission": Phrase("KOL commission", "达人佣金"),
    "waterfall.fixed_fee": Phrase("Fixed fees", "坑位费"),
    "waterfall.samples": Phrase("Samples", "样品"),
    "waterfall.ads": Phrase("Ads", "投流"),
    "waterfall.contribution": Phrase("Contribution", "贡献利润"),
}
