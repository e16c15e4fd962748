"""Words of the page on celebrities and sell-outs: stock beside notes, clicks without stock, what people ask for."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.celebrity": Phrase("Stars and sell-outs", "明星与售罄"),
    "page.celebrity.help": Phrase(
        "How fast a note emptied the stock, who clicked in vain, what people ask for.",
        "笔记多快带空库存、多少点击落空、大家还想要什么。",
    ),
    "sellout.title": Phrase(
        "{product} sold out {hours} after {kol}'s note", "{kol}的笔记发布 {hours} 后，{product}售罄"
    ),
    "sellout.title_unled": Phrase("{product} sold out", "{product}已售罄"),
    "sellout.title_none": Phrase("Nothing sold out in {name}", "「{name}」没有产品售罄"),
    "sellout.note": Phrase(
        "Stock is as counted in the files; the true moment lies between two counts. All times are Shanghai time.",
        "库存以文件中的盘点为准，真实时刻在两次盘点之间。均为北京时间。",
    ),
    "sellout.hours": Phrase("{hours} h", "{hours} 小时"),
    "sellout.hours_to": Phrase("From note to sold out", "笔记到售罄"),
    "sellout.hours_without": Phrase("Without stock", "无货时长"),
    "sellout.led": Phrase(
        "the note with most clicks the day before: {clicks}", "前 24 小时点击最多的笔记：{clicks} 次"
    ),
    "sellout.between": Phrase("between {since} and {until}", "发生在 {since} 与 {until} 之间"),
    "sellout.span": Phrase("{since} – {until}", "{since} – {until}"),
    "sellout.still": Phrase("since {since}, and still", "自 {since} 至今"),
    "sellout.clicks": Phrase("Clicks that found no stock", "无货期间的点击"),
    "sellout.clickers": Phrase("by {count} people", "来自 {count} 人"),
    "sellout.clicks_note": Phrase("a demand that was seen; not orders", "只代表看到的需求，不等于订单"),
    "sellout.available": Phrase("{count} in stock", "库存 {count}"),
    "sellout.axis": Phrase("In stock", "库存"),
    "sellout.chart_gap": Phrase("sold out", "售罄"),
    "sellout.curve": Phrase("{product}: never below {least} in stock", "{product}：库存最低 {least}"),
    "sellout.curve_gone": Phrase("The stock of {product} beside its notes", "{product}的库存与笔记时间"),
    "sellout.curve_note": Phrase(
        "A diamond is a note that links the product: red for paid, grey for earned; shaded is the time without stock.",
        "菱形为关联该产品的笔记（红色为合作，灰色为自来水）；阴影为无货时段。",
    ),
    "sellout.no_counts": Phrase("No stock has been counted for these products", "这些产品没有库存数据"),
    "sellout.no_counts_note": Phrase(
        "Load stock counts with product, time and number on the Data page.",
        "请在「数据」页载入包含产品、时间、数量的库存文件。",
    ),
    "sellout.around": Phrase("Around the sell-out", "售罄前后"),
    "sellout.whole": Phrase("The whole campaign", "整个活动"),
    "sellout.span_label": Phrase("Time shown", "时间范围"),
    "sellout.all": Phrase("Every sell-out of this campaign: {count}", "本活动的全部售罄：{count} 次"),
    "sellout.since": Phrase("Sold out", "售罄时间"),
    "sellout.until": Phrase("Back in stock", "补货时间"),
    "sellout.until_now": Phrase("not yet", "尚未补货"),
    "sellout.leading": Phrase("Leading note", "主要笔记"),
    "mention.title": Phrase(
        "What people name and the campaign does not list: {count}", "大家提到、但活动未上架的：{count} 项"
    ),
    "mention.none": Phrase("Nobody names a product that is not listed", "没有人提到活动之外的产品"),
    "mention.note": Phrase(
        "Looked for: names of the brand's other products and the words below, in comments, titles and texts of the "
        "campaign's notes; and links to products that are not in the campaign.",
        "在本活动笔记的评论、标题和正文中查找：品牌其他产品的名称及下方关注词；以及指向活动之外产品的链接。",
    ),
    "mention.what": Phrase("Named", "提到"),
    "mention.product": Phrase("a product of the brand", "本品牌产品"),
    "mention.word": Phrase("a watched word", "关注词"),
    "mention.comments": Phrase("Comments", "评论"),
    "mention.notes": Phrase("Notes", "笔记"),
    "mention.linked": Phrase("Notes that link it", "带链接的笔记"),
    "mention.example": Phrase("The newest comment", "最新评论"),
    "mention.watch": Phrase("Words to look for", "关注词"),
    "mention.words": Phrase("One word or name per line", "每行一个词或名称"),
    "mention.words_help": Phrase(
        "What people may ask for: nicknames of products, shades, things a star wears, rivals.",
        "大家可能会问的：产品昵称、色号、明星同款、竞品等。",
    ),
    "field.words": Phrase("Words", "关注词"),
    "column.captured_at": Phrase("Counted", "盘点时间"),
    "column.available": Phrase("In stock", "库存"),
    "column.clicks_without_stock": Phrase("Clicks that found no stock", "无货期间的点击"),
    "metric.sell_out": Phrase("Sold out", "售罄"),
    "metric.leading_note": Phrase("Leading note", "主要笔记"),
    "metric.clicks_without_stock": Phrase("Clicks that found no stock", "无货期间的点击"),
    "meaning.sell_out": Phrase(
        "From the first count of zero to the first count above it.", "从库存首次为零到首次恢复之间。"
    ),
    "meaning.leading_note": Phrase(
        "The note with the most clicks on the product in the 24 hours before it sold out.",
        "售罄前 24 小时内，为该产品带来点击最多的笔记。",
    ),
    "meaning.clicks_without_stock": Phrase(
        "Clicks on the product's links while it was sold out. They show interest; how many would buy is unknown.",
        "售罄期间对该产品链接的点击。它反映兴趣，但有多少会购买并不知道。",
    ),
}
