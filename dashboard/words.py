"""Every word the dashboard shows, in English and Chinese. Views hold keys, never text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dashboard.phrases import campaign, conversion, data, findings, frame, overview, terms
from dashboard.phrases.phrase import Phrase

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")

WORDS: Mapping[str, Phrase] = {
    **frame.WORDS,
    **terms.WORDS,
    **findings.WORDS,
    **overview.WORDS,
    **campaign.WORDS,
    **conversion.WORDS,
    **data.WORDS,
}


def say(lang: Lang, key: str, **facts: object) -> str:
    """The phrase `key` in `lang`, with its `{facts}` filled in; raises KeyError for a phrase nobody wrote."""
    phrase = WORDS[key]
    return (phrase.zh if lang == "zh" else phrase.en).format(**facts)
