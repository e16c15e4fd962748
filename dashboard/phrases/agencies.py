"""Words of the agencies page."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.agencies": Phrase("Agencies", "机构"),
    "page.agencies.help": Phrase(
        "Whom to ask at each agency, its KOLs, what is open and what it is due.",
        "各机构的联系人、达人、进行中的合作与应付。",
    ),
    "agencies.title": Phrase(
        "{count} agencies, {open} collaborations open with them", "{count} 家机构，进行中的合作 {open} 个"
    ),
    "agencies.note": Phrase(
        "They are due {due} so far, their KOLs {kols}.", "截至目前，机构服务费 {due}，旗下达人佣金与坑位费 {kols}。"
    ),
    "agencies.contact": Phrase("Contact", "联系人"),
    "agencies.kols": Phrase("KOLs", "达人"),
    "agencies.campaigns": Phrase("in {count} campaigns", "参与 {count} 个活动"),
    "agencies.open": Phrase("Open", "进行中"),
    "agencies.overdue": Phrase("{count} overdue", "逾期 {count} 个"),
    "agencies.prices": Phrase("Agreed prices", "已定价格"),
    "agencies.kol_fees": Phrase("Due to KOLs", "达人应付"),
    "agencies.cut": Phrase("Third-party cut", "第三方服务费"),
    "agencies.choose": Phrase("Choose an agency …", "选择机构……"),
    "agencies.new": Phrase("Enter a new agency", "录入新机构"),
    "field.agency_code": Phrase("Code, in links and files", "机构编码（用于链接与文件）"),
    "field.agency_name": Phrase("Name", "名称"),
    "field.contacts": Phrase("Contacts", "联系人"),
    "field.contacts.help": Phrase("One per line: name, role, where to reach.", "每行一位：姓名，职务，联系方式。"),
    "field.contacts.example": Phrase("Mei, account manager, WeChat mei_lin", "小梅，商务，微信 mei_lin"),
    "field.remark": Phrase("Remark", "备注"),
    "column.collaborations": Phrase("Collaborations", "合作"),
    "column.open": Phrase("Open", "进行中"),
    "column.published": Phrase("Published", "已发布"),
    "column.quoted_fen": Phrase("Agreed prices", "已定价格"),
    "column.kol_fen": Phrase("Due so far", "应付"),
}
