"""How a published note differs from the draft that was approved, so that a person can read it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from campaigns.draft_check import Draft, Finding, Rules, check

SHORTEST_ISLAND = 2
"""Fewer equal characters than these between two changes are told as part of the change: islands are hard to read."""

SAME_NOTE = 0.4
"""A note that keeps less of a draft than this, and has another title, was not written from it."""

_TOPIC_MARK = re.compile(r"\[话题\]#?")
_PIECE = re.compile(r"[A-Za-z0-9.+%]+|\s+|.", re.DOTALL)

Piece = tuple[str, str]
"""What happened to a piece of text (`equal`, `gone`, `new`), and the piece."""


@dataclass(frozen=True)
class Comparison:
    """Title and body as pieces in reading order; `lost` and `gained` are findings that only one of the two has."""

    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    share_kept: float
    lost: tuple[Finding, ...]
    gained: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """The comparison for a program."""
        return {
            "share_kept": self.share_kept, "title": self.title, "body": self.body,
            "gained": [vars(finding) for finding in self.gained], "lost": [vars(finding) for finding in self.lost],
        }  # fmt: skip

    @property
    def has_same_title(self) -> bool:
        """Whether both have one title, and it is the same."""
        return bool(self.title) and all(kind == "equal" for kind, _ in self.title)

    @property
    def is_same(self) -> bool:
        """Whether it was published as approved."""
        return all(kind == "equal" for kind, _ in (*self.title, *self.body))


def compare(approved: Draft, published: Draft, rules: Rules) -> Comparison:
    """The published note against the approved draft. Marks that the platform adds to topics do not count.

    `gained` are findings that publishing brought: a must-have wording that was changed away, a banned word that came
    in, a disclosure that is missing now. `lost` were in the draft and are not in the note.
    """
    title = tuple(_pieces(approved.title.strip(), published.title.strip()))
    body = tuple(_pieces(as_typed(approved.body), as_typed(published.body)))
    before, after = check(approved, rules), check(published, rules)
    kept = sum(len(text) for kind, text in (*title, *body) if kind == "equal")
    whole = max(len(approved.title.strip()) + len(as_typed(approved.body)), 1)
    return Comparison(title, body, kept / whole, _only(before, after), _only(after, before))


def closest_draft(drafts: Sequence[Draft], published: Draft, rules: Rules) -> Comparison | None:
    """The comparison with the approved draft of which the note keeps most; None where it was written from none."""
    done = [compare(draft, published, rules) for draft in drafts]
    own = [comparison for comparison in done if comparison.share_kept >= SAME_NOTE or comparison.has_same_title]
    return max(own, key=lambda comparison: comparison.share_kept, default=None)


def as_typed(body: str) -> str:
    """A body without the marks that the platform adds to a topic (`#海曦[话题]#` was typed as `#海曦`)."""
    plain = _TOPIC_MARK.sub("", body).replace("\r\n", "\n")
    return "\n".join(line.rstrip() for line in plain.strip().split("\n"))


def _only(these: Sequence[Finding], those: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {(finding.kind, finding.word) for finding in those}
    return tuple(finding for finding in these if (finding.kind, finding.word) not in known)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    left, right = _PIECE.findall(old), _PIECE.findall(new)
    gone, come = "", ""
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for number, (step, i, j, k, m) in enumerate(steps):
        before, after = "".join(left[i:j]), "".join(right[k:m])
        is_island = 0 < number < len(steps) - 1 and len(before) < SHORTEST_ISLAND
        if step == "equal" and not is_island:
            yield from _changed(gone, come)
            gone, come = "", ""
            yield "equal", before
        else:
            gone, come = gone + before, come + after
    yield from _changed(gone, come)


def _changed(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield "gone", gone
    if come:
        yield "new", come
