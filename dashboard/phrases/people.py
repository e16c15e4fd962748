"""Words of the people page, and of the page about oneself."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.people": Phrase("People", "人员"),
    "page.people.help": Phrase(
        "Who may log in, as what, and for whom.", "谁可以登录、以什么角色、负责哪些品牌或机构。"
    ),
    "people.title": Phrase(
        "{active} can log in, {invited} invited and not here yet, {disabled} disabled",
        "{active} 人可登录，{invited} 人已邀请未登录，{disabled} 人已停用",
    ),
    "people.title_none": Phrase("Nobody has been invited yet", "尚未邀请任何人"),
    "people.note": Phrase(
        "Tell whoever you invite to open {url} and log in with that e-mail. A change counts from their next click on.",
        "请告知对方打开 {url}，用该邮箱登录。修改在其下一次操作时生效。",
    ),
    "people.no_login": Phrase(
        "No login is configured, so only this machine can open the dashboard. docs/login.md tells how to set one up.",
        "尚未配置登录，目前仅本机可访问。配置方法见 docs/login.md。",
    ),
    "people.not_for_you": Phrase("People are for administrators", "人员管理仅供管理员使用"),
    "people.who": Phrase("Who", "人员"),
    "people.somebody_new": Phrase("Invite somebody new", "邀请新成员"),
    "people.email": Phrase("E-mail they log in with", "登录邮箱"),
    "people.name": Phrase("Name", "姓名"),
    "people.role": Phrase("Role", "角色"),
    "people.brands": Phrase("Brands they work for", "负责的品牌"),
    "people.agency": Phrase("Agency they are from", "所属机构"),
    "people.choose": Phrase("Choose", "请选择"),
    "people.state": Phrase("Access", "权限状态"),
    "people.last_login": Phrase("Last login", "最近登录"),
    "people.invite": Phrase("Invite", "邀请"),
    "people.invited": Phrase("{email} can log in now.", "{email} 现在可以登录。"),
    "people.disable": Phrase("Disable", "停用"),
    "people.enable": Phrase("Let in again", "恢复权限"),
    "people.disabled": Phrase("Disabled: out at the next click.", "已停用，下一次操作时即被拒绝。"),
    "people.enabled": Phrase("Let in again, with role and scope as before.", "已恢复，角色与范围不变。"),
    "people.all": Phrase("As a table to sort and download", "表格形式（可排序、下载）"),
    "people.role.admin": Phrase("Administrator", "管理员"),
    "people.role.marketer": Phrase("Marketer", "品牌市场"),
    "people.role.agency": Phrase("Agency", "机构"),
    "people.role.finance": Phrase("Finance", "财务"),
    "people.state.invited": Phrase("Invited", "已邀请"),
    "people.state.active": Phrase("Can log in", "可登录"),
    "people.state.disabled": Phrase("Disabled", "已停用"),
    "column.email": Phrase("E-mail", "邮箱"),
    "column.role": Phrase("Role", "角色"),
    "column.scope": Phrase("Works for", "负责范围"),
    "column.last_login_at": Phrase("Last login", "最近登录"),
    "metric.role_admin": Phrase("Administrator", "管理员"),
    "meaning.role_admin": Phrase(
        "Sees and does everything, and invites others.", "可查看和操作全部内容，并可邀请他人。"
    ),
    "metric.role_marketer": Phrase("Marketer", "品牌市场"),
    "meaning.role_marketer": Phrase(
        "Plans campaigns, approves drafts and enters terms for the brands given; sees no other brand.",
        "为指定品牌规划活动、审核稿件、录入条款，看不到其他品牌。",
    ),
    "metric.role_agency": Phrase("Agency", "机构"),
    "meaning.role_agency": Phrase(
        "Works its own collaborations and samples; sees neither other agencies' fees nor what a brand keeps.",
        "处理本机构的合作与样品，看不到其他机构的费用和品牌的利润。",
    ),
    "metric.role_finance": Phrase("Finance", "财务"),
    "meaning.role_finance": Phrase(
        "Reconciles, closes months, enters terms of the house, and reads the audit.",
        "对账、结账、录入通用条款，并可查看操作记录。",
    ),
    "page.account": Phrase("You", "我的账号"),
    "page.account.help": Phrase("Who you are here, and the way out.", "你的身份与退出登录。"),
    "account.title": Phrase("{name}: {role}", "{name}：{role}"),
    "account.scope": Phrase("You work for {scope}.", "负责：{scope}。"),
    "account.everything": Phrase("You see every brand.", "可查看所有品牌。"),
    "account.until": Phrase("This login ends {at}, Shanghai time.", "本次登录有效期至 {at}（北京时间）。"),
    "account.tabs": Phrase(
        "Other tabs of this browser stay logged in until they are closed or the login ends.",
        "本浏览器的其他标签页在关闭或登录到期前仍保持登录。",
    ),
}
