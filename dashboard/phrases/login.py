"""Words of the gate: logging in, and being nobody here."""

from __future__ import annotations

from dashboard.phrases.phrase import Phrase

WORDS = {
    "login.title": Phrase("Log in to see campaigns", "请登录后查看"),
    "login.note": Phrase(
        "You log in where your company keeps its accounts; kolbook never sees a password.",
        "登录在贵公司的账号系统中完成，kolbook 不会接触密码。",
    ),
    "login.button": Phrase("Log in", "登录"),
    "login.stranger": Phrase("{email} has no access here", "{email} 没有访问权限"),
    "login.no_email": Phrase("This account, which has no confirmed e-mail,", "此账号（邮箱未验证）"),
    "login.ask": Phrase(
        "Ask {whom} to invite this address, or to let it in again. If you have another account, use that.",
        "请联系{whom}邀请该邮箱或恢复权限；如有其他账号，可换用其他账号登录。",
    ),
    "login.administrator": Phrase("the administrator of this dashboard", "本系统管理员"),
    "login.other": Phrase("Use another account", "换用其他账号"),
    "login.out": Phrase("Log out", "退出登录"),
}
