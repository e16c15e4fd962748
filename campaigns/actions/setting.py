"""Settings: numbers that people may edit, each with its source."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.errors import BadValue
from campaigns.records import Setting
from campaigns.store import Store


class SettingFields(TypedDict, total=False):
    value: Any
    source: str


def save_setting(
    store: Store, actor: Actor, key: str, *, name: str, version: int | None = None, **fields: Unpack[SettingFields]
) -> Setting:
    """Create the setting `name` (its `key` in the table), or change it if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, {"key": name, **fields})


def _check(_session: Session, setting: Setting) -> None:
    value = setting.value
    if setting.key.startswith("benchmark.") and not (isinstance(value, float) and 0 < value < 1):
        raise BadValue(f"setting.{setting.key}", str(value), "a rate between 0 and 1, such as 0.08")
    if setting.key.startswith("statement.minimum."):
        checks.fen(f"setting.{setting.key}", value)
    if setting.key == "statement.window_days":
        checks.whole(0, 365)(f"setting.{setting.key}", value)


_KIND = rows.Kind(
    Setting,
    "setting",
    "key",
    {"key": checks.code, "value": checks.json_value, "source": checks.words},
    rule=_check,
)
