"""Words of the Today page and the digest: what to do now, and why."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.today": Phrase("Today", "今日"),
    "page.today.help": Phrase("What to do now, in order of the money at stake.", "现在要处理的事，按涉及金额排序。"),
    "today.eyebrow": Phrase("{day} · {role}", "{day} · {role}"),
    "today.title": Phrase("To do: {count}. First: {first}", "待办 {count} 项，首先：{first}"),
    "today.nothing": Phrase("Nothing waits for you today", "今天没有待办事项"),
    "today.nothing_note": Phrase(
        "Deadlines, drafts, samples, stock, budgets and months are looked at each time this page opens.",
        "每次打开本页都会检查截止日期、稿件、样品、库存、预算与账期。",
    ),
    "today.note": Phrase(
        "In order of the money at stake; what has no price stands last. A click leads to where it is done.",
        "按涉及金额排序，无法计价的排在最后。点击即可前往处理。",
    ),
    "today.mail": Phrase("As an e-mail", "邮件摘要"),
    "today.mail_note": Phrase(
        "Copy it, or send it every morning with: kol digest", "可直接复制，或用 kol digest 每天早上发送"
    ),
    "filter.role": Phrase("Role", "角色"),
    "role.admin": Phrase("Everyone", "全部"),
    "role.marketer": Phrase("Marketing", "市场"),
    "role.agency": Phrase("Agency", "机构"),
    "role.finance": Phrase("Finance", "财务"),
    "digest.subject": Phrase("kolbook, {day}: {count} to do", "kolbook {day}：待办 {count} 项"),
    "digest.as_of": Phrase("Data until {at}, Shanghai time", "数据截至 {at}（北京时间）"),
    "digest.no_data": Phrase("No data has been loaded yet", "尚未载入数据"),
    "task.of": Phrase("{name}, {who}", "{name}（{who}）"),
    "task.months": Phrase("{since} to {until}", "{since} 至 {until}"),
    "task.items": Phrase("{count}", "{count} 项"),
    "task.stale": Phrase("The data has ended", "数据已停止更新"),
    "task.stale.why": Phrase(
        "Nothing after {day} has been loaded, so what follows may be out of date. Export again and drop the files on "
        "the Data page.",
        "{day}之后没有新数据，以下内容可能已过时。请重新导出并上传到「数据」页。",
    ),
    "task.over_budget": Phrase("{name} is over budget", "{name}超预算"),
    "task.over_budget.why": Phrase(
        "This much more was spent than planned. Stop ads, or raise the budget.",
        "超出预算的金额。请暂停投流或追加预算。",
    ),
    "task.loss": Phrase("{name} loses money", "{name}亏损"),
    "task.loss.why": Phrase(
        "This much is missing after all costs. Look at them before booking more.",
        "扣除全部成本后的亏损额。追加投放前请先看成本构成。",
    ),
    "task.draft_waiting": Phrase("{name}: drafts wait for approval", "{name}：稿件待审核"),
    "task.draft_waiting.why": Phrase(
        "Drafts: {items}, waiting since {day}. At stake is what their KOLs quoted.",
        "{items} 份稿件，最早提交于{day}。金额为相关达人报价。",
    ),
    "task.draft_returned": Phrase("{name}: drafts to be rewritten", "{name}：稿件待修改"),
    "task.draft_returned.why": Phrase(
        "Returned with a comment: {items}, the first handed in on {day}. Hand in the next version.",
        "{items} 份稿件被退回并附意见，最早提交于{day}。请提交新版本。",
    ),
    "task.note_overdue": Phrase("{name}: samples without a note", "{name}：样品未出笔记"),
    "task.note_overdue.why": Phrase(
        "Notes overdue: {items}, the first since {day}. Remind the KOLs; the texts are ready to paste.",
        "{items} 篇笔记逾期，最早应于{day}发布。请提醒达人，催稿文案可直接复制。",
    ),
    "task.sample_to_approve": Phrase("{name}: samples were asked for", "{name}：样品待批准"),
    "task.sample_to_approve.why": Phrase(
        "Requests: {items}. Approve or decline them.", "{items} 份样品申请，请批准或拒绝。"
    ),
    "task.sample_to_ship": Phrase("{name}: samples to ship", "{name}：样品待寄出"),
    "task.sample_to_ship.why": Phrase(
        "Approved and still here: {items}. Ship them and enter the tracking numbers.",
        "{items} 份已批准但未寄出。请寄出并填写运单号。",
    ),
    "task.step_due": Phrase("{name}: next steps are due", "{name}：下一步已到期"),
    "task.step_due.why": Phrase(
        "Collaborations: {items}, the first due on {day}. Take the step or set a new date.",
        "{items} 个合作，最早到期于{day}。请推进或另定日期。",
    ),
    "task.proposal": Phrase("{name}: notes that may be paid ones", "{name}：疑似合作笔记"),
    "task.proposal.why": Phrase(
        "Published by KOLs of the campaign and not linked: {items}. Confirm them, or say they are not ours. At stake "
        "is what they sold.",
        "合作达人发布但尚未关联的笔记 {items} 篇。请确认或排除。金额为其净销售额。",
    ),
    "task.sold_out": Phrase("{name}: clicked while sold out", "{name}：售罄期间仍有点击"),
    "task.sold_out.why": Phrase(
        "Sold out since {day}, {items} clicks found no stock. Restock, or point the links elsewhere. At stake is what "
        "it sold in the seven days before.",
        "{day}起售罄，{items} 次点击无货可买。请补货或改指链接。金额为售罄前七天的净销售额。",
    ),
    "task.sold_out.over": Phrase(
        "Sold out from {day}, back since; {items} clicks found no stock. Plan a reserve. At stake is what it sold in "
        "the seven days before.",
        "{day}起曾售罄，现已补货；其间 {items} 次点击无货可买。请预留备货。金额为售罄前七天的净销售额。",
    ),
    "task.month_to_approve": Phrase("{name} waits to be locked", "{name} 待批准锁账"),
    "task.month_to_approve.why": Phrase(
        "{who} asked for it. Somebody else reviews the ledger and approves.", "由 {who} 申请，需由他人复核后批准。"
    ),
    "task.break": Phrase("{period}, {kind}", "{period} {kind}"),
    "task.break_open": Phrase("Breaks of {name}", "对账差异：{name}"),
    "task.break_open.why": Phrase(
        "Open: {items}, this much in all. Look at the reason, then resolve them or give them to somebody.",
        "未决 {items} 项，合计为所示金额。请查看原因后处理或指派。",
    ),
    "task.month_open": Phrase("{name}: not reconciled and locked yet", "{name}：尚未对账锁账"),
    "task.month_open.why": Phrase(
        "Over, with {items} lines of fees and commission. Reconcile with the statements, then lock.",
        "账期已结束，含 {items} 条费用与佣金明细。请与结算单核对后锁账。",
    ),
    "task.refused": Phrase("Cells of a file were refused", "有数据被拒收"),
    "task.refused.why": Phrase(
        "Refused cells: {items}. Mend them in the file and load it again; figures miss them until then.",
        "{items} 个单元格被拒收。请在文件中修正后重新上传，此前相关数字缺失。",
    ),
}
