"""Words of the frame: pages, filters, states, things said on every page."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "frame.title": Phrase("kolbook", "kolbook"),
    "frame.about": Phrase(
        "**kolbook** runs KOL campaigns on Xiaohongshu and proves what they earned.",
        "**kolbook** 管理小红书达人投放，并算清每一笔收益。",
    ),
    "frame.loading": Phrase("Reading the newest data …", "正在读取最新数据……"),
    "frame.language": Phrase("Language", "语言"),
    "list.separator": Phrase(", ", "、"),
    "section.campaigns": Phrase("Campaigns", "活动"),
    "section.kols": Phrase("KOLs", "达人"),
    "section.money": Phrase("Money", "资金"),
    "section.setup": Phrase("Data and people", "数据与人员"),
    "page.overview": Phrase("Overview", "总览"),
    "page.overview.help": Phrase(
        "What all campaigns cost and earned, and what needs attention.", "全部活动的花费与收益，以及需要处理的事项。"
    ),
    "page.campaign": Phrase("Campaign", "活动"),
    "page.campaign.help": Phrase(
        "One campaign: budget, funnel, notes, and what is left of the sales.", "单个活动：预算、漏斗、笔记与最终贡献。"
    ),
    "page.conversion": Phrase("Conversion", "转化"),
    "page.conversion.help": Phrase(
        "Who turns clickers into buyers, with intervals and benchmarks.", "谁能把点击变成购买，附置信区间与基准。"
    ),
    "page.data": Phrase("Data", "数据"),
    "page.data.help": Phrase(
        "Upload files, mend refused rows, see how fresh everything is.", "上传文件、修正被拒收的行、查看数据新鲜度。"
    ),
    "filter.brand": Phrase("Brand", "品牌"),
    "filter.all_brands": Phrase("All brands", "全部品牌"),
    "filter.campaign": Phrase("Campaign", "活动"),
    "filter.all_campaigns": Phrase("All campaigns", "全部活动"),
    "filter.dimension": Phrase("Compare by", "对比维度"),
    "panel.numbers": Phrase("The numbers behind it", "查看明细数字"),
    "panel.definitions": Phrase("What these words mean", "名词解释"),
    "table.whole": Phrase("Show all {count}", "显示全部 {count} 行"),
    "table.download": Phrase("Download as CSV", "下载 CSV"),
    "table.open": Phrase("Open", "查看"),
    "label.unknown": Phrase("Not recorded", "未记录"),
    "label.no_name": Phrase("No name yet (…{tail})", "暂无名称（…{tail}）"),
    "label.untitled": Phrase("Untitled note", "无标题笔记"),
    "empty.title": Phrase("Nothing has been loaded yet", "还没有载入任何数据"),
    "empty.step_1": Phrase(
        "Export notes, clicks and orders from the places you already use: "
        "creator center, 蒲公英, 千帆, your short links.",
        "从常用后台导出笔记、点击和订单：创作服务平台、蒲公英、千帆、短链接等。",
    ),
    "empty.step_2": Phrase(
        "Drop the files on the Data page. Their kind is recognised by their headers.",
        "把文件拖到「数据」页，系统会按表头自动识别来源。",
    ),
    "empty.step_3": Phrase("Come back here: the figures appear by themselves.", "回到这里，数字会自动出现。"),
    "empty.note": Phrase("To look around with invented data, run: make run", "想先用演示数据体验，请运行：make run"),
    "empty.go": Phrase("Go to the Data page", "前往数据页"),
    "empty.begin": Phrase("Plan campaigns first, load files later", "先规划活动，稍后再导入文件"),
    "empty.no_campaign": Phrase("There is no campaign yet", "还没有活动"),
    "empty.no_campaign_step": Phrase(
        "Enter a campaign with its brand, period and budget, and link its notes.",
        "录入活动的品牌、周期和预算，并关联笔记。",
    ),
    "empty.no_campaign_note": Phrase(
        "Until then, Conversion shows how notes sell and Data shows what was loaded.",
        "在此之前，「转化」页可查看笔记转化，「数据」页可查看已载入内容。",
    ),
    "error.title": Phrase("This page cannot be shown right now", "暂时无法显示此页"),
    "error.unexpected": Phrase(
        "Something unforeseen happened; the details are in the log.", "出现意外情况，详情已写入日志。"
    ),
    "error.next": Phrase(
        "Reload the page. If it stays, run kol check and pass its answer on to whoever looks after this installation.",
        "请刷新页面。若仍无法显示，请运行 kol check，并把结果交给系统维护人员。",
    ),
    "partial.until": Phrase("{fact} until {day}", "{fact}截至{day}"),
    "partial.banner": Phrase(
        "Some files are behind: {listed}. Figures after {day} are not complete yet.",
        "部分数据滞后：{listed}。{day}之后的数字尚不完整。",
    ),
    "method.third_party": Phrase("through agencies", "第三方机构"),
    "method.samples": Phrase("by samples", "寄样"),
    "method.celebrity": Phrase("with a celebrity", "明星合作"),
    "method.mixed": Phrase("mixed", "混合"),
    "tier.koc": Phrase("KOC", "素人"),
    "tier.tail": Phrase("Tail", "尾部"),
    "tier.waist": Phrase("Waist", "腰部"),
    "tier.head": Phrase("Head", "头部"),
    "tier.celebrity": Phrase("Celebrity", "明星"),
    "label.xiaohongshu": Phrase("Xiaohongshu", "小红书"),
    "label.tmall": Phrase("Tmall", "天猫"),
    "label.own_site": Phrase("Own site", "官网"),
    "label.follow": Phrase("Following feed", "关注页"),
    "label.explore": Phrase("Explore feed", "发现页"),
    "label.nearby": Phrase("Nearby feed", "同城页"),
    "label.search": Phrase("Search", "搜索"),
    "label.profile": Phrase("Profile page", "个人主页"),
    "label.comment": Phrase("Comments", "评论区"),
    "label.other": Phrase("Elsewhere", "其他"),
}
