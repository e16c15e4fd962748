"""The audit as people read it: what was done in their words, and what is different since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from campaigns.audit_difference import Difference, differences, reason
from campaigns.periods import SHANGHAI
from campaigns.records import AuditEntry
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.words import WORDS

SHOWN_LINES = 8
LONGEST = 160
NAMED = ("name", "kol_name", "email", "code", "key", "slug", "title")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


Names = Mapping[str, Mapping[int, str]]
"""What the rows are called that entries refer to by number: field (`brand_id`), number, name."""


def table(entries: Iterable[AuditEntry], voice: Voice, names: Names | None = None, *, is_whole: bool = False) -> str:
    """One line per entry; long ones show their first differences and lead to the rest, unless asked for whole."""
    columns = (
        Column(voice("audit.when")), Column(voice("audit.who")), Column(voice("audit.what")),
        Column(voice("audit.difference")),
    )  # fmt: skip
    lines = [_line(entry, voice, is_whole, names or {}) for entry in entries]
    return f'<div class="kol-audit">{blocks.table(columns, lines)}</div>'


def _line(entry: AuditEntry, voice: Voice, is_whole: bool, names: Names) -> list[str]:
    lines = said(entry, voice, names)
    shown = lines if is_whole else lines[:SHOWN_LINES]
    changes = "".join(f"<div>{blocks.escape(line)}</div>" for line in shown)
    if len(lines) > len(shown):
        more = voice("audit.more", count=voice.exact(len(lines) - len(shown)))
        changes += blocks.linked(more, f"/audit?entry={entry.id}&lang={voice.lang}")
    is_refused = entry.outcome == "refused"
    did = action(entry.action, voice)
    return [
        blocks.linked(voice.moment(entry.at), f"/audit?entry={entry.id}&lang={voice.lang}"),
        blocks.cell(entry.who, role(entry.role, voice)),
        blocks.cell(voice("audit.refused", action=did) if is_refused else did, about(entry, voice), is_bad=is_refused),
        changes or blocks.cell(voice("audit.nothing")),
    ]


def said(entry: AuditEntry, voice: Voice, names: Names | None = None) -> list[str]:
    """What an entry changed, a line per field; fields that changed alike in several rows are one line."""
    if entry.outcome == "refused":
        return [reason(entry)]
    alike: dict[tuple[str, str], list[str]] = {}
    for one in differences(entry):
        place, _, name = one.field.rpartition(".")
        alike.setdefault((field(name, voice), _change(name, one, voice, names or {})), []).append(place)
    return [voice("audit.line", field=_in_place(name, places, voice), change=change)
            for (name, change), places in alike.items()]  # fmt: skip


def frame(entries: Iterable[AuditEntry], voice: Voice, names: Names | None = None) -> pl.DataFrame:
    """The same as a table for a file: a row per entry, its differences in one cell."""
    rows = [
        {
            "audit.entry": entry.id,
            "audit.when": entry.at.astimezone(SHANGHAI).replace(tzinfo=None),
            "audit.who": entry.who,
            "audit.role": role(entry.role, voice),
            "audit.action": action(entry.action, voice),
            "audit.what": about(entry, voice),
            "audit.outcome": voice(f"audit.outcome.{entry.outcome}"),
            "audit.difference": "; ".join(said(entry, voice, names)),
            "audit.hash": entry.hash,
        }
        for entry in entries
    ]
    return pl.DataFrame(rows, schema=_SCHEMA).rename({name: voice(name) for name in _SCHEMA})


_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "audit.entry": pl.Int64, "audit.when": pl.Datetime("us"), "audit.who": pl.String, "audit.role": pl.String,
    "audit.action": pl.String, "audit.what": pl.String, "audit.outcome": pl.String, "audit.difference": pl.String,
    "audit.hash": pl.String,
}  # fmt: skip


def action(name: str, voice: Voice) -> str:
    """An action in a verb or two."""
    return _worded((f"audit.action.{name}",), name, voice)


def role(name: str | None, voice: Voice) -> str:
    """The role somebody acted in; empty for entries from before there were roles."""
    return voice(f"people.role.{name}") if name else ""


def field(name: str, voice: Voice) -> str:
    """A field as forms and tables call it."""
    return _worded((f"audit.field.{name}", f"field.{name}", f"column.{name}"), name, voice)


def about(entry: AuditEntry, voice: Voice) -> str:
    """Which row it was, with its name where it has one."""
    kind, _, number = entry.target.partition(" ")
    if not kind:
        return ""
    spoken = " · ".join(_target(one, voice) for one in entry.target.split(" of "))
    content = (entry.after if entry.outcome == "accepted" else None) or entry.before or {}
    name = next((content[key] for key in NAMED if isinstance(content.get(key), str) and content[key] != number), "")
    return f"{spoken} · {name[:60]}" if name else spoken


def _target(target: str, voice: Voice) -> str:
    kind, _, number = target.partition(" ")
    return voice("audit.target", kind=_worded((f"audit.kind.{kind}",), kind, voice), number=number)


def value(name: str, given: Any, voice: Voice) -> str:
    """A stored value as people write it: money, shares, days, yes and no, known words; long ones are cut."""
    if isinstance(given, bool):
        return voice("audit.yes" if given else "audit.no")
    if given in (None, "", [], {}):
        return voice("audit.empty")
    if isinstance(given, int):
        return _number(name, given, voice)
    if isinstance(given, list):
        return _cut(voice("list.separator").join(value(name, one, voice) for one in given))
    if isinstance(given, float):
        return f"{given:g}"
    return _cut(_text(name, str(given), voice))


def _number(name: str, given: int, voice: Voice) -> str:
    if name.endswith("_fen"):
        return voice.money_exact(given)
    if name.endswith("_ppm"):
        return f"{given / 10_000:g}%"
    return str(given) if name == "id" or name.endswith("_id") else voice.exact(given)


def _text(name: str, given: str, voice: Voice) -> str:
    if _DAY.match(given):
        return voice.date(date.fromisoformat(given))
    if _INSTANT.match(given):
        moment = datetime.fromisoformat(given)
        return voice.moment(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))
    people = f"people.{name}.{given}"
    keys = (people, f"{name}.{given}") if name == "role" else (f"{name}.{given}", people)
    return _worded(
        (*keys, f"sample.state.{given}", f"label.{given}", f"audit.value.{given}"), given, voice, is_name=False
    )


def _change(name: str, one: Difference, voice: Voice, names: Names) -> str:
    after = _named(name, one.after, voice, names)
    if one.before in (None, "", [], {}):
        return after
    return voice("audit.change", before=_named(name, one.before, voice, names), after=after)


def _named(name: str, given: Any, voice: Voice, names: Names) -> str:
    """A value; a number that stands for a row by the row's name."""
    known = names.get(name.replace("_ids", "_id"), {})
    if isinstance(given, list) and known:
        return voice("list.separator").join(known.get(one, str(one)) for one in given) or voice("audit.empty")
    return known[given] if isinstance(given, int) and given in known else value(name, given, voice)


def _in_place(name: str, places: list[str], voice: Voice) -> str:
    if len(places) > 1:
        return voice("audit.in_rows", field=name, count=voice.exact(len(places)))
    return voice("audit.in_row", field=name, row=" · ".join(_steps(places[0], voice))) if places[0] else name


def _steps(place: str, voice: Voice) -> Iterator[str]:
    for step in place.split("."):
        yield step if step.isdigit() else field(step, voice)


def _worded(keys: tuple[str, ...], name: str, voice: Voice, *, is_name: bool = True) -> str:
    known = next((key for key in keys if key in WORDS), None)
    if known is not None:
        return voice(known)
    return name.replace("_", " ") if is_name else name


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
