"""Words of the panels on refused, vanished and traced rows."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "lineage.title": Phrase("Where a row came from", "追溯一行数据的来源"),
    "lineage.found": Phrase("Rows of files that speak of it: {count}", "有 {count} 行原始数据与之相关"),
    "lineage.none": Phrase("No file has such a row", "没有文件包含该行"),
    "lineage.note": Phrase("Every row of every file, as it stands in the archive.", "来自存档中每个文件的每一行。"),
    "lineage.kind": Phrase("Kind", "类别"),
    "lineage.by": Phrase("Known by", "依据"),
    "lineage.value": Phrase("which is", "取值"),
    "lineage.show": Phrase("Look it up", "查询"),
    "lineage.row": Phrase("row {row}", "第 {row} 行"),
    "lineage.mended": Phrase("mended in {file}", "在 {file} 中修正"),
    "lineage.captured": Phrase("Captured {moment}  ·  {cells}", "数据时间 {moment}  ·  {cells}"),
    "lineage.stands": Phrase("stands", "当前采用"),
    "lineage.gave_way": Phrase("gave way", "已被替代"),
    "lineage.behind": Phrase("Rows behind this", "这些数字的来源"),
    "lineage.of": Phrase("Row of the table", "表中的行"),
    "lineage.figure": Phrase("Figure", "指标"),
    "lineage.sum": Phrase("{figure} {amount} · rows that make it: {count}", "{figure} {amount}：由 {count} 行相加而得"),
    "lineage.no_rows": Phrase("No rows behind this figure", "该数字没有对应的数据行"),
    "lineage.equal": Phrase("They add up to the figure above.", "合计与上方数字一致。"),
    "lineage.differs": Phrase(
        "The figure above is {amount}: the rest stands in rows that you may not see.",
        "上方数字为 {amount}：其余部分来自您无权查看的数据行。",
    ),
    "lineage.page": Phrase("Page, of {pages}", "页码（共 {pages} 页）"),
    "lineage.what": Phrase("What", "内容"),
    "lineage.when": Phrase("When", "时间"),
    "lineage.place": Phrase("File and row", "文件与行"),
    "lineage.load": Phrase("Load {load}", "载入 {load}"),
    "lineage.at": Phrase("row {row} · load {load}", "第 {row} 行 · 载入 {load}"),
    "lineage.decided": Phrase("decided here", "本系统中的决定"),
    "column.product_cost_fen": Phrase("Product cost", "产品成本"),
    "column.platform_fee_fen": Phrase("Platform fee", "平台扣点"),
    "column.third_party_fen": Phrase("Third-party cut", "第三方服务费"),
    "column.kol_commission_fen": Phrase("KOL commission", "达人佣金"),
    "column.fixed_fee_fen": Phrase("Fixed fees", "坑位费"),
    "column.ads_fen": Phrase("Ads", "投流"),
    "fix.of": Phrase("File", "文件"),
    "fix.download": Phrase("Download its refused rows to edit", "下载被拒收的行进行修改"),
    "fix.note": Phrase(
        "Change the cells, leave the first four columns, and drop the file above: only those rows are read again.",
        "修改单元格内容，保留前四列，再上传该文件：只会重新读取这些行。",
    ),
    "vanished.title": Phrase("Rows that later files lack: {count}", "后续文件中缺少的行：{count}"),
    "vanished.note": Phrase(
        "They were in an earlier file of the same kind and are not in a later one that should be complete. "
        "Nothing is deleted; ask why they are gone.",
        "这些行出现在较早的同类文件中，而较新的完整文件里没有。系统不会删除它们，请核实原因。",
    ),
    "column.was_in": Phrase("Was in", "曾出现于"),
    "column.missing_file": Phrase("Missing in", "缺少于"),
    "column.missing_at": Phrase("Since", "自"),
    "column.key": Phrase("What it is", "标识"),
    "column.refused_there": Phrase("Refused there", "该文件拒收行数"),
}
