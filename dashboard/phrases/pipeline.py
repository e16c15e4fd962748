"""Words of the pipeline: states, steps, quotes, comments, exclusivity, conflicts, a pasted shortlist."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.pipeline": Phrase("Pipeline", "合作进度"),
    "page.pipeline.help": Phrase(
        "Every collaboration: where it stands, who acts next and by when.",
        "全部合作：进行到哪一步、由谁跟进、何时到期。",
    ),
    "pipeline.title": Phrase("{open} collaborations are open, none is overdue", "进行中的合作 {open} 个，没有逾期"),
    "pipeline.title_overdue": Phrase(
        "{overdue} of {open} open collaborations are overdue", "进行中的合作 {open} 个，其中 {overdue} 个逾期"
    ),
    "pipeline.note": Phrase(
        "{asked} still being talked to, {agreed} agreed or further, {left} declined or dropped.",
        "洽谈中 {asked} 个，已达成 {agreed} 个，婉拒或放弃 {left} 个。",
    ),
    "pipeline.look": Phrase("View", "视图"),
    "pipeline.look.board": Phrase("Board", "看板"),
    "pipeline.look.table": Phrase("Table", "列表"),
    "pipeline.due": Phrase("Next step due", "跟进到期"),
    "pipeline.due.all": Phrase("Due any time", "全部到期时间"),
    "pipeline.due.overdue": Phrase("Overdue", "已逾期"),
    "pipeline.due.week": Phrase("Due within 7 days", "7 天内到期"),
    "pipeline.due.none": Phrase("No date set", "未设日期"),
    "pipeline.find": Phrase("Find a KOL, agency, tag …", "搜索达人、机构、标签……"),
    "pipeline.nothing": Phrase("No collaboration fits this choice", "没有符合条件的合作"),
    "pipeline.nothing_step": Phrase(
        "Choose less, or choose a campaign and paste a shortlist below.",
        "请放宽筛选，或选择一个活动并在下方粘贴达人名单。",
    ),
    "pipeline.more": Phrase("{count} more", "另有 {count} 个"),
    "pipeline.direct": Phrase("direct", "直签"),
    "pipeline.late": Phrase("{day}, {days} days late", "{day}，逾期 {days} 天"),
    "pipeline.conflicts": Phrase("Conflicts: {count}", "冲突 {count} 处"),
    "pipeline.agreed_price": Phrase("{money} agreed", "定价 {money}"),
    "pipeline.asked_price": Phrase("{money} asked", "报价 {money}"),
    "pipeline.since": Phrase("In this state since", "进入此状态"),
    "pipeline.promo_code": Phrase("Promo code", "优惠码"),
    "pipeline.move_to": Phrase("Next state", "下一状态"),
    "pipeline.reason": Phrase("Reason (optional)", "原因（可选）"),
    "pipeline.move": Phrase("Move", "推进"),
    "pipeline.move_many": Phrase("Move {count} together", "一并推进 {count} 个"),
    "pipeline.arrange_many": Phrase("Set for all {count}", "应用到 {count} 个"),
    "pipeline.moved": Phrase("Moved to “{state}”: {count}.", "已推进到「{state}」：{count} 个。"),
    "pipeline.no_step": Phrase("It is settled: nothing follows.", "已结算，无后续步骤。"),
    "pipeline.no_shared_step": Phrase(
        "The chosen ones share no next step. Choose fewer.", "所选合作没有共同的下一步，请减少选择。"
    ),
    "pipeline.choose_rows": Phrase(
        "Tick rows to open one, or to move several together.", "勾选一行查看详情，勾选多行可一并操作。"
    ),
    "state.shortlisted": Phrase("Shortlisted", "已入选"),
    "state.contacted": Phrase("Contacted", "已联系"),
    "state.negotiating": Phrase("Negotiating", "洽谈中"),
    "state.agreed": Phrase("Agreed", "已达成"),
    "state.sample_out": Phrase("Sample out", "已寄样"),
    "state.draft_in": Phrase("Draft in", "已交稿"),
    "state.approved": Phrase("Approved", "已过稿"),
    "state.published": Phrase("Published", "已发布"),
    "state.measured": Phrase("Measured", "已复盘"),
    "state.settled": Phrase("Settled", "已结算"),
    "state.declined": Phrase("Declined", "已婉拒"),
    "state.dropped": Phrase("Dropped", "已放弃"),
    "step.title": Phrase("How it came here", "状态记录"),
    "step.new": Phrase("Entered as {state}", "录入：{state}"),
    "step.moved": Phrase("{before} → {state}", "{before} → {state}"),
    "quote.title": Phrase("Quotes: {count}", "报价：{count} 次"),
    "quote.amount": Phrase("Quote in yuan", "报价（元）"),
    "quote.kind": Phrase("For one", "形式"),
    "quote.remark": Phrase("Remark", "备注"),
    "quote.add": Phrase("Add quote", "添加报价"),
    "quote.line": Phrase("{money} per {kind} · {who}, {at}", "{money} / {kind} · {who}，{at}"),
    "quote.accepted": Phrase("{money} per {kind}, accepted · {who}, {at}", "{money} / {kind}，已接受 · {who}，{at}"),
    "quote.accept": Phrase("Accept", "接受"),
    "kind.image": Phrase("image note", "图文笔记"),
    "kind.video": Phrase("video note", "视频笔记"),
    "comment.title": Phrase("Comments: {count}", "评论：{count} 条"),
    "comment.body": Phrase("Comment", "评论"),
    "comment.add": Phrase("Add comment", "发表评论"),
    "exclusivity.title": Phrase("Exclusivity", "排他期"),
    "exclusivity.line": Phrase("{category}: {days}", "{category}：{days}"),
    "exclusivity.category": Phrase("Category the KOL keeps to us", "排他品类"),
    "exclusivity.days": Phrase("First and last day", "起止日期"),
    "exclusivity.add": Phrase("Add exclusivity", "添加排他期"),
    "exclusivity.drop": Phrase("Take back", "撤销"),
    "conflict.another_brand": Phrase("another brand", "其他品牌"),
    "conflict.bound": Phrase(
        "Not free: exclusive to {brand} in {category}, {days}.", "档期冲突：{days} 期间，{category} 品类为{brand}排他。"
    ),
    "conflict.broken": Phrase(
        "Our exclusivity in {category} is broken by {brand}, {days}.",
        "排他冲突：{days} 期间，{brand}也在合作 {category} 品类。",
    ),
    "conflict.competing": Phrase(
        "Also works for {brand} in {category}, {days}.", "竞品冲突：{days} 期间，同时为{brand}推广 {category} 品类。"
    ),
    "conflict.published": Phrase(
        "Published a note for {brand} in {category}, {days}.", "竞品冲突：{days} 发布了{brand}的 {category} 品类笔记。"
    ),
    "field.owner": Phrase("Owner", "负责人"),
    "field.next_step": Phrase("Next step", "下一步"),
    "field.next_date": Phrase("By", "截止日期"),
    "field.tags": Phrase("Tags", "标签"),
    "field.tags.help": Phrase("Separated by commas.", "用逗号分隔。"),
    "field.state": Phrase("State", "状态"),
    "filter.all_states": Phrase("All states", "全部状态"),
    "filter.all_owners": Phrase("All owners", "全部负责人"),
    "filter.all_agencies": Phrase("All agencies", "全部机构"),
    "column.state": Phrase("State", "状态"),
    "column.owner": Phrase("Owner", "负责人"),
    "column.agency": Phrase("Agency", "机构"),
    "column.next_step": Phrase("Next step", "下一步"),
    "column.next_date": Phrase("By", "截止日期"),
    "column.is_overdue": Phrase("Overdue", "逾期"),
    "column.tags": Phrase("Tags", "标签"),
    "column.conflicts": Phrase("Conflicts", "冲突"),
    "column.comments": Phrase("Comments", "评论"),
    "column.quote_fen": Phrase("Quote", "报价"),
    "column.stands_since_at": Phrase("In state since", "状态时间"),
    "shortlist.title": Phrase("Paste a shortlist for {campaign}", "为「{campaign}」粘贴达人名单"),
    "shortlist.help": Phrase(
        "Copy rows from a spreadsheet with their header. Needed: KOL id and name; known besides: agency, quote, kind, "
        "owner, next step, date, tags. All rows are saved, or none.",
        "从表格复制（含表头）并粘贴。必填：达人ID、昵称；可选：机构、报价、形式、负责人、下一步、跟进日期、标签。要么全部保存，要么都不保存。",
    ),
    "shortlist.text": Phrase("Rows", "内容"),
    "shortlist.example": Phrase("KOL id\tKOL name\tAgency\tQuote\tOwner", "达人ID\t昵称\t机构\t报价\t负责人"),
    "shortlist.save": Phrase("Add to the shortlist", "加入名单"),
    "shortlist.saved": Phrase("Shortlisted: {count} KOLs.", "已加入名单：{count} 位达人。"),
}
