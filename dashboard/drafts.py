"""The pieces of the Drafts page: the text with its findings marked, and how a published note differs from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from campaigns.draft_check import Draft, Finding
from campaigns.draft_diff import Comparison, Piece
from dashboard import blocks
from dashboard.blocks import Column, escape
from dashboard.formats import Voice


def labels(book: pl.DataFrame) -> dict[str, str]:
    """The collaborations to choose from, those whose draft waits first."""
    return {str(row["collaboration_id"]): row["kol_name"] for row in book.iter_rows(named=True)}


def headline(row: dict[str, Any], findings: Sequence[Finding], voice: Voice) -> str:
    """Whose draft, where it stands, and how much must be answered."""
    if not row["state"]:
        return voice("draft.title_none", who=row["kol_name"])
    serious = sum(finding.must_be_answered for finding in findings)
    facts = {"who": row["kol_name"], "number": row["number"], "count": serious, "name": row["decided_name"] or ""}
    return voice(f"draft.title_{row['state']}" + ("" if serious or row["state"] != "submitted" else "_clean"), **facts)


def sheet(draft: Draft, findings: Sequence[Finding], voice: Voice) -> str:
    """The draft as it will be read, the places of its findings marked."""
    title = _marked(draft.title, [finding for finding in findings if finding.part == "title"])
    body = _marked(draft.body, [finding for finding in findings if finding.part == "body"])
    links = "".join(f"<li>{escape(link)}</li>" for link in draft.product_links)
    listed = f'<ul class="links">{links}</ul>' if links else f'<p class="links">{escape(voice("draft.no_links"))}</p>'
    return f'<div class="kol kol-sheet"><h3>{title}</h3><p class="text">{body}</p>{listed}</div>'


def _marked(text: str, findings: Iterable[Finding]) -> str:
    parts, place = [], 0
    for finding in sorted(findings, key=lambda found: (found.start, -found.end)):
        if finding.start < place or finding.start == finding.end:
            continue
        kind = "serious" if finding.must_be_answered else "remark"
        parts += [escape(text[place : finding.start]), f'<mark class="{kind}">{escape(finding.quote)}</mark>']
        place = finding.end
    return "".join([*parts, escape(text[place:])])


def finding_list(findings: Sequence[Finding], voice: Voice) -> str:
    """Every finding with the place it is about, the words around it, and why it is one."""
    lines = "".join(_finding(finding, voice) for finding in findings)
    return f'<ul class="kol kol-list kol-findings">{lines}</ul>'


def _finding(finding: Finding, voice: Voice) -> str:
    serious = " act" if finding.must_be_answered else ""
    place = voice(f"draft.part.{finding.part}", at=finding.start + 1) if finding.part else voice("draft.part.nowhere")
    quote = (
        f'<span class="quote">…{escape(finding.before)}<mark class="{"serious" if serious else "remark"}">'
        f"{escape(finding.quote)}</mark>{escape(finding.after)}…</span>"
        if finding.quote else ""
    )  # fmt: skip
    disguised = voice("draft.disguised") if finding.is_disguised and finding.kind != "must_have_varied" else ""
    why = " · ".join(part for part in (finding.source, disguised) if part)
    what = voice(f"finding_of.{finding.kind}", word=finding.word.replace("|", " / "))
    return (
        f'<li><span class="what">{escape(what)}</span>'
        f'<span class="amount{serious}">{escape(place)}</span>{quote}<span class="why">{escape(why)}</span></li>'
    )


def asked(lines: Iterable[tuple[str, str]]) -> str:
    """What the campaign asks of a note, one line per kind of demand."""
    told = "".join(f"<p><b>{escape(what)}</b> {escape(which)}</p>" for what, which in lines)
    return f'<div class="kol kol-brief">{told}</div>'


def version_table(versions: pl.DataFrame, voice: Voice) -> str:
    """Every draft with who handed it in and who decided, the newest first."""
    columns = (
        Column(voice("draft.column.number")), Column(voice("draft.column.submitted")),
        Column(voice("draft.column.decided")), Column(voice("draft.column.comment"), wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_version(row, voice) for row in versions.iter_rows(named=True)])


def _version(row: dict[str, Any], voice: Voice) -> list[str]:
    decided = row["decided_name"] or ""
    if row["decided_by"] and row["decided_by"] != decided:
        decided = voice("draft.by_account", name=decided, account=row["decided_by"])
    return [
        blocks.cell(voice(f"draft.state.{row['state']}", number=row["number"]), row["title"]),
        blocks.cell(row["submitted_by"], voice.moment(row["submitted_at"])),
        blocks.cell(decided, voice.moment(row["decided_at"]) if row["decided_at"] else ""),
        blocks.cell(
            row["comment"], voice("draft.frozen", hash=row["text_hash"][:12]) if row["state"] == "approved" else ""
        ),
    ]


def comparison(done: Comparison, voice: Voice) -> str:
    """The published text with what is gone struck out and what is new underlined."""
    return (
        f'<div class="kol kol-sheet"><h3>{_pieces(done.title)}</h3><p class="text">{_pieces(done.body)}</p></div>'
        if not done.is_same else f'<p class="kol">{escape(voice("draft.same"))}</p>'
    )  # fmt: skip


def _pieces(pieces: Sequence[Piece]) -> str:
    marks = {"equal": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    return "".join(marks[kind].format(escape(text)) for kind, text in pieces)
