"""Why a row was refused, said in Chinese: rules and remedies are written in English where they are checked.

What has no sentence here is shown as it is; a test holds every code of docs/errors.md to have one.
"""

from __future__ import annotations

import polars as pl

from dashboard.formats import Voice

CHINESE = {
    "to know whose account this is": "需要知道这是谁的账号",
    "load it again with --account NAME": "请加上 --account 账号名 重新导入",
    "a day; this row is of an hour": "应为按天数据；这一行是按小时的",
    "export the report by day and load that": "请按天导出报表后导入",
    "one row per unit and day; this report splits them": "每个单元每天应为一行；这份报表做了细分",
    "export the report without splitting it": "请导出不细分的报表",
    "an after-sale id: R and digits": "应为售后单号：R 加数字",
    "export the id as text and load again": "请把单号按文本导出后重新导入",
    "商品总价 − 店铺优惠 − 平台优惠 = 用户应付 (with or without freight), and 商家应收 = that + 平台优惠":
        "应满足：商品总价 − 店铺优惠 − 平台优惠 = 用户应付（含或不含运费），且商家应收 = 用户应付 + 平台优惠",
    "compare the row with the order page of 千帆, correct the amounts and load again":
        "请与千帆订单页核对，改正金额后重新导入",
    "amounts of an order of zero or more": "订单金额不应为负",
    "correct the amounts and load again": "请改正金额后重新导入",
    "paid_fen = list_fen − brand_discount_fen − platform_discount_fen":
        "应满足：paid_fen = list_fen − brand_discount_fen − platform_discount_fen",
    "correct the amounts of the line and load the file again": "请改正这一行的金额后重新导入",
    "skuList.totalPaidAmount of all lines + totalShippingFree = totalPayAmount":
        "应满足：各行 skuList.totalPaidAmount 之和 + totalShippingFree = totalPayAmount",
    "fetch the order's detail again; if it stays so, load the console's export":
        "请重新拉取订单详情；仍不相符时，请导入后台导出的文件",
    "income or outcome, not both, each zero or more": "收入与支出只应有一项，且不为负",
    "correct the row after the account's page and load the file again": "请按账户页面改正后重新导入",
    "a line that costs no more than its list price, and amounts of zero or more": "实付不应高于标价，金额不应为负",
    "export with one amount per line, or correct the row, and load the file again":
        "请按每行一个金额导出，或改正该行后重新导入",
    "an amount of its own on each line of an order": "订单的每一行应有自己的金额",
    "export with the price of each line: the same amount on every line may be the whole order's":
        "请导出每行的价格：每行金额都相同，可能是整单金额",
    "Subtotal + Shipping + Taxes = Total, with taxes inside the prices or beside them, and lines that reach Subtotal":
        "应满足：Subtotal + Shipping + Taxes = Total（税含于价内或另计），且各行合计等于 Subtotal",
    "export the order again; if it has tips or gift cards, load it by our own columns":
        "请重新导出该订单；含小费或礼品卡时，请用我们的列格式导入",
    "amounts of zero or more": "金额不应为负",
    "export the order again": "请重新导出该订单",
    "总金额 of zero or more, at least the freight and what was paid less refunds":
        "总金额不应为负，且不小于运费及实付减退款",
    "compare the row with the order's page, correct the amounts and load the file again":
        "请与订单页核对，改正金额后重新导入",
    "yes or no: true, false, 1, 0, 是, 否": "应为是或否：true、false、1、0、是、否",
    "write one of these words and load again": "请填写其中之一后重新导入",
    "a buyer key: a whole number below 2^64": "应为买家键：小于 2^64 的整数",
    "load the file with buyer_id instead": "请改用含 buyer_id 的文件",
    "a count such as 181, 1,204 or 2.3万, zero or more": "应为数量，例如 181、1,204 或 2.3万，不为负",
    "write the whole number without a unit and load again": "请填写不带单位的整数后重新导入",
    "a currency code of three capitals, such as CNY": "应为三个大写字母的币种，例如 CNY",
    "write the code and load again": "请填写币种后重新导入",
    "a date such as 2026-03-16": "应为日期，例如 2026-03-16",
    "write the date year first and load again": "请按年月日书写后重新导入",
    "a click (link.clicked); leads and sales are none": "应为点击（link.clicked）；线索和成交不算点击",
    "nothing to do: orders come from shops": "无需处理：订单来自店铺",
    "a page view that came through a tagged link": "应为经带标记链接进入的页面浏览",
    "nothing to do: other events are no clicks on a note's link": "无需处理：其他事件不是笔记链接的点击",
    "whole fen as an integer, 120450 for 1,204.50 yuan": "应为以分为单位的整数，例如 1,204.50 元写作 120450",
    "multiply yuan by 100 before export, and drop the decimals": "导出前请把元乘以 100，并去掉小数",
    "a row of data, not the header again": "应为数据行，而不是重复的表头",
    "nothing to do, or delete the row": "无需处理，或删除该行",
    "an id of at most 200 characters without blanks or unreadable signs": "应为不超过 200 个字符、无空格和乱码的编号",
    "correct the id and load again": "请改正编号后重新导入",
    "an id with all its digits; this number has lost some": "编号应位数完整；这个数字已丢失末位",
    "format the column as text and export again": "请把该列设为文本格式后重新导出",
    "a whole number of at most 18 digits": "应为不超过 18 位的整数",
    "write the whole number and load again": "请填写整数后重新导入",
    "a user id of 24 hexadecimal digits in the answer or in the file's name":
        "数据或文件名中应有 24 位十六进制的用户编号",
    "name the file after the KOL": "请用达人的编号命名文件",
    "a user id of 24 hexadecimal digits, or a profile link that holds one":
        "应为 24 位十六进制的用户编号，或含有它的主页链接",
    "add 蒲公英链接 or 主页链接 to the export": "请在导出中加上蒲公英链接或主页链接",
    "one of …": "应为规定的词之一",
    "write one of these words": "请填写其中之一",
    "the number of the line: digits below 2^63": "应为行号：小于 2^63 的数字",
    "export the id as text and load the file again": "请把编号按文本导出后重新导入",
    'a list of texts: a, b or ["a", "b"]': '应为文本列表：a, b 或 ["a", "b"]',
    "write the list with commas and load again": "请用逗号分隔后重新导入",
    "an amount in 达人佣金 or 机构服务费": "达人佣金或机构服务费应有金额",
    "fill in what is due, 0 if nothing, and load the file again": "请填写应付金额（没有则填 0）后重新导入",
    "a value in this column": "此列应有值",
    "fill in the cell, or leave the row out, and load the file again": "请填写该单元格，或去掉该行后重新导入",
    "an amount in yuan such as 1204.50, (12.30) or ¥1,204.50": "应为以元计的金额，例如 1204.50、(12.30) 或 ¥1,204.50",
    "write the amount in yuan and load again": "请以元填写金额后重新导入",
    "at most two decimals, for a fen cannot be halved": "最多两位小数，分以下不存在",
    "round the amount at its source and load again": "请在来源处取整到分后重新导入",
    "an amount of zero or more": "金额不应为负",
    "write the amount without sign and load again": "请去掉符号后重新导入",
    "income of zero or more, outcome of zero or less": "收入不应为负，支出不应为正",
    "export the sheet again": "请重新导出该表",
    "an applied amount of zero or more": "申请金额不应为负",
    "an amount with decimals somewhere in the file: whether these are yuan or fen is not documented":
        "文件中应有带小数的金额：单位是元还是分没有说明",
    "save the answers of several pages or days as one file, or load the export of the console":
        "请把几页或几天的数据存为一个文件，或导入后台导出的文件",
    "an order with its KOL": "应为带有达人的订单",
    "nothing to do: no KOL is owed anything for this order": "无需处理：此单不欠任何达人",
    "a sale by a note": "应为笔记成交",
    "nothing to do: a live room has no note": "无需处理：直播间没有笔记",
    "a note id of 24 hexadecimal digits": "应为 24 位十六进制的笔记编号",
    "copy the id from the note's link and load again": "请从笔记链接复制编号后重新导入",
    "a plain decimal number such as 12.5": "应为普通小数，例如 12.5",
    "write the number without words and load again": "请去掉文字只留数字后重新导入",
    "an order id: P and 18 digits": "应为订单号：P 加 18 位数字",
    "export the order id as text and load again": "请把订单号按文本导出后重新导入",
    "a percentage between 0 and 100 such as 24.6 or 24.6%": "应为 0 到 100 的百分比，例如 24.6 或 24.6%",
    "write the percentage and load again": "请填写百分比后重新导入",
    "second, minute or day": "应为 second、minute 或 day",
    "write one of these words, or leave the column out": "请填写其中之一，或去掉该列",
    "basis points between 0 and 10000 such as 1200 for 12 %": "应为 0 到 10000 的基点，例如 12 % 写作 1200",
    "report the rate": "请把这个费率反馈给我们",
    "a complete last row": "最后一行应完整",
    "the file ends in the middle of a row: export it again": "文件在一行中间结束：请重新导出",
    "one JSON object": "应为一个 JSON 对象",
    "the line is damaged: export the file again": "该行已损坏：请重新导出文件",
    "quotes that are closed where the cell ends": "引号应在单元格结束处闭合",
    "double the quotes inside the cell": "请把单元格内的引号写成两个",
    "no more cells than the header has": "单元格数不应多于表头",
    "put quotes around cells that hold the separator": "含分隔符的单元格请加引号",
    "a fraction between 0 and 1 such as 0.246": "应为 0 到 1 的小数，例如 0.246",
    "write 24.6 % as 0.246 and load again": "请把 24.6 % 写成 0.246 后重新导入",
    "day (clicks of the date) or running (until its end)": "应为 day（当日点击）或 running（累计至当日）",
    "销售, 退款, 调账 or 坑位费 (sale, refund, adjustment or fixed_fee)":
        "应为销售、退款、调账或坑位费（sale、refund、adjustment、fixed_fee）",
    "a state that says whether money moved": "状态应能说明资金是否变动",
    "a state of an after-sale case that says whether money moved": "售后状态应能说明资金是否变动",
    "report the word so that it can be added": "请反馈这个词，以便补充",
    "a time such as 2026-03-16 08:00:29": "应为时间，例如 2026-03-16 08:00:29",
    "write the time year first and load again": "请按年月日书写时间后重新导入",
    "a date that starts with a four-digit year; this one can be read two ways":
        "日期应以四位年份开头；这个日期有两种读法",
    "write 2026-03-16 and load again": "请写成 2026-03-16 的形式后重新导入",
    "13 digits: milliseconds since 1970": "应为 13 位毫秒时间戳",
    "export the time in milliseconds": "请以毫秒导出时间",
    "16 digits: microseconds since 1970": "应为 16 位微秒时间戳",
    "export the time in microseconds": "请以微秒导出时间",
    "10 digits: seconds since 1970": "应为 10 位秒时间戳",
    "export the time in seconds": "请以秒导出时间",
    "a time between 2000 and 2100 that the calendar has": "应为 2000 到 2100 年间真实存在的时间",
    "correct the time and load again": "请改正时间后重新导入",
    "a time that does not depend on when the page was looked at": "时间不应取决于何时看的页面",
    "put the day or time of the export into the file's name (notes_2026-03-16_183000.csv), or export absolute times":
        "请把导出的日期或时间写进文件名（notes_2026-03-16_183000.csv），或导出绝对时间",
    "a time with its offset, such as 2026-03-16T08:00:29+08:00":
        "时间应带时区，例如 2026-03-16T08:00:29+08:00",
    "add +08:00 (or Z for UTC) and load again": "请加上 +08:00（UTC 则加 Z）后重新导入",
    "a row of data, not a sum of rows": "应为数据行，而不是合计行",
    "nothing to do: sums are computed from rows": "无需处理：合计由各行算出",
    "nothing to do: sums are computed from the rows": "无需处理：合计由各行算出",
}  # fmt: skip
_LEVELS = "one of "


def in_language(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The refused rows with columns `rule` and `remedy` in the reader's language."""
    if voice.lang == "en":
        return frame
    columns = [pl.col(name).replace(CHINESE) for name in ("rule", "remedy")]
    rule = pl.col("rule")
    listed = pl.when(rule.str.starts_with(_LEVELS)).then("应为其中之一：" + rule.str.slice(len(_LEVELS)))
    return frame.with_columns(columns).with_columns(rule=listed.otherwise(rule))
