"""Words of the data page: upload, loads, refused rows, freshness."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "data.title": Phrase("Clicks and orders reach {day}; {rows} rows in all", "点击与订单截至 {day}，共 {rows} 行"),
    "data.title_notes": Phrase(
        "{kinds} kinds of facts are there; clicks and orders are missing", "已有 {kinds} 类数据，缺点击与订单"
    ),
    "data.title_empty": Phrase("Drop the first files to begin", "拖入第一批文件即可开始"),
    "data.note": Phrase(
        "Names, phones and addresses are dropped while reading. The same file twice changes nothing.",
        "姓名、电话、地址在读取时即丢弃。重复上传同一文件不会改变任何结果。",
    ),
    "data.freshness": Phrase("How far each kind reaches", "各类数据的最新时间"),
    "data.freshness_note": Phrase(
        "Newest event, Shanghai time; red where it trails the others.", "最新一条的时间（北京时间）；红色表示滞后。"
    ),
    "data.loads": Phrase("{count} files loaded", "已载入 {count} 个文件"),
    "data.loads_note": Phrase(
        "Read = loaded + unchanged + superseded + refused, for every file.",
        "每个文件：读取 = 载入 + 无变化 + 已被替代 + 拒收。",
    ),
    "data.unchanged": Phrase("{count} unchanged", "{count} 无变化"),
    "data.superseded": Phrase("{count} superseded", "{count} 被替代"),
    "data.all_loads": Phrase("All files", "全部文件"),
    "data.rejects": Phrase("Refused cells: {count}, each with what to do", "拒收单元格：{count} 处，均附处理办法"),
    "data.rejects_note": Phrase(
        "Row numbers are those your spreadsheet shows. Mend the file and drop it again.",
        "行号与表格软件一致。修正后重新上传即可。",
    ),
    "data.no_rejects": Phrase("No row was refused", "没有被拒收的行"),
    "upload.label": Phrase(
        "Drop exports here: notes, clicks, orders, refunds, settlements, stock",
        "拖入导出文件：笔记、点击、订单、售后、结算、库存",
    ),
    "upload.help": Phrase(
        "XLSX, CSV, JSON, NDJSON or Parquet, up to 200 MB each. The kind is recognised by its headers.",
        "支持 XLSX、CSV、JSON、NDJSON、Parquet，单个文件不超过 200 MB，按表头自动识别。",
    ),
    "upload.load": Phrase("Load", "载入"),
    "upload.choose": Phrase("Choose files", "选择文件"),
    "upload.kinds": Phrase("or drop them here", "或拖到此处"),
    "upload.step.waiting": Phrase("waiting for another load to end", "等待其他载入完成"),
    "upload.step.reading": Phrase("reading", "读取"),
    "upload.step.typing": Phrase("checking every cell", "逐格校验"),
    "upload.step.writing": Phrase("writing", "写入"),
    "upload.step.models": Phrase("computing the figures", "计算指标"),
    "upload.step.rebuilding": Phrase("making everything again from the archive", "从存档重建"),
    "upload.skipped": Phrase("Skipped", "已跳过"),
    "upload.none": Phrase("Choose at least one file first.", "请先选择文件。"),
    "upload.running": Phrase("Loading {files}: {step} …", "正在载入 {files}：{step} …"),
    "upload.rows": Phrase("{rows} rows so far", "已处理 {rows} 行"),
    "upload.rest": Phrase("{rows} of {total} rows, about {seconds} s left", "{rows} / {total} 行，约剩 {seconds} 秒"),
    "upload.done": Phrase("What became of the files", "载入结果"),
    "upload.loaded": Phrase("Loaded", "已载入"),
    "upload.already_loaded": Phrase("Was already loaded; nothing changed", "此前已载入，无变化"),
    "upload.refused": Phrase("Refused", "已拒收"),
    "upload.refused_all": Phrase("Nothing was loaded: {reason}", "未载入：{reason}"),
    "upload.unexpected": Phrase(
        "something unforeseen happened; the details are in the log", "出现意外情况，详情已写入日志"
    ),
    "column.file": Phrase("File", "文件"),
    "column.status": Phrase("Result", "结果"),
    "column.read": Phrase("Read", "读取"),
    "column.loaded": Phrase("Loaded", "载入"),
    "column.rejected": Phrase("Refused", "拒收"),
    "column.loaded_at": Phrase("When", "时间"),
    "column.unchanged": Phrase("Unchanged", "无变化"),
    "column.superseded": Phrase("Superseded", "被替代"),
    "column.fact": Phrase("Kind", "类别"),
    "column.rows": Phrase("Rows", "行数"),
    "column.newest_at": Phrase("Newest", "最新"),
    "column.name": Phrase("File", "文件"),
    "column.sheet": Phrase("Sheet", "工作表"),
    "column.source_row": Phrase("Row", "行"),
    "column.column_name": Phrase("Column", "列"),
    "column.value": Phrase("What stood there", "原内容"),
    "column.rule": Phrase("What was expected", "要求"),
    "column.remedy": Phrase("What to do", "处理办法"),
    "fact.notes": Phrase("Notes", "笔记"),
    "fact.note_metrics": Phrase("Note figures", "笔记数据"),
    "fact.note_products": Phrase("Product links", "商品链接"),
    "fact.comments": Phrase("Comments", "评论"),
    "fact.kols": Phrase("KOLs", "达人"),
    "fact.kol_profiles": Phrase("KOL profiles", "达人画像"),
    "fact.account_days": Phrase("Account days", "账号日报"),
    "fact.clicks": Phrase("Clicks", "点击"),
    "fact.click_totals": Phrase("Click totals", "点击汇总"),
    "fact.orders": Phrase("Orders", "订单"),
    "fact.refunds": Phrase("Refunds", "售后"),
    "fact.settlements": Phrase("Settlements", "结算"),
    "fact.shipments": Phrase("Parcels", "物流"),
    "fact.shipping_bills": Phrase("Freight", "运费账单"),
    "fact.stock_levels": Phrase("Stock", "库存"),
    "fact.ad_spend": Phrase("Ads", "投流"),
}
