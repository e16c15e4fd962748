"""What a break's cause and explanation say in the reader's language: the rules write English, patterns find it."""

from __future__ import annotations

import re
import string
from functools import cache

from dashboard.formats import Voice
from dashboard.words import WORDS

_RATES = r"[\d.]+ %(?: and [\d.]+ %)*"
_FACTS = {
    "part": "fee|cut|commission|sum", "amount": r"-?[\d.]+", "sum": r"-?[\d.]+", "count": r"\d+", "fen": r"[+-]\d+",
    "day": r"\d{4}-\d\d-\d\d", "theirs": rf"{_RATES}|[A-Z]{{3}}|\S+(?: and \S+)*",
    "ours": rf"{_RATES}|[A-Z]{{3}}|[^\s;]+(?: and [^\s;]+)*", "names": r"\S+(?: and \S+)*|without a number",
    "other": r"-?\d[\d.-]*|[^;]+", "base": r"[^;]+?", "rest": r"[^()]+",
}  # fmt: skip
"""What a fact of a pattern looks like."""


def said(text: str, voice: Voice) -> str:
    """The text in the reader's language; what no pattern knows stays as it is."""
    if voice.lang == "en":
        return text
    for pattern, key in _patterns():
        text = pattern.sub(lambda found, key=key: _phrase(found, key, voice), text)  # type: ignore[misc]
    return text.replace("; ", voice("causes.and"))


def _phrase(found: re.Match[str], key: str, voice: Voice) -> str:
    facts = found.groupdict()
    if "part" in facts:
        facts["part"] = voice(f"charged.{facts['part']}")
    return voice(key, **facts)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    keys = [key for key in WORDS if key.startswith(("cause.", "base."))]
    return tuple((re.compile(_pattern(WORDS[key].en)), key) for key in keys)


def _pattern(template: str) -> str:
    parts = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?P<{name}>{_FACTS[name]})")
    ends = "(?=;|$|[)\uff09])" if template.endswith("}") else ""
    return "".join(parts) + ends
