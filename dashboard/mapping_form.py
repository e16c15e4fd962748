"""A file that nothing recognises: its columns, what they are, what would become of it, and saving that for good."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import polars as pl
import streamlit as st

from campaigns import facts
from campaigns.errors import KolbookError
from campaigns.field_mapping import BY_SKU, formats_of, is_needed, must_declare
from dashboard import blocks, page, row_rules, viewer
from dashboard.data import fact_name
from dashboard.formats import Voice
from dashboard.reading import records
from dashboard.tables import presentable, shown

if TYPE_CHECKING:
    from campaigns.facts import Column
    from ingest.mapped import MappedHeader
    from ingest.unknown import Preview, UnknownSheet

Places = dict[str, dict[str, str]]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Answers:
    """What was said so far: places by field, and the names of fields that are still open."""

    places: Places
    open: list[str]


def panel(name: str, content: bytes, target: Path, voice: Voice) -> MappedHeader | None:
    """The panel of one unknown file; the mapping once it has been saved, so that the file can be loaded."""
    try:
        sheets = _sheets(name, content, target)
    except KolbookError as reason:
        st.html(blocks.banner(str(reason)))
        return None
    st.html(blocks.panel_head(voice("mapping.title", file=name), voice("mapping.note")))
    sheet, table = _sheet_and_table(sheets, voice)
    answers = _answers(sheet, table, voice)
    left, right = st.columns([1, 1.4], gap="medium")
    called = left.text_input(voice("mapping.name"), value=Path(name).stem, key=f"mapping.name.{sheet.fingerprint}")
    is_whole = right.checkbox(voice("mapping.whole_list"), key=f"mapping.whole.{sheet.fingerprint}")
    if answers.open:
        missing = voice("list.separator").join(answers.open)
        st.html(blocks.banner(voice("mapping.incomplete", reason=missing)))
        return None
    from ingest import unknown  # noqa: PLC0415 – reading libraries are heavy and pages open without them

    try:
        mapping = unknown.draft(sheet, table, answers.places, name=called, is_whole_list=is_whole)
    except KolbookError as reason:
        st.html(blocks.banner(voice("mapping.incomplete", reason=str(reason))))
        return None
    return _tried_and_saved(mapping, sheet, name, content, target, voice)


def _sheets(name: str, content: bytes, target: Path) -> list[UnknownSheet]:
    """Looked at once per file and session."""
    known: tuple[str, int, list[UnknownSheet]] | None = st.session_state.get("mapping.sheets")
    if known is None or known[:2] != (name, hash(content)):
        from ingest.unknown import look  # noqa: PLC0415

        known = name, hash(content), _with_file(name, content, target, partial(look, target))
        st.session_state["mapping.sheets"] = known
    return known[2]


def _with_file(name: str, content: bytes, target: Path, use: Callable[[Path], Result]) -> Result:
    """Call `use` with the file on disk, in a folder that is gone afterwards."""
    from ingest.workspace import open_workspace  # noqa: PLC0415

    with open_workspace(target) as folder:
        path = folder / name
        path.write_bytes(content)
        return use(path)


def _sheet_and_table(sheets: list[UnknownSheet], voice: Voice) -> tuple[UnknownSheet, str]:
    left, right = st.columns([1, 1.4], gap="medium")
    places = list(range(len(sheets)))
    chosen = 0
    if len(sheets) > 1:
        chosen = right.selectbox(
            voice("mapping.sheet"), places, format_func=lambda place: sheets[place].sheet, key="mapping.sheet"
        )
    sheet = sheets[chosen]
    table = left.selectbox(
        voice("mapping.table"), sheet.tables, format_func=lambda name: fact_name(name, voice),
        key=f"mapping.table.{sheet.fingerprint}",
    )  # fmt: skip
    return sheet, str(table)


def _answers(sheet: UnknownSheet, table: str, voice: Voice) -> Answers:
    known = {column.name: column for column in facts.fact(table).business}
    answers = Answers({}, [])
    guessed = {place["column"]: field for field, place in sheet.guess(table).items()}
    for column in sheet.columns:
        title, choice, how = st.columns([1.5, 1.1, 0.9], gap="small", vertical_alignment="center")
        below = voice("mapping.personal") if column.is_personal else " · ".join(column.samples)
        title.html(blocks.labelled(column.title, below))
        if column.is_personal:
            continue
        options = ["", *known]
        field = choice.selectbox(
            voice("mapping.field", column=column.title), options, index=options.index(guessed.get(column.column, "")),
            format_func=lambda name: field_name(name, voice) if name else voice("mapping.unused"),
            key=_key(sheet, table, column.column), label_visibility="collapsed",
        )  # fmt: skip
        if field:
            with how:
                place = {"column": column.column}
                _put(answers, sheet, table, known[field], place, f"{column.column}.how", voice)
    return _rest(sheet, table, known, answers, voice)


def _rest(sheet: UnknownSheet, table: str, known: Mapping[str, Column], answers: Answers, voice: Voice) -> Answers:
    """Fields that a row needs and no column was said to be."""
    said = set(answers.places) | set(answers.open)
    missing = [
        column for name, column in known.items()
        if is_needed(column) and name not in said and field_name(name, voice) not in answers.open
    ]  # fmt: skip
    if not missing:
        return answers
    st.html(blocks.labelled(voice("mapping.rest", table=fact_name(table, voice)), ""))
    titles = {column.column: column.title for column in sheet.columns if not column.is_personal}
    for column in missing:
        label, choice, how = st.columns([1.5, 1.1, 0.9], gap="small", vertical_alignment="center")
        label.html(blocks.labelled(field_name(column.name, voice), ""))
        special = [BY_SKU] if (table, column.name) == ("orders", "line_no") else []
        origin = choice.selectbox(
            field_name(column.name, voice), [*special, "", *titles],
            format_func=lambda name: _origin(name, titles, voice), key=_key(sheet, table, f"rest.{column.name}"),
            label_visibility="collapsed",
        )  # fmt: skip
        with how:
            if origin == BY_SKU:
                answers.places[column.name] = {"format": BY_SKU}
            elif origin:
                _put(answers, sheet, table, column, {"column": origin}, f"rest.{column.name}.how", voice)
            else:
                _value(answers, sheet, table, column, voice)
    return answers


def _origin(name: str, titles: Mapping[str, str], voice: Voice) -> str:
    if name == BY_SKU:
        return voice("mapping.by_sku")
    return voice("mapping.same", column=titles[name]) if name else voice("mapping.value")


def _put(
    answers: Answers, sheet: UnknownSheet, table: str, column: Column, place: dict[str, str], key: str, voice: Voice
) -> None:
    """Place a field, and ask how it is written where cells alone cannot tell."""
    formats = formats_of(table, column)
    written: str | None = formats[0]
    if len(formats) > 1:
        written = st.selectbox(
            voice("mapping.how"), formats, index=None if must_declare(formats) else 0,
            format_func=lambda name: voice(f"mapping.format.{name}"), key=_key(sheet, table, f"{key}.{column.name}"),
            label_visibility="collapsed", placeholder=voice("mapping.how"),
        )  # fmt: skip
    if written is None or column.name in answers.places:
        answers.open.append(field_name(column.name, voice))
    else:
        answers.places[column.name] = {**place, "format": written}


def _value(answers: Answers, sheet: UnknownSheet, table: str, column: Column, voice: Voice) -> None:
    """The same value for all rows; money in yuan."""
    text = st.text_input(
        field_name(column.name, voice), key=_key(sheet, table, f"value.{column.name}"), label_visibility="collapsed",
        placeholder=voice("mapping.format.yuan") if column.name.endswith("_fen") else "",
    )  # fmt: skip
    if text.strip():
        answers.places[column.name] = {"value": text.strip(), "format": formats_of(table, column)[0]}
    else:
        answers.open.append(field_name(column.name, voice))


def _tried_and_saved(
    mapping: MappedHeader, sheet: UnknownSheet, name: str, content: bytes, target: Path, voice: Voice
) -> MappedHeader | None:
    from ingest import unknown  # noqa: PLC0415

    with st.container(horizontal=True):
        if st.button(voice("mapping.try"), icon=":material/visibility:", key="mapping.try"):
            seen = _with_file(name, content, target, partial(unknown.preview, target, mapping=mapping))
            st.session_state["mapping.tried"] = (mapping.key, seen, uuid.uuid4().hex)
        tried: tuple[str, Preview, str] | None = st.session_state.get("mapping.tried")
        is_current = tried is not None and tried[0] == mapping.key
        is_saved = st.button(
            voice("mapping.save"), type="primary", icon=":material/save:", disabled=not is_current, key="mapping.save"
        )
    if tried is None or not is_current:
        return None
    show_preview(mapping, tried[1], voice)
    if not is_saved:
        return None
    columns = [column.column for column in sheet.columns]
    unknown.save(records(), viewer.actor(), f"mapping:{tried[2]}", mapping, columns)
    st.session_state.pop("mapping.tried")
    return mapping


def show_preview(mapping: MappedHeader, seen: Preview, voice: Voice) -> None:
    """Counts, sums and first rows of a mapping that was tried."""
    counts = {"good": seen.read - seen.rejected, "read": seen.read, "refused": seen.rejected}
    shown = {name: voice.exact(count) for name, count in counts.items()}
    st.html(
        blocks.panel_head(voice("mapping.tried", table=fact_name(mapping.table, voice), **shown), _sums(seen, voice))
    )
    if seen.repeated:
        st.html(blocks.banner(voice("mapping.repeated", count=voice.exact(seen.repeated))))
    names = [name for name in seen.rows.columns if "column" in mapping.fields.get(name, {})]
    if seen.rows.height:
        _rows(seen.rows.select("source_row", *names), voice)
    if seen.rejects.height:
        refused = row_rules.in_language(seen.rejects, voice)
        page.table(refused.select("source_row", "column_name", "value", "rule", "remedy"), "mapping.rejects", voice)


def _rows(frame: pl.DataFrame, voice: Voice) -> None:
    titles = {name: field_name(name, voice) for name in frame.columns if name != "source_row"}
    titles["source_row"] = voice("column.source_row")
    money = st.column_config.NumberColumn(format="¥%,.2f")
    config = {titles[name]: money for name in frame.columns if name.endswith("_fen")}
    st.dataframe(shown(presentable(frame)).rename(titles), column_config=config, hide_index=True, height="content")


def _sums(seen: Preview, voice: Voice) -> str:
    sums = [
        voice("mapping.sum", field=field_name(name, voice), amount=voice.money_exact(fen))
        for name, fen in seen.sums_fen.items()
        if fen
    ]
    return voice("mapping.sums", sums=voice("list.separator").join(sums)) if sums else ""


def field_name(name: str, voice: Voice) -> str:
    """A field of a fact as people call it."""
    return voice(f"fact_field.{name}")


def _key(sheet: UnknownSheet, table: str, part: str) -> str:
    return f"mapping.{sheet.fingerprint[:12]}.{table}.{part}"
