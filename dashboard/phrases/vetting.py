"""Words of the vet page: signs, bands, verdicts, sources side by side."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.vet": Phrase("Vet", "达人核验"),
    "page.vet.help": Phrase(
        "What looks odd about a KOL beside others of the tier, and where sources disagree.",
        "与同层级达人相比有哪些异常，不同数据来源有哪些出入。",
    ),
    "vet.whom": Phrase("KOL", "达人"),
    "vet.note": Phrase(
        "A sign is a question to ask, not a proof; what no source tells is said to be unknown.",
        "异常信号只是需要追问的线索，并非定论；来源没有的数据会标明未知。",
    ),
    "vet.verdict.calm": Phrase("{kol}: nothing unusual in what is known", "{kol}：已知数据未见异常"),
    "vet.verdict.ask": Phrase("{kol}: one thing to ask about", "{kol}：有一处需要追问"),
    "vet.verdict.doubt": Phrase("{kol}: figures to doubt until explained", "{kol}：数据存疑，需对方解释"),
    "vet.verdict.unknown": Phrase("{kol}: too little is known to say", "{kol}：数据太少，无法判断"),
    "vet.sign": Phrase("Sign", "信号"),
    "vet.here": Phrase("Here", "本达人"),
    "vet.band": Phrase("Usual band", "常见区间"),
    "vet.to": Phrase("{low} to {high}", "{low} 至 {high}"),
    "vet.peers": Phrase("Peers' median", "同层级中位数"),
    "vet.peers_of": Phrase("{count} KOLs, {tier}", "{tier} {count} 位"),
    "vet.word": Phrase("Verdict", "判断"),
    "vet.word.calm": Phrase("as usual", "正常"),
    "vet.word.ask": Phrase("ask", "需追问"),
    "vet.word.doubt": Phrase("doubtful", "存疑"),
    "vet.word.unknown": Phrase("unknown", "未知"),
    "vet.sign.engagement": Phrase("Engagement rate", "互动率"),
    "vet.sign.jump": Phrase("Follower jump", "粉丝突变"),
    "vet.sign.likes": Phrase("Likes per read", "赞阅比"),
    "vet.sign.collects": Phrase("Collects per like", "藏赞比"),
    "vet.sign.sameness": Phrase("Same comments", "评论雷同"),
    "vet.sign.topics": Phrase("New topics", "话题突变"),
    "vet.sign.sponsored": Phrase("Sponsored share", "商单占比"),
    "vet.meaning.engagement": Phrase("engagement ÷ reads, both medians of one scope", "互动 ÷ 阅读，同一口径的中位数"),
    "vet.meaning.jump": Phrase("followers won per month between two profiles", "两次数据之间每月涨粉比例"),
    "vet.meaning.likes": Phrase(
        "the median of notes; likes without reads are bought", "笔记中位数；没有阅读的点赞多为刷量"
    ),
    "vet.meaning.collects": Phrase("the median of notes", "笔记中位数"),
    "vet.meaning.sameness": Phrase("comments that repeat another word for word", "与其他评论逐字相同的比例"),
    "vet.meaning.topics": Phrase(
        "topics of the last five notes that were never used before", "最近五篇笔记中从未用过的话题占比"
    ),
    "vet.meaning.sponsored": Phrase("of the known notes of 90 days", "90 天内已知笔记中"),
    "vet.chart": Phrase("{sign}: {kol} beside the tier", "{sign}：{kol}与同层级对比"),
    "vet.chart_note": Phrase(
        "Each dot is a KOL of the same tier, the shaded part is the usual band, the diamond is this KOL.",
        "每个点是一位同层级达人，阴影为常见区间，菱形为本达人。",
    ),
    "vet.sources_apart": Phrase(
        "Sources contradict each other in {count} figures", "不同来源有 {count} 项数据相互矛盾"
    ),
    "vet.sources_agree": Phrase("Sources do not contradict each other", "各来源数据没有矛盾"),
    "vet.sources_note": Phrase(
        "The newest of every source and scope; red where two of one scope lie more than a tenth apart.",
        "各来源、各口径的最新数据；同一口径相差超过一成的标红。",
    ),
    "vet.source": Phrase("Source", "来源"),
    "vet.from.pgy": Phrase("Pugongying", "蒲公英"),
    "vet.from.qiangua": Phrase("Qiangua", "千瓜"),
    "vet.from.huitun": Phrase("Huitun", "灰豚"),
    "vet.from.xinhong": Phrase("Xinhong", "新红"),
    "vet.from.mediacrawler": Phrase("Crawled page", "主页抓取"),
    "vet.from.rate": Phrase("Rate card", "机构报价表"),
    "vet.as_of": Phrase("As of", "数据日期"),
    "vet.history": Phrase("Every profile that was loaded", "全部已载入的达人数据"),
    "metric.vet_band": Phrase("Usual band", "常见区间"),
    "metric.vet_verdict": Phrase("Verdict", "判断"),
    "meaning.vet_band": Phrase(
        "The tier's median and two robust deviations (MAD) of logarithms; for shares a limit that is set.",
        "同层级中位数上下各两个稳健标准差（MAD，取对数）；占比类指标用固定界限。",
    ),
    "meaning.vet_verdict": Phrase(
        "Ask: outside the band. Doubtful: twice as far as its edge, or two signs at once.",
        "需追问：超出区间；存疑：超出幅度为区间边缘两倍，或同时有两项信号。",
    ),
    "column.profile_date": Phrase("As of", "数据日期"),
    "column.profile_source": Phrase("Source", "来源"),
    "column.profile_followers": Phrase("Followers", "粉丝数"),
    "column.profile_reads": Phrase("Reads, median", "阅读中位数"),
    "column.profile_engagement": Phrase("Engagement, median", "互动中位数"),
    "column.sign": Phrase("Sign", "信号"),
    "column.here": Phrase("Here", "本达人"),
    "column.band_low": Phrase("Band from", "区间下限"),
    "column.band_high": Phrase("Band to", "区间上限"),
    "column.peer_median": Phrase("Peers' median", "同层级中位数"),
    "column.peer_count": Phrase("Peers", "同层级人数"),
}
