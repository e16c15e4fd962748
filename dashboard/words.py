"""Every word the dashboard shows, in English and Chinese. Views hold keys, never text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Literal

from dashboard import phrases
from dashboard.phrases.phrase import Phrase

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


def _all_words() -> dict[str, Phrase]:
    """The phrases of every file in `phrases/`; raises ValueError where two files name the same one."""
    words: dict[str, Phrase] = {}
    for found in pkgutil.iter_modules(phrases.__path__):
        more: dict[str, Phrase] = getattr(importlib.import_module(f"{phrases.__name__}.{found.name}"), "WORDS", {})
        twice = words.keys() & more.keys()
        if twice:
            raise ValueError(f"phrases/{found.name}.py says again what another file says: {', '.join(sorted(twice))}")
        words |= more
    return words


WORDS: Mapping[str, Phrase] = _all_words()


def say(lang: Lang, key: str, **facts: object) -> str:
    """The phrase `key` in `lang`, with its `{facts}` filled in; raises KeyError for a phrase nobody wrote."""
    phrase = WORDS[key]
    return (phrase.zh if lang == "zh" else phrase.en).format(**facts)
