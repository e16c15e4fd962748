"""Words of the panel in which a person says what the columns of an unknown file are."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "mapping.title": Phrase("{file} is not known yet: say what its columns are", "{file} 尚未识别：请说明各列含义"),
    "mapping.note": Phrase(
        "The answer is kept for every file with this header. Nothing is loaded before you have tried it.",
        "说明会保存并用于所有相同表头的文件；试读确认之前不会载入任何数据。",
    ),
    "mapping.file": Phrase("File", "文件"),
    "mapping.sheet": Phrase("Sheet", "工作表"),
    "mapping.table": Phrase("Its rows are", "每行是一条"),
    "mapping.unused": Phrase("not used", "不使用"),
    "mapping.personal": Phrase("about people: dropped while reading", "个人信息：读取时丢弃"),
    "mapping.how": Phrase("Written as", "写法"),
    "mapping.field": Phrase("{column} is", "{column} 的含义"),
    "mapping.rest": Phrase("What {table} need and no column gives yet", "「{table}」还缺少的内容"),
    "mapping.same": Phrase("the same as {column}", "与「{column}」相同"),
    "mapping.value": Phrase("the same in all rows", "所有行相同"),
    "mapping.by_sku": Phrase("numbered by SKU within the order", "按订单内 SKU 编号"),
    "mapping.name": Phrase("Call it", "名称"),
    "mapping.whole_list": Phrase(
        "Such a file is always the whole list: list rows that a later one lacks",
        "此类文件每次都是完整清单：列出后来缺少的行",
    ),
    "mapping.try": Phrase("Try it", "试读"),
    "mapping.save": Phrase("Save, and load the file", "保存并载入"),
    "mapping.incomplete": Phrase("Not complete yet: {reason}", "尚不完整：{reason}"),
    "mapping.tried": Phrase(
        "{good} of {read} rows become {table}; {refused} are refused",
        "共 {read} 行，{good} 行可读为「{table}」，{refused} 行被拒收",
    ),
    "mapping.sums": Phrase("Compare with the file: {sums}", "请与原文件核对：{sums}"),
    "mapping.sum": Phrase("{field} {amount} in all", "{field}合计 {amount}"),
    "mapping.repeated": Phrase(
        "{count} rows have the key of a later row of the file; only the later one would stand.",
        "{count} 行与文件中靠后的行主键相同，仅保留靠后的一行。",
    ),
    "mapping.saved": Phrase("Mappings that are kept: {count}", "已保存的列说明：{count}"),
    "mapping.version": Phrase("version {version}", "第 {version} 版"),
    "mapping.stop": Phrase("Stop using", "停用"),
    "mapping.stopped": Phrase("no longer used", "已停用"),
    "mapping.which": Phrase("Mapping", "列说明"),
    "mapping.by": Phrase("Who", "操作人"),
    "mapping.format.yuan": Phrase("yuan", "元"),
    "mapping.format.fen": Phrase("fen", "分"),
    "mapping.format.shanghai": Phrase("Beijing time", "北京时间"),
    "mapping.format.utc": Phrase("UTC", "UTC 时间"),
    "mapping.format.offset": Phrase("with its offset (+08:00)", "自带时区（+08:00）"),
    "mapping.format.epoch_ms": Phrase("milliseconds since 1970", "毫秒时间戳"),
    "mapping.format.fraction": Phrase("fraction (0.12)", "小数（0.12）"),
    "mapping.format.percent": Phrase("percent (12)", "百分数（12）"),
    "mapping.format.basis_points": Phrase("basis points (1200)", "万分比（1200）"),
    "mapping.format.ppm": Phrase("millionths (120000)", "百万分比（120000）"),
    "mapping.format.count": Phrase("count (1204, 2.3万)", "数量（1204、2.3万）"),
    "mapping.format.ten_thousands": Phrase("count in 万", "以万计的数量"),
    "mapping.format.buyer_id": Phrase("id, to be hidden", "买家 ID（加密保存）"),
    "mapping.format.buyer_key": Phrase("key, hidden already", "已加密的买家键"),
}
