"""Columns that no importer knows and whose name says that they hold people's data: they are not kept either."""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"身份证|手机|电话|地址|收件人|收货人|订购人|寄件人|姓名|真实名|邮箱|邮编|微信|银行卡|支付宝账号|护照|生日"
    r"|phone|mobile|\btel\b|address|receiver|recipient|consignee|e-?mail|id[ _-]?card|passport|id number|id name"
    r"|wechat|\bip\b|birth|bank[ _-]?(card|account)|real[ _-]?name|full[ _-]?name|first[ _-]?name|last[ _-]?name",
    re.IGNORECASE,
)


def is_personal(column: str) -> bool:
    """Whether the name of an unknown column speaks of a person."""
    return bool(_PERSONAL.search(column))
