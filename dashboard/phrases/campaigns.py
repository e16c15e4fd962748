"""Words of the campaigns page: plans, budgets by part, audience, wording, countdown sales, copies."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.campaigns": Phrase("Campaigns", "活动管理"),
    "page.campaigns.help": Phrase(
        "Plan campaigns: budget by part, products, audience, wording; and see the plan against what happened.",
        "规划活动：分项预算、产品、人群、文案，并与实际对比。",
    ),
    "plans.title": Phrase(
        "{running} campaigns are running, {ahead} lie ahead", "进行中 {running} 个活动，待开始 {ahead} 个"
    ),
    "plans.note": Phrase("{spend} of {budget} planned have been spent.", "计划 {budget}，已花费 {spend}。"),
    "plans.do": Phrase("What to do", "操作"),
    "plans.do.list": Phrase("All campaigns", "全部活动"),
    "plans.do.edit": Phrase("Plan and edit", "规划与编辑"),
    "plans.do.new": Phrase("New campaign", "新建活动"),
    "plans.do.copy": Phrase("Duplicate", "复制活动"),
    "plans.status": Phrase("Status", "状态"),
    "plans.status.ahead": Phrase("Ahead", "待开始"),
    "plans.status.running": Phrase("Running", "进行中"),
    "plans.status.over": Phrase("Over", "已结束"),
    "plans.status.archived": Phrase("Archived", "已归档"),
    "plans.planned": Phrase("Planned", "计划"),
    "plans.actual": Phrase("Spent", "实际花费"),
    "plans.kols": Phrase("KOLs agreed", "达成合作"),
    "plans.kols_of": Phrase("{agreed} of {kols}", "{agreed} / {kols}"),
    "plans.published": Phrase("KOLs have published", "位达人已发布"),
    "plans.agreed_prices": Phrase("Agreed prices", "已定价格合计"),
    "plans.female_share": Phrase("Women in the KOLs' audience", "达人粉丝女性占比"),
    "plans.tier1_city_share": Phrase("Top-tier cities in the KOLs' audience", "达人粉丝一线城市占比"),
    "against.fees": Phrase("of {money} planned for fixed fees", "坑位费计划 {money}"),
    "against.shortlist": Phrase("of {kols} on the list", "名单共 {kols} 位"),
    "against.target": Phrase("planned {share}", "目标 {share}"),
    "against.no_target": Phrase("no target set", "未设目标"),
    "against.profiles": Phrase("known for {known} of {kols} KOLs", "{kols} 位达人中 {known} 位有数据"),
    "parts.note": Phrase(
        "Spend is the sum of the parts but the platform's fee, which is taken off the sales.",
        "花费为各分项之和；平台扣点从销售额中扣除，不计入花费。",
    ),
    "parts.part": Phrase("Part", "分项"),
    "parts.planned": Phrase("Planned", "计划"),
    "parts.actual": Phrase("Actual", "实际"),
    "parts.left": Phrase("Left", "剩余"),
    "parts.over": Phrase("{part} is {money} over its plan", "{part}超出计划 {money}"),
    "parts.within": Phrase(
        "Every part is within its plan; {money} of the budget is left", "各分项均在计划内，预算剩余 {money}"
    ),
    "parts.none": Phrase("The budget has not been laid out by part yet", "预算尚未分项"),
    "part.fixed_fee": Phrase("Fixed fees", "坑位费"),
    "part.kol_commission": Phrase("KOL commission", "达人佣金"),
    "part.third_party": Phrase("Third-party cut", "第三方服务费"),
    "part.samples": Phrase("Samples", "样品"),
    "part.ads": Phrase("Ads", "投流"),
    "part.platform_fee": Phrase("Platform fee, beside the budget", "平台扣点（预算外）"),
    "part.unplanned": Phrase("Not given to a part", "未分配"),
    "part.whole": Phrase("Budget", "预算合计"),
    "plans.budget": Phrase("Budget by part, in yuan", "分项预算（元）"),
    "plans.budget_note": Phrase(
        "The parts may leave something over, not exceed the budget. The platform's fee stands beside it.",
        "各分项合计不得超过预算；平台扣点另计。",
    ),
    "plans.products": Phrase("Products and their links", "产品与链接"),
    "plans.products_note": Phrase("Where the notes of this campaign lead to.", "笔记中商品链接指向的页面。"),
    "plans.link": Phrase("Link of {product}", "{product} 的链接"),
    "plans.countdowns": Phrase("Countdown sales", "限时抢购"),
    "plans.countdowns_note": Phrase(
        "Product, window (Shanghai time), price in yuan and stock. One row per sale.",
        "产品、时段（北京时间）、价格（元）与库存，每行一场。",
    ),
    "plans.audience": Phrase("Target audience, in percent", "目标人群（%）"),
    "plans.audience_note": Phrase(
        "A new campaign starts from the platform's profile: 88% women, 57% in top-tier cities, most 30 or younger.",
        "新活动默认采用平台画像：女性 88%，一线城市 57%，多数在 30 岁以下。",
    ),
    "plans.wording": Phrase("Brief and wording", "简报与文案要求"),
    "plans.wording_note": Phrase(
        "Drafts are checked against it: every wording that must stand, none that is banned, one disclosure.",
        "初稿按此检查：必备文案须齐全，禁用词不得出现，且须有合作声明。",
    ),
    "plans.lines": Phrase("One per line.", "每行一条。"),
    "plans.create": Phrase("Create campaign", "创建活动"),
    "plans.created": Phrase(
        "Created {code}. Now lay out its plan and its shortlist.", "已创建 {code}，可继续规划并录入达人名单。"
    ),
    "plans.copy": Phrase("Duplicate", "复制"),
    "plans.copy_kols": Phrase("Shortlist the same KOLs", "同时复制达人名单"),
    "plans.archive": Phrase("Archive this campaign", "归档此活动"),
    "plans.restore": Phrase("Take out of the archive", "取消归档"),
    "plans.to.campaign": Phrase("What it earned", "查看效果"),
    "plans.to.pipeline": Phrase("Its pipeline", "查看合作进度"),
    "plans.to.campaigns": Phrase("Plan and edit", "规划与编辑"),
    "plans.no_brand": Phrase("There is no brand yet", "还没有品牌"),
    "plans.no_brand_step": Phrase("Enter a brand and its products first.", "请先录入品牌及产品。"),
    "field.code": Phrase("Code, in links and files", "活动编码（用于链接与文件）"),
    "field.name": Phrase("Name", "英文名称"),
    "field.name_zh": Phrase("Name in Chinese", "中文名称"),
    "field.method": Phrase("Method", "方式"),
    "field.budget": Phrase("Budget in yuan", "总预算（元）"),
    "field.since_date": Phrase("First day", "开始日期"),
    "field.last_date": Phrase("Last day", "结束日期"),
    "field.posting_due_days": Phrase("Days to post after delivery", "签收后发布期限（天）"),
    "field.lookback_days": Phrase("Look-back window in days", "回溯期（天）"),
    "field.half_life_days": Phrase("Half-life in days (time decay)", "半衰期（天，用于时间衰减）"),
    "field.credit_rule": Phrase("Rule of the analysis", "分析归因规则"),
    "field.match_on": Phrase("A click counts for", "点击计入范围"),
    "match_on.product": Phrase("The same product", "同一产品"),
    "match_on.brand": Phrase("Any product of the brand", "同品牌任一产品"),
    "plans.credit": Phrase("Whose order is it", "订单归因"),
    "plans.credit_note": Phrase(
        "For the analysis alone. Commission follows the evidence, then the last click in 15 days on the same product.",
        "仅用于分析。佣金依据证据结算，无证据时按同一产品 15 天内的最后点击。",
    ),
    "field.products": Phrase("Products", "产品"),
    "field.links": Phrase("Links", "链接"),
    "field.countdowns": Phrase("Countdown sales", "限时抢购"),
    "field.brief": Phrase("Brief", "简报"),
    "field.must_have": Phrase("Must stand", "必备文案"),
    "field.banned_extra": Phrase("Banned besides the law's list", "额外禁用词"),
    "field.disclosure": Phrase("Disclosure, one of", "合作声明（任一）"),
    **{
        f"field.part.{part}": Phrase(f"{english}, planned", f"{chinese}（计划）")
        for part, english, chinese in (
            ("fixed_fee", "Fixed fees", "坑位费"),
            ("kol_commission", "KOL commission", "达人佣金"),
            ("third_party", "Third-party cut", "第三方服务费"),
            ("samples", "Samples", "样品"),
            ("ads", "Ads", "投流"),
            ("platform_fee", "Platform fee", "平台扣点"),
        )
    },
    **{
        f"{where}share.{group}.{part}": Phrase(english, chinese)
        for where in ("", "field.")
        for group, part, english, chinese in (
            ("gender", "female", "Women", "女性"),
            ("gender", "male", "Men", "男性"),
            ("age", "18-24", "Aged 18–24", "18–24 岁"),
            ("age", "25-34", "Aged 25–34", "25–34 岁"),
            ("age", "35-44", "Aged 35–44", "35–44 岁"),
            ("city_tier", "1", "Top-tier cities", "一线城市"),
            ("city_tier", "2", "Second-tier cities", "二线城市"),
            ("city_tier", "3", "Third tier and below", "三线及以下"),
        )
    },
    "countdown.product": Phrase("Product", "产品"),
    "countdown.since": Phrase("From", "开始"),
    "countdown.before": Phrase("Until", "结束"),
    "countdown.price": Phrase("Price in yuan", "价格（元）"),
    "countdown.stock": Phrase("Stock", "库存"),
}
