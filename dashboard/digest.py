"""The tasks of a role as an e-mail: plain text, and HTML whose look is inside it, as mail programs want it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard.blocks import escape
from dashboard.formats import Voice
from dashboard.tasks import Task, headline, today

_INK, _SOFT, _ACCENT = "#1f1f1f", "#6b6b6b", "#d81e3a"
_FONT = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif"


def subject(tasks: Sequence[Task], now: datetime, voice: Voice) -> str:
    """The subject line."""
    return voice("digest.subject", day=voice.date(today(now)), count=voice.exact(len(tasks)))


def text(
    tasks: Sequence[Task], role: str, newest: datetime | None, now: datetime, voice: Voice, address: str = ""
) -> str:
    """The plain part: one paragraph per task, its link below where the dashboard's `address` is known."""
    head = [headline(tasks, voice), _below(role, newest, now, voice)]
    lines = [_paragraph(place, task, address) for place, task in enumerate(tasks, start=1)]
    return "\n\n".join(["\n".join(head), *lines]) + "\n"


def html(
    tasks: Sequence[Task], role: str, newest: datetime | None, now: datetime, voice: Voice, address: str = ""
) -> str:
    """The HTML part: a whole document of tables and inline styles, without images, scripts or style sheets."""
    lines = "".join(_line(task, address) for task in tasks)
    return (
        f'<!doctype html><html lang="{"zh-CN" if voice.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        f"<title>{escape(subject(tasks, now, voice))}</title></head>"
        f'<body style="margin:0;padding:24px;background:#ffffff;color:{_INK};font-family:{_FONT};font-size:15px">'
        '<table role="presentation" cellpadding="0" cellspacing="0" '
        'style="width:100%;max-width:640px;border-collapse:collapse">'
        '<tr><td colspan="2" style="font-size:21px;font-weight:600;line-height:1.3">'
        f"{escape(headline(tasks, voice))}</td></tr>"
        f'<tr><td colspan="2" style="padding:4px 0 14px;color:{_SOFT};font-size:13px">'
        f"{escape(_below(role, newest, now, voice))}</td></tr>{lines}</table></body></html>\n"
    )


def answer(tasks: Sequence[Task], role: str, newest: datetime | None, now: datetime, voice: Voice) -> dict[str, Any]:
    """The same for a program: money in fen, null where a task has no price."""
    return {
        "role": role,
        "lang": voice.lang,
        "date": today(now).isoformat(),
        "data_until": newest.isoformat() if newest else None,
        "subject": subject(tasks, now, voice),
        "tasks": [vars(task) for task in tasks],
    }


def _below(role: str, newest: datetime | None, now: datetime, voice: Voice) -> str:
    eyebrow = voice("today.eyebrow", day=voice.date(today(now)), role=voice(f"role.{role}"))
    reach = voice("digest.as_of", at=voice.moment(newest)) if newest else voice("digest.no_data")
    return f"{eyebrow} · {reach}"


def _paragraph(place: int, task: Task, address: str) -> str:
    parts = (f"{place}. {task.what}  [{task.amount}]", f"   {task.why}", _link(task, address))
    return "\n".join(part for part in parts if part)


def _line(task: Task, address: str) -> str:
    link, what = _link(task, address).strip(), escape(task.what)
    shown = f'<a href="{escape(link)}" style="color:{_INK}">{what}</a>' if link else what
    return (
        f'<tr><td style="padding:11px 12px 0 0;border-top:1px solid #e5e5e5;font-weight:600">{shown}</td>'
        f'<td style="padding:11px 0 0;border-top:1px solid #e5e5e5;text-align:right;white-space:nowrap;font-weight:600;'
        f'color:{_ACCENT}">{escape(task.amount)}</td></tr>'
        f'<tr><td colspan="2" style="padding:2px 0 11px;color:{_SOFT};font-size:13px">{escape(task.why)}</td></tr>'
    )


def _link(task: Task, address: str) -> str:
    return f"   {address.rstrip('/')}/{task.path}" if address and task.path else ""
