"""Words of the page that compares candidates."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.compare": Phrase("Compare", "达人对比"),
    "page.compare.help": Phrase(
        "Candidates side by side, and a list without prices for the client.",
        "候选达人并排对比，并导出不含报价的客户版名单。",
    ),
    "compare.title": Phrase("{count} candidates of {campaign}", "{campaign}：{count} 位候选达人"),
    "compare.nobody": Phrase("Nobody is shortlisted here yet", "这里还没有入选的达人"),
    "compare.note": Phrase(
        "Expected figures are of one note; the range holds 80 %.", "预期数值按一篇笔记计，括号内为 80% 区间。"
    ),
    "compare.pick": Phrase("KOLs", "达人"),
    "compare.pick_help": Phrase(
        "The first five stand side by side; the files hold all of them.", "前五位并排显示，导出的文件包含全部所选达人。"
    ),
    "compare.more": Phrase(
        "The first {shown} of {count} stand side by side; the files hold all.",
        "并排显示前 {shown} 位，共 {count} 位；文件包含全部。",
    ),
    "compare.tier": Phrase("Tier", "层级"),
    "compare.home_city": Phrase("City", "所在城市"),
    "compare.followers": Phrase("Followers", "粉丝数"),
    "compare.female": Phrase("Women among followers", "女性粉丝占比"),
    "compare.age": Phrase("Aged 18–34", "18–34 岁占比"),
    "compare.city": Phrase("In first-tier cities", "一线城市占比"),
    "compare.read_median": Phrase("Median reads", "阅读中位数"),
    "compare.engagement_median": Phrase("Median engagement", "互动中位数"),
    "compare.reads": Phrase("Expected reads", "预期阅读"),
    "compare.engagement": Phrase("Expected engagement", "预期互动"),
    "compare.appears": Phrase("Note appears", "发布概率"),
    "compare.appears_of": Phrase("{share} (samples judged: {judged})", "{share}（已判样品 {judged} 份）"),
    "compare.as_of": Phrase("Profile of", "画像日期"),
    "compare.price": Phrase("Price", "报价"),
    "compare.net_sales": Phrase("Expected net sales", "预期净销售额"),
    "compare.agency": Phrase("Agency", "机构"),
    "compare.red_id": Phrase("Xiaohongshu no.", "小红书号"),
    "compare.range": Phrase("{mean} ({low} – {high})", "{mean}（{low} – {high}）"),
    "compare.workbook": Phrase("Excel for the client", "客户版 Excel"),
    "compare.paper": Phrase("PDF for the client", "客户版 PDF"),
    "compare.without_fees": Phrase("Without prices, sales and agencies.", "不含报价、销售额与机构信息。"),
    "compare.file_title": Phrase("Shortlist · {campaign}", "入选名单 · {campaign}"),
    "compare.file_note": Phrase(
        "Expected figures are of one note; the range holds 80 % of notes like it.",
        "预期数值按一篇笔记计；括号内为同类笔记的 80% 区间。",
    ),
    "compare.reach": Phrase(
        "Together they reached {clickers} different clickers", "合计触达 {clickers} 位去重点击用户"
    ),
    "compare.reach_note": Phrase(
        "Counted KOL by KOL it is {clickers_each}; {buyers} different people bought. All are counted once, exactly.",
        "逐人相加为 {clickers_each}；去重购买 {buyers} 人。每个人只计一次，精确计数。",
    ),
    "compare.like": Phrase("Who is like them", "相似达人"),
    "compare.like_note": Phrase(
        "By audience (gender, age, city) and words of notes. What is unknown drops out, and lowers the place.",
        "按粉丝画像（性别、年龄、城市）与笔记用词衡量；缺失的一项不计，但名次靠后。",
    ),
    "compare.like_of": Phrase("Like whom", "参照达人"),
    "compare.like_nobody": Phrase(
        "Neither her audience nor her words are known, so nobody can be called like her.",
        "该达人的画像与笔记用词均未知，无法判断相似。",
    ),
    "compare.likeness": Phrase("Likeness", "相似度"),
    "compare.audience": Phrase("Audience", "画像"),
    "compare.content": Phrase("Content", "内容"),
    "compare.rests_on": Phrase("Known", "已知程度"),
    "metric.expected_reads": Phrase("Expected reads", "预期阅读"),
    "meaning.expected_reads": Phrase(
        "What a note of hers may reach: stated size times the rate of her tier, drawn towards her own notes.",
        "一篇笔记预计的阅读：画像规模 × 所在层级的比率，并向其本人历史笔记收缩。",
    ),
    "metric.audience_likeness": Phrase("Likeness of audience", "画像相似度"),
    "meaning.audience_likeness": Phrase(
        "1 − Jensen–Shannon distance over gender, age and city tier.",
        "1 −（性别、年龄、城市层级上的）Jensen–Shannon 距离。",
    ),
    "metric.content_likeness": Phrase("Likeness of content", "内容相似度"),
    "meaning.content_likeness": Phrase(
        "Cosine of the weighed words of their newest notes.", "近期笔记用词（TF-IDF 加权）的余弦相似度。"
    ),
}  # fmt: skip
