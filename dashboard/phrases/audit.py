"""Words of the audit page."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.audit": Phrase("Audit", "操作记录"),
    "page.audit.help": Phrase("Who did what, before and after.", "谁做了什么、前后有何不同。"),
    "audit.title": Phrase(
        "Every change, and every one that was refused: {count} entries", "所有修改与被拒操作，共 {count} 条"
    ),
    "audit.note": Phrase(
        "Entries stay as they are. Each carries the hash of the one before; kol audit verify walks the whole chain.",
        "记录不可修改或删除。每条都包含上一条的哈希值，可用 kol audit verify 核验整条链。",
    ),
    "audit.not_for_you": Phrase("The audit is for administrators and finance", "操作记录仅供管理员与财务查看"),
    "audit.one": Phrase("Entry {number}", "第 {number} 条记录"),
    "audit.hash_is": Phrase("Hash {hash}", "哈希值 {hash}"),
    "audit.back": Phrase("All entries", "全部记录"),
    "audit.none": Phrase("No entry fits. Take a filter away.", "没有符合条件的记录，请放宽筛选条件。"),
    "audit.when": Phrase("When", "时间"),
    "audit.who": Phrase("Who", "操作人"),
    "audit.what": Phrase("What", "操作"),
    "audit.action": Phrase("Action", "操作类型"),
    "audit.role": Phrase("In the role of", "角色"),
    "audit.entry": Phrase("Entry", "编号"),
    "audit.hash": Phrase("Hash", "哈希值"),
    "audit.outcome": Phrase("Outcome", "结果"),
    "audit.difference": Phrase("What is different", "变更内容"),
    "audit.everybody": Phrase("Everybody", "所有人"),
    "audit.every_action": Phrase("Every action", "全部操作"),
    "audit.any_outcome": Phrase("All", "全部"),
    "audit.outcome.accepted": Phrase("Accepted", "已生效"),
    "audit.outcome.refused": Phrase("Refused", "被拒绝"),
    "audit.text": Phrase("Any word or value", "任意词语或数值"),
    "audit.target_asked": Phrase("Row, such as sample 12", "对象，如 sample 12"),
    "audit.since": Phrase("From", "自"),
    "audit.until": Phrase("Until, included", "至（含）"),
    "audit.refused": Phrase("Refused: {action}", "被拒绝：{action}"),
    "audit.target": Phrase("{kind} {number}", "{kind} {number}"),
    "audit.line": Phrase("{field}: {change}", "{field}：{change}"),
    "audit.change": Phrase("{before} → {after}", "{before} → {after}"),
    "audit.in_row": Phrase("{field} ({row})", "{field}（{row}）"),
    "audit.in_rows": Phrase("{field}, in {count} rows", "{field}（{count} 行）"),
    "audit.more": Phrase("and {count} more", "另有 {count} 项"),
    "audit.nothing": Phrase("nothing", "无变化"),
    "audit.empty": Phrase("nothing", "空"),
    "audit.yes": Phrase("yes", "是"),
    "audit.no": Phrase("no", "否"),
    "audit.newest": Phrase("Newest", "最新"),
    "audit.older": Phrase("Older", "更早"),
    "audit.download": Phrase("Download as CSV (the newest {count} at most)", "下载 CSV（最多最新 {count} 条）"),
    "audit.value.submitted": Phrase("handed in", "已提交"),
    "audit.value.returned": Phrase("returned", "已退回"),
    "audit.value.approved": Phrase("approved", "已通过"),
    "audit.value.body": Phrase("text", "正文"),
    "audit.value.title": Phrase("title", "标题"),
}
