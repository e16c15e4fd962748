"""Words of the methods page: how each number is made, in plain words."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.methods": Phrase("Methods", "计算方法"),
    "page.methods.help": Phrase("Each number explained in plain words.", "用通俗的话说明每个数字。"),
    "methods.title": Phrase("What each number means, and what it does not", "每个数字的含义与边界"),
    "methods.note": Phrase(
        "Formulas stand in docs/metrics.md and docs/money.md; this page says them in plain words.",
        "公式见 docs/metrics.md 与 docs/money.md，本页用通俗的话说明。",
    ),
    "methods.orders": Phrase("Whose order is it?", "订单归谁？"),
    "methods.orders.text": Phrase(
        "An order belongs to a KOL if something shows it. The strongest evidence decides what is paid: the "
        "platform's statement that names the KOL, then the KOL id on the order, then a promo code, then the last "
        "click within 15 days on a note that links the same product. All evidence is kept. Where two kinds "
        "disagree the order is shown as a conflict and counted once.",
        "订单需有证据才归于达人。计佣按最强证据：平台结算单上的达人，其次订单上的达人 ID，再次优惠码，最后是 15 "
        "天内对挂有同一产品的笔记的末次点击。所有证据都保留；证据不一致时列为冲突，只计一次。",
    ),
    "methods.rules": Phrase("Seven rules for the analysis", "七种分析规则"),
    "methods.rules.text": Phrase(
        "The same clicks can be credited in other ways: all to the first or last click, evenly, 40/20/40, by age, "
        "or by models over all paths. Each campaign says which rule, which window and whether a click counts for "
        "the same product or the whole brand. Every page names the rule it used. The parts of an order line sum to "
        "it, to the fen, under every rule. What is payable does not change with them.",
        "同样的点击可以用不同方式分配：首次、末次、平均、40/20/40、时间衰减，或基于全部路径的模型。"
        "每个活动设定规则、窗口，以及点击按同一产品还是同品牌计入；页面会注明所用规则。任何规则下，"
        "订单行各部分之和分毫不差。结算归属不受影响。",
    ),
    "methods.markov": Phrase("Markov and Shapley", "马尔可夫与 Shapley"),
    "methods.markov.text": Phrase(
        "Markov asks how much the chance of an order would fall if nobody went on from a KOL's notes, over all "
        "paths, those without an order too, and shares the touched sales in that proportion. Shapley over observed "
        "paths is an even split among the KOLs of a path, so it is close to linear. Both describe paths that were "
        "seen. Neither proves that a KOL caused an order.",
        "马尔可夫计算：若某达人的笔记不再引导任何人，全部路径（含未下单）的下单概率会下降多少，"
        "并按此比例分配有触点的销售额。Shapley 在已观察路径上等于路径内各达人平分，接近线性。"
        "两者描述的是已发生的路径，不能证明因果。",
    ),
    "methods.unattributed": Phrase("Orders without a click", "没有点击的订单"),
    "methods.unattributed.text": Phrase(
        "Most shops also sell to people who never clicked a note. Those orders stay in sight as unattributed and "
        "are never spread over the KOLs.",
        "许多订单来自从未点击笔记的人。这些订单始终单列为未归因，不摊给达人。",
    ),
    "methods.conversion": Phrase("Conversion", "转化率"),
    "methods.conversion.text": Phrase(
        "By person: of the distinct people who clicked, how many have an order credited to the last of their "
        "clicks. Somebody who clicks five times and buys once is one of one. By click: orders ÷ clicks, a smaller "
        "number that is never compared with a benchmark. The benchmarks, 8 % on Xiaohongshu and 2.6 % on Tmall, "
        "come from the brief and are unverified; they can be edited on the Conversion page and stand beside their "
        "own channel only.",
        "按人：在点击过的不同人中，有多少人的订单归于其末次点击。点击五次、购买一次，记为一人转化。按点击：订单 ÷ "
        "点击，数值更小，不与基准比较。基准（小红书 8%、天猫 2.6%）来自简报、未经验证，可在「转化」页修改，"
        "只与本渠道比较。",
    ),
    "methods.interval": Phrase("How sure is it?", "有多确定？"),
    "methods.interval.text": Phrase(
        "Each rate carries a 95 % interval (Wilson): the fewer people, the wider. Below 30 people a rate is called "
        "not enough data. The table adds an estimate that leans on the mean of its group: the mean counts as so "
        "many extra people, as many as the differences within the group suggest. With few people the estimate "
        "stays near the mean, with many it is the rate itself.",
        "每个比率都附 95% 区间（Wilson）：人数越少，区间越宽；不足 30 人标为数据不足。表中另有收缩估计："
        "把同类均值当作若干额外人数计入，人数由组内差异决定。人数少时接近均值，人数多时等于本身的比率。",
    ),
    "methods.totals": Phrase("Sources that give only sums", "只有汇总的来源"),
    "methods.totals.text": Phrase(
        "Some sources count clicks without saying who clicked. The same funnel then stands on totals: clicks by "
        "sum, orders by the KOL id on statements and orders or by promo code. Conversion is then by click, and the "
        "page says so.",
        "有些来源只给点击总数。此时漏斗以汇总数计算：点击用总数，订单依结算单或订单上的达人 ID、优惠码归属；"
        "转化率按点击计算，并在页面注明。",
    ),
    "methods.money": Phrase("From sales to contribution", "从销售到贡献"),
    "methods.money.text": Phrase(
        "GMV is goods paid for. Net sales are GMV less refunds. Contribution takes off what the kept goods cost, "
        "the platform fee, the third party's cut, the KOLs' commission, fixed fees, samples and ads. Spend is all "
        "of these but the platform fee and the goods. ROAS is net sales ÷ spend, net ROI is contribution ÷ spend: "
        "two names, because they are two things.",
        "成交额为已付商品金额；净销售额为成交额减退款；"
        "贡献利润再减去留存商品成本、平台扣点、第三方服务费、达人佣金、坑位费、样品与投流。"
        "花费不含平台扣点与商品成本。投入产出比为净销售额 ÷ 花费，净 ROI 为贡献利润 ÷ 花费，两者不同。",
    ),
    "methods.commission": Phrase("Commission", "佣金"),
    "methods.commission.text": Phrase(
        "Orders are credited first, terms come after. The terms in force when the order was made hold for it: "
        "collaboration before agency before platform. Each line is rounded once, half up, to the fen, and a "
        "statement is the sum of its lines. A refund shrinks its line in proportion; when everything is refunded "
        "nothing is due. What was stated for a closed month never changes: the difference goes into the month of "
        "the refund.",
        "先归属订单，再适用条款。下单时生效的条款适用于该单，合作优先于机构，机构优先于平台。每行四舍五入到分一次，"
        "结算单为各行之和。退款按比例冲减，全额退款则无应付。已关账月份不再改变，差额计入退款当月。",
    ),
    "methods.age": Phrase("ROI(T+x) and what an unfinished week may come to", "ROI(T+x) 与未满期的预期"),
    "methods.age.text": Phrase(
        "Notes go on selling for weeks, so they are compared at the same age: net sales within x days of each "
        "note's own publication ÷ what it costs to date. A week of notes is finished once its youngest note is x "
        "days old. An unfinished one is drawn as far as all of its notes were seen; where three or more weeks are "
        "finished, their growth from the same age gives what it may come to, with an interval.",
        "笔记会持续带货数周，因此按相同天数比较：每篇笔记发布后 x 天内净销售额 ÷ 至今成本。最新一篇满 x 天，"
        "该周才算满期。未满期的周只画到全部笔记都已观察的天数；若有三个以上满期周，"
        "则按它们从同一天数起的增长推算预期值及区间。",
    ),
    "methods.countdown": Phrase("Countdown lift and pull-forward", "限时抢购增量与提前消费"),
    "methods.countdown.text": Phrase(
        "Orders in the sale are held against the mean of the same weekdays and hours in up to four weeks before. "
        "The week after is held against the same weeks: fewer orders than usual mean that some were pulled "
        "forward. Hours without stock are left out of the week after. Other things, such as a shopping festival, "
        "happen at the same time; the lift is a difference, not a cause.",
        "抢购期订单与此前至多四周的同星期、同小时均值比较。其后一周以同样方式比较：少于往常说明部分购买被提前，"
        "无货时段不计。购物节等因素可能同时发生，增量只是差异，不代表因果。",
    ),
    "methods.beforeafter": Phrase("Before and after, without clicks", "没有点击时的前后对比"),
    "methods.beforeafter.text": Phrase(
        "Where no clicks are known, the growth of the campaign's products over its start is divided by the growth "
        "of products that were in no campaign meanwhile, of the same category where there are any. With fewer than "
        "30 orders in any of the four counts nothing is said.",
        "没有点击数据时，用活动产品在活动开始前后的增长，除以同期未参加任何活动的产品（优先同品类）的增长。"
        "四个计数中任一不足 30 单则不作结论。",
    ),
}
