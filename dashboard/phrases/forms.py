"""Words around every form: what was saved, what a colleague changed, which cells must be mended."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "form.save": Phrase("Save", "保存"),
    "form.saved": Phrase("Saved.", "已保存。"),
    "form.nothing_changed": Phrase("Nothing was changed yet.", "还没有任何修改。"),
    "form.stale": Phrase(
        "A colleague saved this meanwhile; nothing of yours was saved. Your input is still here.",
        "同事刚刚保存了此内容，你的修改尚未保存，但输入仍保留。",
    ),
    "form.stale_elsewhere": Phrase(
        "A colleague changed something else about it meanwhile; nothing of yours was saved. Your input is still here.",
        "同事刚刚修改了其他内容，你的修改尚未保存，但输入仍保留。",
    ),
    "form.stale.field": Phrase("Field", "字段"),
    "form.stale.opened": Phrase("When you opened it", "打开时"),
    "form.stale.saved": Phrase("Saved meanwhile", "期间已保存"),
    "form.stale.yours": Phrase("Your input", "你的输入"),
    "form.rebase": Phrase("Keep my input and go on from what is saved", "保留我的输入，基于最新内容继续"),
    "form.cells": Phrase(
        "Nothing was saved: {count} cells need mending. Mend them and paste again.",
        "未保存：有 {count} 个单元格需要修改，请修改后重新粘贴。",
    ),
    "form.cells.where": Phrase("Cell", "单元格"),
    "form.cells.value": Phrase("Found", "内容"),
    "form.cells.expected": Phrase("Expected", "要求"),
    "form.empty": Phrase("nothing", "无"),
}
