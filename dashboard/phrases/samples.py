"""Words of the samples page: parcels and their states, reminders, the pasted sheet, stock, reliability."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.samples": Phrase("Samples", "样品"),
    "page.samples.help": Phrase(
        "Parcels to KOLs: who owes a note, what is on its way, what is left.", "寄样：谁还欠笔记、哪些在途、还剩多少。"
    ),
    "sample.state.requested": Phrase("Requested", "申请中"),
    "sample.state.approved": Phrase("Approved", "已批准"),
    "sample.state.shipped": Phrase("On its way", "已寄出"),
    "sample.state.delivered": Phrase("Delivered", "已签收"),
    "sample.state.note_owed": Phrase("Note owed", "待发笔记"),
    "sample.state.posted": Phrase("Posted", "已发布"),
    "sample.state.waived": Phrase("Waived", "免发"),
    "sample.state.returned": Phrase("Returned", "已退回"),
    "sample.state.lost": Phrase("Lost", "已丢失"),
    "sample.state.open": Phrase("All open", "全部进行中"),
    "sample.state.overdue": Phrase("Overdue", "已逾期"),
    "sample.state.trouble": Phrase("Trouble", "异常"),
    "sample.state.all": Phrase("All", "全部"),
    "sample.count": Phrase("{state} · {count}", "{state} · {count}"),
    "sample.trouble.exception": Phrase("The courier reports a problem", "快递异常"),
    "sample.trouble.returning": Phrase("On its way back", "正在退回"),
    "sample.trouble.found": Phrase("Closed, but the courier delivered it", "已结束，但快递显示签收"),
    "sample.trouble.no_delivery_date": Phrase("Delivered on an unknown day", "签收日期未知"),
    "samples.eyebrow": Phrase("Samples · as of {day}, Shanghai time", "样品 · 数据截至 {day}（北京时间）"),
    "samples.title": Phrase(
        "Notes overdue for {overdue} of {open} open samples", "{open} 份进行中的样品里，{overdue} 份笔记已逾期"
    ),
    "samples.title_none": Phrase("No note is overdue; open samples: {open}", "没有逾期笔记；进行中的样品 {open} 份"),
    "samples.title_empty": Phrase("No samples have been entered yet", "还没有录入样品"),
    "samples.note": Phrase(
        "Courier files and linked notes move samples on by themselves; what people decide goes before them.",
        "快递文件和已关联的笔记会自动推进状态；人工决定优先。",
    ),
    "samples.show": Phrase("What to see", "查看"),
    "samples.show.parcels": Phrase("Parcels", "寄样清单"),
    "samples.show.remind": Phrase("Remind", "催发"),
    "samples.show.paste": Phrase("Paste a sheet", "粘贴表格"),
    "samples.show.stock": Phrase("Stock", "样品库存"),
    "samples.show.kols": Phrase("Reliability", "达人履约"),
    "samples.search": Phrase("KOL, tracking number or sample number", "达人、运单号或样品编号"),
    "samples.posting_rate": Phrase("Posting rate", "发布率"),
    "samples.posting_rate.of": Phrase(
        "{posted} of {arrived} parcels that arrived", "已签收包裹 {arrived} 个，已发布 {posted} 个"
    ),
    "samples.days": Phrase("Days to post", "出稿天数"),
    "samples.days.value": Phrase("{days} days", "{days} 天"),
    "samples.days.of": Phrase("median from delivery to note", "签收到发布的中位数"),
    "samples.cost": Phrase("Cost per posted note", "单篇笔记样品成本"),
    "samples.cost.of": Phrase("{cost} spent on samples", "样品总成本 {cost}"),
    "samples.overdue": Phrase("Overdue", "已逾期"),
    "samples.overdue.of": Phrase("{cost} of samples without their note", "涉及样品成本 {cost}"),
    "samples.way": Phrase("On their way", "运输中"),
    "samples.way.of": Phrase("{trouble} in trouble", "异常 {trouble} 份"),
    "samples.nothing": Phrase("No sample matches", "没有符合条件的样品"),
    "samples.nothing_step": Phrase(
        "Choose another state or campaign, or paste a sheet of requests.", "请换一个状态或活动，或粘贴申请表。"
    ),
    "samples.found": Phrase("Samples that match: {count}", "符合条件的样品：{count} 份"),
    "samples.found_note": Phrase(
        "Change cells as in a spreadsheet, tick rows to change them together, then save once.",
        "可像表格一样直接修改；勾选多行可批量修改，最后统一保存。",
    ),
    "samples.only_look": Phrase("The overdue come first.", "逾期的排在最前。"),
    "samples.tick_all": Phrase("Tick all rows of this page", "勾选本页全部"),
    "samples.ticked_state": Phrase("Ticked rows become", "将勾选行改为"),
    "samples.ticked_carrier": Phrase("Ticked rows go by", "勾选行的快递"),
    "samples.unchanged": Phrase("unchanged", "不变"),
    "samples.reason": Phrase("Why (for waived ones)", "原因（免发时必填）"),
    "samples.save": Phrase("Save all changes", "保存全部修改"),
    "samples.saved": Phrase("Samples saved: {count}", "已保存 {count} 份样品"),
    "samples.changed_meanwhile": Phrase("Something on this page was changed meanwhile.", "本页内容在此期间有更新。"),
    "samples.refresh": Phrase("Show what is saved now", "显示最新内容"),
    "samples.stale": Phrase("Saved by somebody else meanwhile", "期间被他人保存"),
    "samples.undo": Phrase("Take back: {count} samples changed at {at}", "撤销：{at} 修改的 {count} 份样品"),
    "samples.undone": Phrase("Taken back: {count} samples", "已撤销 {count} 份样品的修改"),
    "samples.history": Phrase("The way of sample {number}", "样品 {number} 的经过"),
    "samples.history.at": Phrase("When", "时间"),
    "samples.history.what": Phrase("What", "经过"),
    "samples.history.step": Phrase("{state} – {who}", "{state} · {who}"),
    "samples.history.reason": Phrase("{state} – {who}: {reason}", "{state} · {who}：{reason}"),
    "sample.column.picked": Phrase("✓", "✓"),
    "sample.column.sample_id": Phrase("No.", "编号"),
    "sample.column.kol_name": Phrase("KOL", "达人"),
    "sample.column.product": Phrase("Product", "产品"),
    "sample.column.campaign": Phrase("Campaign", "活动"),
    "sample.column.units": Phrase("Units", "数量"),
    "sample.column.state": Phrase("State", "状态"),
    "sample.column.days_late": Phrase("Days late", "逾期天数"),
    "sample.column.due_date": Phrase("Note due", "应发日期"),
    "sample.column.carrier": Phrase("Carrier", "快递公司"),
    "sample.column.tracking_no": Phrase("Tracking number", "运单号"),
    "sample.column.delivered_date": Phrase("Delivered", "签收日期"),
    "sample.column.delivered_date.help": Phrase(
        "What the courier says goes before what is entered here.", "以快递信息为准，其次才是手工录入。"
    ),
    "sample.column.extended_until_date": Phrase("Extended until", "延期至"),
    "sample.column.extended_until_date.help": Phrase("Once per sample.", "每份样品限一次。"),
    "sample.column.waiver_reason": Phrase("Why waived", "免发原因"),
    "sample.column.rating": Phrase("Rating", "评分"),
    "sample.column.feedback": Phrase("Feedback", "反馈"),
    "sample.column.trouble": Phrase("Trouble", "异常"),
    "sample.column.note_title": Phrase("Note", "笔记"),
    "courier.picked_up": Phrase("Picked up", "已揽收"),
    "courier.in_transit": Phrase("In transit", "运输中"),
    "courier.out_for_delivery": Phrase("Out for delivery", "派送中"),
    "courier.delivered": Phrase("Delivered", "已签收"),
    "courier.exception": Phrase("Problem", "异常"),
    "courier.returning": Phrase("Going back", "退回中"),
    "courier.returned": Phrase("Returned", "已退回"),
    "courier.customs": Phrase("At customs", "清关中"),
    "courier.created": Phrase("Announced", "已下单"),
    "remind.title": Phrase("Reminders ready to paste: {count}", "可直接粘贴的催发消息：{count} 条"),
    "remind.none": Phrase("Nobody needs a reminder", "没有需要催发的达人"),
    "remind.note": Phrase(
        "One message per KOL, the one that is late longest first; the copy button is at the right of each.",
        "每位达人一条，逾期最久的在前；点击右侧按钮即可复制。",
    ),
    "remind.language": Phrase("Language of the messages", "消息语言"),
    "remind.head": Phrase("{kol} · {days} days late", "{kol} · 逾期 {days} 天"),
    "remind.through": Phrase("{kol} · {days} days late · through {agency}", "{kol} · 逾期 {days} 天 · 经 {agency}"),
    "remind.text": Phrase(
        "Hi {kol}, the {products} from {brand} arrived on {delivered}{parcel}. We agreed on a note by {due} and have "
        "not seen it yet. Could you tell us when it will be out, or whether anything is in the way? "
        "If you have posted it already, please send us the link. Thank you!",
        "{kol} 您好！{brand} 寄给您的{products}已于{delivered}签收{parcel}。按约定笔记应在{due}前发布，"
        "目前我们还没有看到。方便告知预计的发布时间吗？如果遇到问题也请随时告诉我们；若已经发布，麻烦把链接发给我们，谢谢！",
    ),
    "remind.text_extended": Phrase(
        "Hi {kol}, the {products} from {brand} arrived on {delivered}{parcel}. We had moved the date of the note to "
        "{due} and have not seen it yet. Could you tell us by when it will be out? If you cannot post it after all, "
        "please let us know as well, so that we can plan. Thank you!",
        "{kol} 您好！{brand} 寄给您的{products}已于{delivered}签收{parcel}。之前约定笔记延期至{due}，"
        "目前我们还没有看到。请告知确定的发布时间；如果确实无法发布，也请告诉我们一声，方便后续安排，谢谢！",
    ),
    "remind.parcel": Phrase(" ({carrier} {number})", "（{carrier} {number}）"),
    "remind.product": Phrase("{product}", "「{product}」"),
    "remind.product_units": Phrase("{units} × {product}", "「{product}」× {units}"),
    "paste.title": Phrase("Paste samples from a spreadsheet", "从表格粘贴样品"),
    "paste.note": Phrase(
        "Copy the cells with their header and paste them. A row with a sample number changes that sample, any other "
        "row makes a new one. All rows are saved, or none.",
        "连同表头一起复制后粘贴。有编号的行会修改该样品，没有编号的行会新建样品。要么全部保存，要么都不保存。",
    ),
    "paste.columns": Phrase(
        "Columns: KOL, product; and if you like campaign, units, shipping, carrier, tracking, state, delivered, "
        "extended until, feedback, rating. Names, telephones and addresses of receivers are not kept.",
        "列：达人、产品；可选：活动、数量、运费、快递公司、运单号、状态、签收日期、延期至、反馈、评分。收件人姓名、电话和地址不会保存。",
    ),
    "paste.text": Phrase("Cells from the spreadsheet", "表格内容"),
    "paste.example": Phrase(
        "KOL\tproduct\tunits\tcarrier\ttracking\tstate", "达人\t产品\t数量\t快递公司\t运单号\t状态"
    ),
    "paste.campaign": Phrase("Campaign of rows that name none", "未写活动的行归入"),
    "paste.no_campaign": Phrase("find it by the KOL", "按达人自动匹配"),
    "paste.save": Phrase("Enter them", "录入"),
    "paste.saved": Phrase("Entered: {made} new, {changed} changed", "已录入：新建 {made} 份，修改 {changed} 份"),
    "stock.title": Phrase("Running low: {names}", "库存不足：{names}"),
    "stock.title_fine": Phrase("No sample stock runs low", "样品库存充足"),
    "stock.note": Phrase(
        "Out are units that left and did not come back; promised are requested or approved ones that have not left.",
        "已寄出＝寄出且未退回；待寄出＝已申请或已批准但尚未寄出。",
    ),
    "stock.product": Phrase("Product", "产品"),
    "stock.received": Phrase("Received", "入库"),
    "stock.out": Phrase("Out", "已寄出"),
    "stock.promised": Phrase("Promised", "待寄出"),
    "stock.left": Phrase("Left", "剩余"),
    "stock.warn": Phrase("Warn below", "预警值"),
    "stock.unknown": Phrase("no receipt entered", "未录入入库"),
    "stock.receive": Phrase("Units came in", "样品入库"),
    "stock.units": Phrase("Units (negative to correct a count)", "数量（盘点修正可填负数）"),
    "stock.day": Phrase("On", "日期"),
    "stock.remark": Phrase("Remark", "备注"),
    "stock.receive_save": Phrase("Enter", "入库"),
    "stock.warn_save": Phrase("Set the warning", "设置预警"),
    "stock.saved": Phrase("The stock is up to date.", "库存已更新。"),
    "reliability.title": Phrase(
        "{sure} of {known} judged KOLs post surely", "已评估的 {known} 位达人中，{sure} 位履约稳定"
    ),
    "reliability.title_unsure": Phrase(
        "KOLs with a judged parcel: {known}; none has enough of them to be sure",
        "已评估达人 {known} 位，暂无人样本量足以判定为稳定",
    ),
    "reliability.title_none": Phrase("No KOL can be judged yet", "还没有可评估的达人"),
    "reliability.note": Phrase(
        "Judged are parcels with a note or past their date. Reliability is (posted + 1) ÷ (judged + 2), with its 95 % "
        "interval; surely: the interval begins above one half.",
        "已评估＝已出笔记或已逾期的包裹。履约率＝（已发布＋1）÷（已评估＋2），附 95% 区间；稳定：区间下限超过一半。",
    ),
    "column.parcels": Phrase("Parcels", "包裹"),
    "column.arrived": Phrase("Arrived", "已签收"),
    "column.posted": Phrase("Posted", "已发布"),
    "column.overdue": Phrase("Overdue", "已逾期"),
    "column.judged": Phrase("Judged", "已评估"),
    "column.posting_rate": Phrase("Posting rate", "发布率"),
    "column.reliability": Phrase("Reliability", "履约率"),
    "column.reliability_low": Phrase("From", "区间下限"),
    "column.reliability_high": Phrase("To", "区间上限"),
    "column.days_to_post_median": Phrase("Days to post", "出稿天数"),
    "column.cost_per_note_fen": Phrase("Cost per note", "单篇成本"),
    "column.samples_fen": Phrase("Cost of samples", "样品成本"),
    "column.rating_mean": Phrase("Rating", "平均评分"),
    "metric.posting_rate": Phrase("Posting rate", "发布率"),
    "metric.days_to_post": Phrase("Days to post", "出稿天数"),
    "metric.cost_per_posted_note": Phrase("Cost per posted note", "单篇笔记样品成本"),
    "metric.reliability": Phrase("Reliability", "履约率"),
    "metric.overdue": Phrase("Overdue", "已逾期"),
    "meaning.posting_rate": Phrase(
        "Parcels that led to a note ÷ parcels that arrived, 95 % interval; one parcel counts once.",
        "已出笔记的包裹 ÷ 已签收的包裹，附 95% 区间；同一包裹只计一次。",
    ),
    "meaning.days_to_post": Phrase(
        "From delivery to the first linked note after it; the median over parcels.",
        "从签收到之后第一篇已关联笔记的天数，取中位数。",
    ),
    "meaning.cost_per_posted_note": Phrase(
        "Everything spent on samples, also on lost and waived ones, ÷ the notes that came of them.",
        "全部样品成本（含丢失和免发）÷ 由此产生的笔记数。",
    ),
    "meaning.reliability": Phrase(
        "How surely a note comes of a parcel: (posted + 1) ÷ (judged + 2), so that one parcel proves little; its "
        "interval is Wilson's, 95 %.",
        "寄出后出笔记的把握：（已发布＋1）÷（已评估＋2），样本少时不轻信；区间为 95% Wilson 区间。",
    ),
    "meaning.overdue": Phrase(
        "Delivered, no linked note since, and past the campaign's posting days or the one extension, as of the newest "
        "event that was loaded.",
        "已签收、之后没有关联笔记，且以最新数据为准已超过活动约定的发布天数或唯一一次延期。",
    ),
}
