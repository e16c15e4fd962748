"""One phrase in both languages; `{names}` are facts filled in when it is said."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """The same sentence twice; both use the same facts."""

    en: str
    zh: str
