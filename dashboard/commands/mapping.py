"""`kol load --map`, `kol mappings`: look at a file that nothing recognises, name its columns, try that, save it."""

# ruff: noqa: PLC0415 - see dashboard.commands.load

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from campaigns.errors import BadValue, Refused
from dashboard.commands import load as loading

if TYPE_CHECKING:
    from campaigns.actions import Actor
    from ingest.mapped import MappedHeader
    from ingest.unknown import Preview, UnknownSheet

SHAPE = "expected COLUMN=FIELD or COLUMN=FIELD:FORMAT"


@dataclass(frozen=True)
class Wish:
    """What was asked of a mapping on the command line."""

    table: str | None
    columns: Sequence[str]
    values: Sequence[str]
    file: Path | None
    sheet: str | None
    header_row: int | None
    name: str | None
    is_whole_list: bool
    takes_guesses: bool
    saves: bool

    @property
    def is_look(self) -> bool:
        """Whether nothing was said about the columns yet."""
        return not (self.table or self.file)


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    app.command()(mappings)


def mappings(root: loading.OldRoot = Path(), as_json: loading.AsJson = False) -> None:
    """List what people said about the columns of files that no importer knows."""
    with loading.refusals():
        from campaigns.store import open_store
        from ingest.unknown import saved, stated_fields

        with closing(open_store(root)) as store:
            found = saved(store)
    if as_json:
        loading.say([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        state = ", no longer used" if one.is_archived else ""
        typer.echo(f"{one.name}: {one.table_name}, version {one.version} by {one.entered_by}{state}")
        for line in stated_fields(one.fields):
            typer.echo(f"    {line}")


def run(root: Path, path: Path, wish: Wish, actor: Actor, as_json: bool) -> bool:
    """Show the file and, once its columns are named, what would become of it; whether the mapping was saved."""
    from ingest import unknown

    sheets = unknown.look(root, path, None if wish.header_row is None else wish.header_row - 1)
    if wish.is_look:
        if as_json:
            loading.say([_stated(sheet) for sheet in sheets])
        for sheet in [] if as_json else sheets:
            _show(sheet)
        return False
    sheet = _chosen(sheets, wish.sheet)
    mapping = _draft(sheet, path, wish)
    seen = unknown.preview(root, path, mapping)
    if as_json:
        loading.say({"mapping": mapping.stated(), "preview": _plain(seen), "saved": wish.saves})
    else:
        _show_preview(mapping, seen)
    if wish.saves:
        from campaigns.store import open_store

        with closing(open_store(root)) as store:
            names = [column.column for column in sheet.columns]
            unknown.save(store, actor, f"map:{secrets.token_hex(16)}", mapping, names)
    return wish.saves


def _chosen(sheets: list[UnknownSheet], name: str | None) -> UnknownSheet:
    found = sheets if name is None else [sheet for sheet in sheets if sheet.sheet == name]
    if len(found) != 1:
        names = ", ".join(repr(sheet.sheet) for sheet in sheets)
        raise Refused(f"{'Several sheets' if found else 'No such sheet'}: choose one with --sheet, of {names}.")
    return found[0]


def _draft(sheet: UnknownSheet, path: Path, wish: Wish) -> MappedHeader:
    from ingest import unknown

    stated = _read(wish.file) if wish.file else {}
    table = wish.table or str(stated.get("table", ""))
    fields: dict[str, dict[str, str]] = sheet.guess(table) if wish.takes_guesses and table in sheet.tables else {}
    fields |= stated.get("fields", {})
    fields |= dict(_column(sheet, text) for text in wish.columns)
    fields |= dict(_value(text) for text in wish.values)
    name = wish.name or str(stated.get("name", "")) or path.stem
    is_whole_list = wish.is_whole_list or bool(stated.get("is_whole_list", False))
    return unknown.draft(sheet, table, fields, name=name, is_whole_list=is_whole_list)


def _read(path: Path) -> dict[str, Any]:
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{path} cannot be read as JSON: {error}. Expected an object with table and fields.") from error
    if not isinstance(stated, dict) or not isinstance(stated.get("fields"), dict):
        raise BadValue(str(path), str(stated)[:40], "an object with table and fields")
    return stated


def _column(sheet: UnknownSheet, text: str) -> tuple[str, dict[str, str]]:
    title, found, place = text.rpartition("=")
    if not found or not title:
        raise BadValue("--column", text, SHAPE)
    field, _, written = place.partition(":")
    names = {name: column.column for column in sheet.columns for name in (column.title, column.column)}
    column = names.get(title.strip(), title.strip())
    return field.strip(), {"column": column, **({"format": written.strip()} if written else {})}


def _value(text: str) -> tuple[str, dict[str, str]]:
    from campaigns.field_mapping import BY_SKU

    field, found, value = text.partition("=")
    if not found:
        raise BadValue("--value", text, "FIELD=VALUE or FIELD=VALUE:FORMAT")
    if value == BY_SKU:
        return field.strip(), {"format": BY_SKU}
    head, colon, written = value.rpartition(":")
    is_format = bool(colon) and written.isidentifier()
    return field.strip(), {"value": head, "format": written} if is_format else {"value": value}


def _stated(sheet: UnknownSheet) -> dict[str, Any]:
    likely = sheet.tables[0]
    return {**asdict(sheet), "tables": sheet.tables, "guesses": {likely: sheet.guess(likely)}}


def _plain(seen: Preview) -> dict[str, Any]:
    return {**vars(seen), "rows": seen.rows.to_dicts(), "rejects": seen.rejects.to_dicts()}


def _show(sheet: UnknownSheet) -> None:
    from dashboard.load_report import show_unknown

    show_unknown(sheet)


def _show_preview(mapping: MappedHeader, seen: Preview) -> None:
    from dashboard.load_report import show_preview

    show_preview(mapping, seen)
