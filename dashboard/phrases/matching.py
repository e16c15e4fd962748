"""Words of the match page: the brief, components and what they rest on, sentences, hard rules, the backtest."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")

WORDS = {
    "page.match": Phrase("Match", "选号匹配"),
    "page.match.help": Phrase(
        "Which KOLs fit a brief, why, and how well such rankings did before.",
        "哪些达人适合这次需求、理由是什么，以及过去的排序准不准。",
    ),
    "match.title": Phrase("{kol} leads {of} KOLs for {name}", "「{name}」：{of} 位达人中，{kol}排第一"),
    "match.title_none": Phrase("Nobody can be ranked for {name} yet", "「{name}」暂时没有可排序的达人"),
    "match.note": Phrase(
        "Each component lies between 0 and 1; what no source tells is left out of the score and lowers the confidence.",
        "各项得分在 0 到 1 之间；数据缺失的项不计入总分，但会降低可信度。",
    ),
    "match.brief": Phrase("The brief: words, audience, prices", "需求：关键词、目标人群、报价"),
    "match.words": Phrase("Words of the brief", "需求文字"),
    "match.kind": Phrase("Kind of note", "笔记形式"),
    "match.kind.image": Phrase("Image", "图文"),
    "match.kind.video": Phrase("Video", "视频"),
    "match.least": Phrase("Price from, ¥", "报价不低于（元）"),
    "match.most": Phrase("Price up to, ¥", "报价不高于（元）"),
    "match.market": Phrase("Home city", "所在城市"),
    "match.rival": Phrase("Days since a rival", "距竞品合作天数"),
    "match.audience.gender": Phrase("{value}, %", "{value}占比 %"),
    "match.audience.age": Phrase("Age {value}, %", "{value} 岁占比 %"),
    "match.audience.city_tier": Phrase("Tier {value} cities, %", "{value} 线城市占比 %"),
    "match.gender.female": Phrase("Women", "女性"),
    "match.gender.male": Phrase("Men", "男性"),
    "match.weights": Phrase("How much each component counts", "各项权重"),
    "match.weights_help": Phrase(
        "Saved for the brand. Only the proportions matter; 0 leaves a component out.",
        "对整个品牌生效。只看相对比例，填 0 表示不考虑该项。",
    ),
    "match.weights_house": Phrase(
        "The house's weights: what somebody has sold counts forty of a hundred. Save others for this brand.",
        "默认权重：销售历史占四成。可为本品牌另存一套，填 0 表示不考虑该项。",
    ),
    "match.ranked": Phrase("Ranked", "参与排序"),
    "match.ranked_note": Phrase("KOLs with at least one known component", "至少一项有数据的达人"),
    "match.out": Phrase("Left out", "已排除"),
    "match.sure": Phrase("Confidence of the first ten", "前十名可信度"),
    "match.sure_note": Phrase("how much of the score rests on enough fresh data", "得分有多少由充分、新鲜的数据支撑"),
    "match.as_of": Phrase("As known before", "数据截止"),
    "match.as_of_note": Phrase("the day after the newest event", "最新数据的次日零点之前"),
    "match.table": Phrase("Ranking", "排序"),
    "match.choose_rows": Phrase(
        "Tick rows to see what each component rests on, and to put them into the pipeline.",
        "勾选达人可查看各项依据，并加入合作流程。",
    ),
    "match.shortlist": Phrase("Put {count} into the pipeline", "将 {count} 位加入合作流程"),
    "match.vet": Phrase("Vet this KOL", "核验这位达人"),
    "match.confidence_is": Phrase("confidence {share}", "可信度 {share}"),
    "match.hold": Phrase("Keep this KOL out", "暂不合作"),
    "match.hold_kind": Phrase("Why", "原因"),
    "match.hold_reason": Phrase("Remark", "备注"),
    "field.reason": Phrase("Remark", "备注"),
    "match.out_title": Phrase("Left out by a rule: {count}", "按规则排除：{count} 位"),
    "match.rule.exclusivity": Phrase("bound to another brand", "排他期内"),
    "match.rule.rival": Phrase("worked for a rival", "近期与竞品合作"),
    "match.rule.blocked": Phrase("blocked", "已屏蔽"),
    "match.rule.no_slot": Phrase("no free slot", "没有档期"),
    "match.rule.in_pipeline": Phrase("in the pipeline already", "已在合作流程"),
    "match.column.number": Phrase("#", "名次"),
    "match.column.score": Phrase("Score", "总分"),
    "match.column.confidence": Phrase("Confidence", "可信度"),
    "match.column.why": Phrase("Why", "理由"),
    "match.column.component": Phrase("Component", "项目"),
    "match.column.value": Phrase("0 to 1", "得分"),
    "match.column.evidence": Phrase("Rests on", "依据"),
    "match.column.age": Phrase("Age of the data", "数据时效"),
    "match.column.rule": Phrase("Rule", "规则"),
    "match.column.until": Phrase("Until", "截止"),
    "match.column.detail": Phrase("Detail", "说明"),
    "match.days": Phrase("{count} days", "{count} 天"),
    "match.unknown": Phrase("no source tells: left out", "没有数据，不计入"),
    "match.part.audience": Phrase("Audience", "人群"),
    "match.part.content": Phrase("Content", "内容"),
    "match.part.performance": Phrase("Performance", "表现"),
    "match.part.conversion": Phrase("Conversion", "转化"),
    "match.part.net_sales": Phrase("Net sales", "净销售额"),
    "match.part.price": Phrase("Price", "价格"),
    "match.part.authenticity": Phrase("Authenticity", "真实性"),
    "match.part.reliability": Phrase("Reliability", "履约"),
    "match.part.cadence": Phrase("Cadence", "活跃"),
    "match.part.saturation": Phrase("Few ads", "商单饱和"),
    "match.evidence.audience": Phrase("{women} women among the followers", "粉丝中女性占 {women}"),
    "match.evidence.content": Phrase("the words of {notes} known notes", "{notes} 篇已知笔记的用词"),
    "match.evidence.performance": Phrase("{reads} reads in the median, {scope}", "阅读中位数 {reads}（{scope}）"),
    "match.evidence.conversion": Phrase(
        "{orders} kept orders of {clicks} clicks", "{clicks} 次点击带来 {orders} 个有效订单"
    ),
    "match.evidence.net_sales": Phrase("{net_sales} so far, refunds taken off", "累计净销售额 {net_sales}（已扣退款）"),
    "match.evidence.price": Phrase(
        "{image} image, {video} video, {reads} reads", "图文 {image}、视频 {video}，阅读 {reads}"
    ),
    "match.evidence.authenticity": Phrase("{rate} engagement per read, {scope}", "互动 ÷ 阅读 {rate}（{scope}）"),
    "match.evidence.reliability": Phrase("{posted} notes of {judged} parcels", "{judged} 份寄样，{posted} 份出笔记"),
    "match.evidence.cadence": Phrase(
        "{recent} known notes in 90 days, the last {age} days ago", "90 天内已知 {recent} 篇笔记，最近一篇在 {age} 天前"
    ),
    "match.evidence.saturation": Phrase(
        "{sponsored} sponsored of {recent} notes in 90 days", "90 天内 {recent} 篇笔记中商单 {sponsored} 篇"
    ),
    "match.scope.cooperation_90_all": Phrase("paid notes of 90 days", "合作笔记 90 天"),
    "match.scope.cooperation_30_all": Phrase("paid notes of 30 days", "合作笔记 30 天"),
    "match.scope.daily_90_all": Phrase("daily notes of 90 days", "日常笔记 90 天"),
    "match.scope.daily_30_all": Phrase("daily notes of 30 days", "日常笔记 30 天"),
    "match.scope.unstated": Phrase("the source states no scope", "来源未说明口径"),
    "match.scope.none": Phrase("no profile", "没有达人数据"),
    **{f"match.ordinal.{number}": Phrase(word, str(number)) for number, word in enumerate(_ORDINALS, start=1)},
    "match.place": Phrase("{number} of {of}", "{of} 位中第 {number}"),
    "match.place_far": Phrase("No. {number} of {of}", "{of} 位中第 {number}"),
    "match.sentence": Phrase("{place}: {merits}.", "{place}：{merits}。"),
    "match.sentence_but": Phrase("{place}: {merits}, but {against}.", "{place}：{merits}；但{against}。"),
    "match.no_merit": Phrase("near the middle in everything known", "已知各项都接近中位"),
    "match.only": Phrase("{what}", "{what}"),
    "match.caution.under_median": Phrase(
        "the last paid notes are all under their own median", "最近的合作笔记全部低于自身中位数"
    ),
    "match.caution.engagement": Phrase("engagement lies outside the tier's band", "互动率超出同层级区间"),
    "match.caution.jump": Phrase("followers jumped", "粉丝数突变"),
    "match.caution.likes": Phrase("likes come without reads", "点赞与阅读不相称"),
    "match.caution.old": Phrase("the profile is older than 90 days", "达人数据已超过 90 天"),
    "metric.match_score": Phrase("Score", "总分"),
    "metric.match_confidence": Phrase("Confidence", "可信度"),
    "metric.match_backtest": Phrase("Backtest", "回测"),
    "meaning.match_score": Phrase(
        "The mean of the known components, weighed as the brand says. 0.5 is an ordinary KOL of the tier.",
        "已知各项按品牌权重的加权平均；0.5 相当于同层级的普通达人。",
    ),
    "meaning.match_confidence": Phrase(
        "The weight of what is known, less what rests on little or is old; evidence of 180 days counts half.",
        "已知项的权重，再按证据多少和新旧打折；180 天前的数据减半。",
    ),
    "meaning.match_backtest": Phrase(
        "Every past campaign is ranked as known on the day before it began; the gain is net sales per yuan spent.",
        "以每个活动开始前一天所知的数据排序，再与实际每元花费带来的净销售额对照。",
    ),
    "meaning.match_audience": Phrase(
        "1 − Jensen–Shannon distance of the followers to the target, over gender, age and city tier as far as given.",
        "1 − 粉丝与目标人群在性别、年龄、城市线级上的 JS 距离（来源没有的维度不计）。",
    ),
    "meaning.match_content": Phrase(
        "How near the words of the notes are to those of the brief (TF-IDF), as a share of the nearest KOL's.",
        "笔记用词与需求文字的相似度（TF-IDF），以最相近的达人为 1。",
    ),
    "meaning.match_performance": Phrase(
        "Median reads against the tier's; scopes are never mixed.", "阅读中位数与同层级相比，不同口径不混用。"
    ),
    "meaning.match_conversion": Phrase(
        "Kept orders against what as many clicks usually bring; drawn to the middle where little is known.",
        "有效订单与同样点击量通常带来的订单相比；数据少时向中间收缩。",
    ),
    "meaning.match_net_sales": Phrase(
        "Net sales per linked note against the tier's; halves every 90 days.",
        "每篇带链接笔记的净销售额与同层级相比，每 90 天衰减一半。",
    ),
    "meaning.match_price": Phrase(
        "Price per engagement and impression against the tier's; engagement beyond the band is not believed.",
        "互动成本和曝光成本与同层级相比；超出区间的互动不予采信。",
    ),
    "meaning.match_authenticity": Phrase(
        "1 less the warning signs; the vet page shows each.", "1 减去各项异常信号，明细见「达人核验」。"
    ),
    "meaning.match_reliability": Phrase(
        "Notes that came of samples, (posted + 1) ÷ (judged + 2).", "寄样出笔记率：（已发 + 1）÷（已判定 + 2）。"
    ),
    "meaning.match_cadence": Phrase(
        "How regularly notes appear, and how soon talks are answered.", "更新频率，以及沟通回复快慢。"
    ),
    "meaning.match_saturation": Phrase("1 − the share of sponsored notes in 90 days.", "1 − 90 天内商单占比。"),
    "backtest.title_all": Phrase(
        "In {campaigns} past campaigns this ranking did better than every simple one",
        "过去 {campaigns} 个活动中，本排序均优于各种简单排序",
    ),
    "backtest.title_some": Phrase(
        "In {campaigns} past campaigns this ranking did not beat: {worse}",
        "过去 {campaigns} 个活动中，本排序没有胜过：{worse}",
    ),
    "backtest.few": Phrase(
        "{campaigns} campaigns are too few for an interval (at least {fewest}): take it as a hint, not as a proof.",
        "只有 {campaigns} 个活动，不足以计算区间（至少 {fewest} 个），仅供参考。",
    ),
    "backtest.interval": Phrase("against {order} {mean} ({low} to {high})", "对比{order} {mean}（{low} 至 {high}）"),
    "backtest.none": Phrase("No past campaign to hold the ranking against yet", "还没有可用于回测的历史活动"),
    "backtest.none_note": Phrase(
        "It takes one that has begun, with at least five KOLs.", "需要至少一个已开始、且不少于五位达人的活动。"
    ),
    "backtest.note": Phrase(
        "Only KOLs a campaign worked with are judged: what others would have brought nobody knows. NDCG@10 is 1 when "
        "the first ten stand in the best order; precision@10 is the share of the first ten who were truly among the "
        "best ten.",
        "只评价活动中实际合作的达人，其他达人的结果无从得知。NDCG@10 为 1 表示前十的顺序最优；"
        "准确率@10 为前十名中真正属于最好十位的比例。",
    ),
    "backtest.campaign": Phrase("Campaign", "活动"),
    "backtest.candidates": Phrase("as known before {day}, {count} KOLs", "{day} 之前的数据，{count} 位达人"),
    "backtest.order": Phrase("Ranked by", "排序方式"),
    "backtest.order.ours": Phrase("this ranking", "本排序"),
    "backtest.order.followers": Phrase("followers", "粉丝数"),
    "backtest.order.engagement_rate": Phrase("engagement rate", "互动率"),
    "backtest.order.last_net_sales": Phrase("last net sales", "最近净销售额"),
    "backtest.order.random": Phrase("chance", "随机"),
    "backtest.ndcg": Phrase("NDCG@10", "NDCG@10"),
    "backtest.precision": Phrase("Precision@10", "准确率@10"),
    "backtest.per_yuan": Phrase("Net sales per ¥1", "每元花费净销售额"),
    "backtest.loses": Phrase("NDCG@10 without it", "去掉后 NDCG@10"),
    "backtest.verdict": Phrase("So far", "目前"),
    "backtest.helps": Phrase("helps", "有帮助"),
    "backtest.no_help": Phrase("does not help", "没有帮助"),
}
