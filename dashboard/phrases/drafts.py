"""Words of the Drafts page: the check and its findings, approval, comparison, the wording lists."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.drafts": Phrase("Drafts", "稿件"),
    "page.drafts.help": Phrase(
        "Check drafts, approve them, and see whether they were published as approved.",
        "审稿、批准，并核对发布内容是否与批准稿一致。",
    ),
    "filter.kol": Phrase("KOL", "达人"),
    "draft.note": Phrase(
        "Checked against the brief, advertising law, disclosure and the product links. A person approves.",
        "按需求、广告法、合作标识与商品链接检查，由人批准。",
    ),
    "draft.nobody": Phrase("This campaign has no KOL yet", "该活动还没有合作达人"),
    "draft.nobody_note": Phrase("Add collaborations to it first.", "请先添加合作。"),
    "draft.state.submitted": Phrase("draft {number} waits", "第 {number} 稿待审"),
    "draft.state.returned": Phrase("draft {number} returned", "第 {number} 稿已退回"),
    "draft.state.approved": Phrase("draft {number} approved", "第 {number} 稿已批准"),
    "draft.title_none": Phrase("{who} has not handed in a draft", "{who} 尚未交稿"),
    "draft.title_submitted": Phrase(
        "{who}: draft {number} waits, findings to answer: {count}", "{who}：第 {number} 稿待审，需处理 {count} 处"
    ),
    "draft.title_submitted_clean": Phrase(
        "{who}: draft {number} waits and keeps to the brief", "{who}：第 {number} 稿待审，符合要求"
    ),
    "draft.title_returned": Phrase("{who}: draft {number} was returned", "{who}：第 {number} 稿已退回修改"),
    "draft.title_approved": Phrase(
        "{who}: draft {number} was approved by {name}", "{who}：第 {number} 稿已由{name}批准"
    ),
    "draft.newest": Phrase("Draft {number}", "第 {number} 稿"),
    "draft.no_links": Phrase("No product link", "无商品链接"),
    "draft.findings": Phrase("Findings: {count}", "检查结果：{count} 处"),
    "draft.no_findings": Phrase("Nothing was found against it", "未发现问题"),
    "draft.versions": Phrase("Versions: {count}", "历次稿件：{count}"),
    "draft.column.number": Phrase("Draft", "稿件"),
    "draft.column.submitted": Phrase("Handed in", "提交"),
    "draft.column.decided": Phrase("Decided by", "审核人"),
    "draft.column.comment": Phrase("Comment", "意见"),
    "draft.by_account": Phrase("{name} (as {account})", "{name}（账号 {account}）"),
    "draft.frozen": Phrase("Text frozen, {hash}", "文本已冻结，{hash}"),
    "draft.part.title": Phrase("title, character {at}", "标题第 {at} 字"),
    "draft.part.body": Phrase("text, character {at}", "正文第 {at} 字"),
    "draft.part.links": Phrase("product links", "商品链接"),
    "draft.part.nowhere": Phrase("nowhere", "全文未见"),
    "draft.disguised": Phrase("written in disguise", "变体写法"),
    "finding_of.must_have_missing": Phrase("Missing: {word}", "缺少必提内容：{word}"),
    "finding_of.must_have_varied": Phrase("Written differently: {word}", "写法不同：{word}"),
    "finding_of.banned": Phrase("Must not stand: {word}", "禁用词：{word}"),
    "finding_of.risky": Phrase("Depends on the context: {word}", "慎用词：{word}"),
    "finding_of.disclosure_missing": Phrase("Does not say that it is paid: {word}", "缺少合作标识：{word}"),
    "finding_of.disclosure_denied": Phrase("Says it is not paid: {word}", "否认合作：{word}"),
    "finding_of.link_missing": Phrase("Links no product of the campaign: {word}", "未挂活动商品：{word}"),
    "finding_of.link_wrong": Phrase("Links another product: {word}", "挂错商品：{word}"),
    "finding_of.link_unknown": Phrase("Nobody knows where this leads: {word}", "无法识别的链接：{word}"),
    "draft.brief": Phrase("What the campaign asks", "活动要求"),
    "draft.brief.must_have": Phrase("Must be said", "必提内容"),
    "draft.brief.products": Phrase("Links one of", "挂链商品"),
    "draft.brief.disclosure": Phrase("Says that it is paid", "合作标识"),
    "draft.brief.one_of": Phrase("the platform's mark, or one of: {words}", "平台报备标识，或以下之一：{words}"),
    "draft.brief.none": Phrase("nothing entered", "未填写"),
    "draft.new": Phrase("Hand in a draft", "提交稿件"),
    "draft.new_note": Phrase(
        "Each version stays as it was handed in; a new wording is a new draft.", "每一稿都原样保留；修改请提交新稿。"
    ),
    "draft.field.title": Phrase("Title", "标题"),
    "draft.field.body": Phrase("Text", "正文"),
    "draft.field.links": Phrase("Product links", "商品链接"),
    "draft.field.links_help": Phrase(
        "One per line: an address, a short link or a product id.",
        "每行一个：网址、短链或商品 ID。",
    ),
    "draft.field.reported": Phrase("Placed through 蒲公英: the platform marks it", "蒲公英报备：平台自带合作标识"),
    "draft.field.name": Phrase("Your name", "审核人姓名"),
    "draft.field.name_help": Phrase("Who answers for this decision.", "对本次审核负责的人。"),
    "draft.field.comment": Phrase("Comment", "意见"),
    "draft.field.comment_help": Phrase(
        "For a return: what to change. For an approval with findings: why it may be published.",
        "退回时写明修改点；带问题批准时写明理由。",
    ),
    "draft.try": Phrase("Check", "检查"),
    "draft.submit": Phrase("Hand in", "提交"),
    "draft.decide": Phrase("Decide", "审核"),
    "draft.own": Phrase("You handed it in; somebody else approves it", "您提交的初稿须由他人通过"),
    "draft.decide_note": Phrase(
        "Approving freezes this text; what was published is compared with it.", "批准后文本冻结，发布内容将与其比对。"
    ),
    "draft.approve": Phrase("Approve", "批准"),
    "draft.return": Phrase("Return", "退回"),
    "draft.tried": Phrase("Checked, not handed in. Findings: {count}", "已检查，尚未提交。发现 {count} 处"),
    "draft.submitted_said": Phrase("Handed in and checked.", "已提交并检查。"),
    "draft.approved_said": Phrase("Approved. The text is frozen.", "已批准，文本已冻结。"),
    "draft.returned_said": Phrase("Returned with your comment.", "已退回并附意见。"),
    "draft.stale": Phrase(
        "{name} decided on {at}: {comment} What you wrote: {written}",
        "{name} 已于 {at} 处理：{comment} 你写的意见：{written}",
    ),
    "draft.published": Phrase(
        "Published on {day} with {share} of the approved text",
        "{day} 发布，保留批准稿的 {share}",
    ),
    "draft.published_same": Phrase("Published on {day} as approved ({share})", "{day} 发布，与批准稿一致（{share}）"),
    "draft.published_note": Phrase(
        "Struck out: approved, not published. Underlined: published, not approved.",
        "删除线：批准但未发布；下划线：未经批准的新增。",
    ),
    "draft.same": Phrase("Word for word.", "逐字一致。"),
    "draft.gained": Phrase("What publishing brought: {count}", "发布后新增问题：{count}"),
    "draft.undrafted": Phrase(
        "Published on {day} without an approved draft: {title}",
        "{day} 发布，无对应批准稿：{title}",
    ),
    "draft.undrafted_note": Phrase(
        "It keeps little of any draft that was approved here.", "与此处任何批准稿都相差很大。"
    ),
    "draft.unseen": Phrase("A note is linked whose text no file has brought", "已关联的笔记尚无正文数据"),
    "draft.unseen_note": Phrase("Load an export that has its title and text.", "请载入含标题与正文的导出。"),
    "draft.rules": Phrase("Wording lists of {brand}", "{brand} 用词清单"),
    "draft.save_rules": Phrase("Save the lists", "保存清单"),
    "draft.rules_said": Phrase("Saved; drafts are held against it from now on.", "已保存，后续检查按此执行。"),
    "draft.words": Phrase("All {count} wordings that are looked for", "查看全部 {count} 条检查用词"),
    "draft.banned": Phrase("must not stand", "禁用"),
    "draft.risky": Phrase("depends on the context", "慎用"),
    "field.banned": Phrase("Also banned", "另外禁用"),
    "field.banned.help": Phrase("One wording per line.", "每行一个。"),
    "field.allowed": Phrase("Allowed in spite of the list", "例外允许"),
    "field.allowed.help": Phrase(
        "A wording of the list, or a phrase in which it is harmless, such as a product's name.",
        "清单中的词，或其无害的用法（例如商品名）。",
    ),
    "field.disclosures": Phrase("Accepted as disclosure", "认可的合作标识"),
    "field.disclosures.help": Phrase("Replaces the usual wordings. One per line.", "填写后替代默认写法，每行一个。"),
    "column.wording": Phrase("Wording", "用词"),
    "column.weight": Phrase("Weight", "程度"),
    "column.source": Phrase("Source", "依据"),
    "metric.draft": Phrase("Draft", "稿件"),
    "meaning.draft": Phrase(
        "What a KOL wants to publish. Versions are numbered and stay as handed in.",
        "达人拟发布的内容，按版本编号并原样保留。",
    ),
    "metric.must_have": Phrase("Must be said", "必提内容"),
    "meaning.must_have": Phrase(
        "Wording that the campaign asks for; a | b means either, and # means a topic.",
        "活动要求出现的内容；a | b 表示任选其一，# 表示话题。",
    ),
    "metric.banned_word": Phrase("Must not stand", "禁用词"),
    "meaning.banned_word": Phrase(
        "Absolute terms, medical claims and guarantees that advertising law forbids. Disguises are read through: "
        "blanks, "
        "emoji, full width, traditional characters.",
        "广告法等禁止的极限词、医疗用语与保证性用语；空格、表情、全角、繁体等变体同样识别。",
    ),
    "metric.risky_word": Phrase("Depends on the context", "慎用词"),
    "meaning.risky_word": Phrase(
        "Forbidden or not by what it is said of. Look at the place and decide.",
        "是否违规取决于上下文，请结合原文判断。",
    ),
    "metric.disclosure": Phrase("Disclosure", "合作标识"),
    "meaning.disclosure": Phrase(
        "A paid note says that it is paid, in its text or by the platform's mark.",
        "付费笔记须在文中或通过平台标识表明合作。",
    ),
    "metric.frozen_text": Phrase("Frozen text", "冻结文本"),
    "meaning.frozen_text": Phrase(
        "The approved text with its hash. The database itself refuses to change it.",
        "批准稿及其哈希值，数据库拒绝任何修改。",
    ),
}
