"""Pieces of a page as HTML: facts in, escaped markup out. Pure; the look is in static/look.css."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as escape_markup

_UNIT = re.compile(r"(\d)([万亿])")


@dataclass(frozen=True)
class KeyFigure:
    """One number that matters, with what it is held against.

    `filled` (0 to 1, may exceed it) draws a bar; `mark` puts the plan or benchmark on it.
    """

    label: str
    value: str
    against: str = ""
    interval: str = ""
    filled: float | None = None
    mark: float | None = None
    is_bad: bool = False
    more_is_better: bool = False


@dataclass(frozen=True)
class Concern:
    """One line of what needs attention."""

    what: str
    amount: str
    why: str
    href: str = ""
    needs_action: bool = True


@dataclass(frozen=True)
class Cover:
    """A note shown by its numbers."""

    label: str
    value: str
    steps: tuple[tuple[str, str], ...]
    title: str
    who: str
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a small table; `wide` ones give way on a phone."""

    title: str
    is_number: bool = False
    wide: bool = False


def head(eyebrow: str, title: str, note: str = "") -> str:
    """The top of a page: where we are, and the sentence with the number that matters."""
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return f'<div class="kol kol-head"><p class="eyebrow">{escape(eyebrow)}</p><h1>{escape(title)}</h1>{below}</div>'


def panel_head(title: str, note: str = "") -> str:
    """The finding above a chart or table, and one line on how to read it."""
    below = f"<p>{escape(note)}</p>" if note else ""
    return f'<div class="kol kol-panel"><h2>{escape(title)}</h2>{below}</div>'


def key_figures(figures: Iterable[KeyFigure]) -> str:
    """A strip of key figures that folds to two columns on a phone."""
    return f'<div class="kol kol-figures">{"".join(map(_figure, figures))}</div>'


def _figure(figure: KeyFigure) -> str:
    bad = " bad" if figure.is_bad else ""
    parts = [
        f'<div class="label">{escape(figure.label)}</div>',
        f'<div class="value{bad}">{escape(figure.value)}</div>',
    ]
    if figure.filled is not None:
        parts.append(_bar(figure))
    if figure.against:
        parts.append(f'<div class="against">{escape(figure.against)}</div>')
    if figure.interval:
        parts.append(f'<div class="interval">{escape(figure.interval)}</div>')
    return f'<div class="kol-figure">{"".join(parts)}</div>'


def _bar(figure: KeyFigure) -> str:
    filled, mark = max(figure.filled or 0.0, 0.0), figure.mark
    scale = max(1.0, filled, mark or 0.0)
    is_over = figure.is_bad or (mark is not None and filled > mark and not figure.more_is_better)
    over = ' class="over"' if is_over else ""
    tick = f'<b style="left:{min(mark / scale, 0.99):.1%}"></b>' if mark is not None else ""
    return f'<div class="bar"><i{over} style="width:{filled / scale:.1%}"></i>{tick}</div>'


def concerns(lines: Sequence[Concern]) -> str:
    """What needs attention, most urgent first."""
    return f'<ul class="kol kol-list">{"".join(map(_concern, lines))}</ul>'


def _concern(line: Concern) -> str:
    act = " act" if line.needs_action else ""
    return (
        f'<li><span class="what">{_link(line.what, line.href)}</span>'
        f'<span class="amount{act}">{escape(line.amount)}</span>'
        f'<span class="why">{escape(line.why)}</span></li>'
    )


def covers(notes: Iterable[Cover]) -> str:
    """Notes as a feed of covers, each cover a number."""
    return f'<div class="kol kol-covers">{"".join(map(_cover, notes))}</div>'


def _cover(note: Cover) -> str:
    steps = "".join(f"<div><span>{escape(name)}</span>{escape(value)}</div>" for name, value in note.steps)
    return (
        f'<div class="kol-cover"><div class="face"><div><div class="value">{escape(note.value)}</div>'
        f'<div class="label">{escape(note.label)}</div></div><div class="steps">{steps}</div></div>'
        f'<div class="title">{_link(note.title, note.href)}</div><div class="who">{escape(note.who)}</div></div>'
    )


def table(columns: Sequence[Column], lines: Iterable[Sequence[str]]) -> str:
    """A small table. Cells come as markup made by `cell`, `linked` or `flagged`."""
    top = "".join(f"<th{_classes(column)}>{escape(column.title)}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td{_classes(column)}>{text}</td>" for column, text in zip(columns, line, strict=True))
        + "</tr>"
        for line in lines
    )
    return f'<table class="kol kol-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def cell(text: str, below: str = "", *, is_bad: bool = False) -> str:
    """A cell with an optional second line."""
    main = f'<span class="bad">{escape(text)}</span>' if is_bad else escape(text)
    return main + (f"<small>{escape(below)}</small>" if below else "")


def labelled(text: str, below: str = "") -> str:
    """A line with a fainter one under it, beside a control."""
    return f'<div class="kol kol-labelled">{cell(text, below)}</div>'


def linked(text: str, href: str, below: str = "") -> str:
    """A cell that leads somewhere."""
    return f"<strong>{_link(text, href)}</strong>" + (f"<small>{escape(below)}</small>" if below else "")


def proposal(what: str, href: str, facts: Sequence[str], badge: str, why: str) -> str:
    """A line that waits for an answer: what it is, how sure, the facts, and why it stands here."""
    link = (
        f'<a href="{escape_markup(href)}" target="_blank" rel="noopener">{escape(what)}</a>' if href else escape(what)
    )
    below = f'<span class="why">{escape(why)}</span>' if why else ""
    told = escape(" · ".join(facts))
    return (
        f'<div class="kol kol-proposal"><span class="what">{link}</span> <span class="badge">{escape(badge)}</span>'
        f'<span class="facts">{told}</span>{below}</div>'
    )


def definitions(terms: Iterable[tuple[str, str]]) -> str:
    """Words of the page and what they mean."""
    return '<dl class="kol kol-terms">' + "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(meaning)}</dd></div>" for term, meaning in terms
    ) + "</dl>"  # fmt: skip


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """What is known about one thing, a few short pairs side by side."""
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="kol kol-facts">{listed}</dl>'


def ways(links: Iterable[tuple[str, str]]) -> str:
    """Where to go from here, in one line."""
    return f'<p class="kol">{" · ".join(_link(text, href) for text, href in links)}</p>'


def line(text: str, below: str = "") -> str:
    """One entry of a history: what was said or done, and by whom; line breaks stay."""
    under = f"<small>{escape(below)}</small>" if below else ""
    return f'<div class="kol kol-line"><p>{escape(text)}</p>{under}</div>'


def banner(text: str) -> str:
    """One line that says how far the data reaches."""
    return f'<div class="kol kol-banner">{escape(text)}</div>'


def guide(title: str, steps: Sequence[str], note: str) -> str:
    """An empty page: what to do, in order."""
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    told = f"<ol>{items}</ol>" if len(steps) > 1 else f"<p>{escape(''.join(steps))}</p>"
    body = f'<h1>{escape(title)}</h1>{told}<p class="note">{escape(note)}</p>'
    return f'<div class="kol kol-head kol-empty">{body}</div>'


def escape(text: str, *, quote: bool = True) -> str:
    """Markup-safe text in which no line breaks between a number and its 万 or 亿."""
    return _UNIT.sub("\\1\u2060\\2", escape_markup(text, quote=quote))


def chooser(choose: str, kinds: str) -> str:
    """A style sheet that puts the reader's language on the file chooser, whose own words are English only."""
    zone = "[data-testid=stFileUploaderDropzone]"
    button, hint = f"{zone} button p", f"{zone} [data-testid=stFileUploaderDropzoneInstructions] span"
    rules = (
        f"{button}, {hint} {{ font-size: 0 !important; }}",
        f"{button}::after {{ content: {_css(choose)}; font-size: .93rem; }}",
        f"{hint}::after {{ content: {_css(kinds)}; font-size: .87rem; }}",
    )
    return f"<style>{' '.join(rules)}</style>"


def _css(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "").replace("<", "") + '"'


def _link(text: str, href: str) -> str:
    return f'<a href="{escape_markup(href)}" target="_self">{escape(text)}</a>' if href else escape(text)


def _classes(column: Column) -> str:
    names = [name for name, is_set in (("n", column.is_number), ("wide", column.wide)) if is_set]
    return f' class="{" ".join(names)}"' if names else ""
