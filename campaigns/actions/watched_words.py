"""Words that a brand looks for in notes and comments: names of what people ask for and the campaign does not list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.records import Brand, Setting
from campaigns.store import Store

WATCHED = "mention.watch."
"""The setting of a brand begins so; its code follows."""

MOST = 200


def watch_words(
    store: Store, actor: Actor, key: str, *, brand_code: str, words: Sequence[str], version: int | None = None
) -> Setting:
    """The words a brand watches from now on; `version` is that of the list that was read, if there was one."""

    def work(session: Session) -> Change:
        brand = session.exec(select(Brand).where(Brand.code == brand_code)).first()
        missing = NotFound("brand", str(brand_code))
        if brand is None:
            raise missing
        rights.allow(session, actor, "watch_words", brand_id=brand.id, instead=missing)
        if len(words) > MOST:
            raise BadValue("watch_words.words", str(len(words)), f"at most {MOST} words")
        value = list(dict.fromkeys(checks.text("watch_words.words", word) for word in words))
        row = session.get(Setting, WATCHED + brand.code)
        before: dict[str, Any] | None = None if row is None else rows.content(row)
        found = None if row is None else row.version
        if found != version:
            raise StaleVersion(f"The list of words of {brand.name}", version or 0, found or 0)
        if row is None:
            row = Setting(key=WATCHED + brand.code, value=value, source="entered")
        else:
            row.value, row.version = value, row.version + 1
        session.add(row)
        session.flush()
        return Change(f"setting {row.key}", before, rows.content(row))

    request = {"brand_code": brand_code, "words": list(words), "version": version}
    return Setting.model_validate(perform(store, actor, key, "watch_words", request, work).after)
