"""What is wrong with a draft: wording that must stand, wording that must not, disclosure, and the product it links to.

Pure. Each finding quotes the place it is about; a wording that is missing quotes what comes closest to it, if anything
does. Words are read as a reader reads them (`folded_text`), so that a disguise does not help.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from campaigns.folded_text import Folded, Hit, closest, find, fold

SHIPPED = Path(__file__).with_name("banned_words.csv")
"""The shipped list: wording, severity (`banned`, or `risky` where the context decides), source, harmless phrases."""

DISCLOSURES = ("广告", "品牌合作", "商业合作", "合作笔记", "合作推广", "利益相关", "赞助", "含推广", "蒲公英合作")
"""Any of these tells readers that a note is paid for; so does the platform's own mark."""

DENIALS = (
    "不是广", "非广", "无广", "没有广告", "不是合作", "非合作", "没有合作", "无合作", "自费", "自己花钱买", "自掏腰包",
    "不恰饭", "没恰饭",
)  # fmt: skip
"""A paid note that says one of these tells its readers the opposite of what is so."""

DISCLOSURE_SOURCE = "《广告法》第十四条、《互联网广告管理办法》第九条：应当显著标明“广告”"
DENIAL_SOURCE = "《广告法》第二十八条：不得虚假或引人误解"

KINDS = (
    "must_have_missing", "must_have_varied", "banned", "risky", "disclosure_missing", "disclosure_denied",
    "link_missing", "link_wrong", "link_unknown",
)  # fmt: skip
REMARKS = frozenset({"must_have_varied", "risky"})
"""Findings that somebody should look at; every other kind has to be answered before a draft is approved."""

AROUND = 10
"""How many characters on either side of a place are quoted."""

_ADDRESS = re.compile(r"https?://[^\s，。；！？）】」]+")
_PLATFORM_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
_TOPIC = re.compile(r"#([^#\s\[\]]+)")


@dataclass(frozen=True)
class BannedWord:
    """A wording that must not stand, why, and the phrases in which it is harmless."""

    word: str
    source: str
    is_risky: bool = False
    harmless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What a draft of one campaign is held against.

    A must-have is one wording or several of which one is enough (`a|b`); with a leading `#` it has to be a topic.
    `products` are those of the campaign by id, `known_products` all of the brand's; `links` lead to product ids.
    """

    must_have: tuple[str, ...] = ()
    banned: tuple[BannedWord, ...] = ()
    disclosures: tuple[str, ...] = DISCLOSURES
    products: Mapping[str, str] = field(default_factory=dict)
    known_products: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What is to be published: title, body, product links; `is_reported` where the platform marks the cooperation."""

    title: str
    body: str
    product_links: tuple[str, ...] = ()
    is_reported: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing found: `quote` is the place, `before` and `after` the words around it; empty where nothing is there.

    `start` and `end` count characters of `part` (title, body, links). `is_disguised`: it is not spelled as the rule is.
    """

    kind: str
    word: str
    part: str = ""
    start: int = 0
    end: int = 0
    before: str = ""
    quote: str = ""
    after: str = ""
    source: str = ""
    is_disguised: bool = False

    @property
    def must_be_answered(self) -> bool:
        """Whether approving needs a word about it."""
        return self.kind not in REMARKS


@cache
def shipped_words() -> tuple[BannedWord, ...]:
    """The list that comes with kolbook, in the file's order."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return tuple(map(_shipped_word, csv.DictReader(file)))


def _shipped_word(row: Mapping[str, str]) -> BannedWord:
    harmless = tuple(phrase for phrase in row["except"].split("|") if phrase)
    return BannedWord(row["word"], row["source"], row["severity"] == "risky", harmless)


def check(draft: Draft, rules: Rules) -> list[Finding]:
    """Everything found, in the order of KINDS, then of the text."""
    parts = {"title": fold(draft.title), "body": fold(draft.body)}
    found = [
        *_must_have(draft, parts, rules.must_have),
        *_banned(parts, rules.banned),
        *_disclosure(draft, parts, rules.disclosures),
        *_links(draft, rules),
    ]
    return sorted(found, key=lambda finding: (KINDS.index(finding.kind), finding.part != "title", finding.start))


def _must_have(draft: Draft, parts: Mapping[str, Folded], wanted: Iterable[str]) -> Iterable[Finding]:
    for entry in wanted:
        words = [word.strip() for word in entry.split("|") if word.strip()]
        hits = [(part, hit, word) for word in words for part, hit in _places(word, parts)]
        if any(word.startswith("#") for word in words):
            hits = [(part, hit, word) for part, hit, word in hits if _is_topic(parts[part].written, hit)]
        if not hits and words:
            yield _missing(entry, words, parts)
        elif hits and not any(hit.text == word.removeprefix("#") for _, hit, word in hits):
            part, hit, _ = hits[0]
            yield _finding("must_have_varied", entry, part, parts[part].written, hit, is_disguised=True)


def _missing(entry: str, words: Sequence[str], parts: Mapping[str, Folded]) -> Finding:
    for word in words:
        for part, folded in parts.items():
            near = closest(word, folded)
            if near is not None:
                return _finding("must_have_missing", entry, part, folded.written, near)
    return Finding("must_have_missing", entry)


def _is_topic(written: str, hit: Hit) -> bool:
    return any(topic.start(1) == hit.start and topic.end(1) == hit.end for topic in _TOPIC.finditer(written))


def _banned(parts: Mapping[str, Folded], words: Iterable[BannedWord]) -> Iterable[Finding]:
    hits = [
        (part, hit, word)
        for word in words
        for part, hit in _places(word.word, parts)
        if not any(_covers(phrase, hit, parts[part]) for phrase in word.harmless)
    ]
    for part, hit, word in hits:
        inside = any(_is_inside(hit, other) for there, other, _ in hits if there == part)
        twice = any(
            there == part and other == hit and not longer.is_risky and word.is_risky for there, other, longer in hits
        )
        if not inside and not twice:
            kind = "risky" if word.is_risky else "banned"
            is_disguised = hit.text.casefold() != word.word.casefold()
            yield _finding(kind, word.word, part, parts[part].written, hit, word.source, is_disguised)


def _covers(phrase: str, hit: Hit, folded: Folded) -> bool:
    return any(around.start <= hit.start and hit.end <= around.end for around in find(phrase, folded))


def _is_inside(hit: Hit, other: Hit) -> bool:
    return other.start <= hit.start and hit.end <= other.end and (other.end - other.start) > (hit.end - hit.start)


def _disclosure(draft: Draft, parts: Mapping[str, Folded], wanted: Iterable[str]) -> Iterable[Finding]:
    denials = [(part, hit, word) for word in DENIALS for part, hit in _places(word, parts)]
    for part, hit, word in denials:
        if not any(there == part and _is_inside(hit, other) for there, other, _ in denials):
            yield _finding("disclosure_denied", word, part, parts[part].written, hit, DENIAL_SOURCE)
    told = [
        hit
        for word in wanted
        for part, hit in _places(word, parts)
        if not any(there == part and _overlap(hit, denial) for there, denial, _ in denials)
    ]
    if not told and not draft.is_reported:
        yield Finding("disclosure_missing", " / ".join(wanted), source=DISCLOSURE_SOURCE)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _links(draft: Draft, rules: Rules) -> Iterable[Finding]:
    if not rules.products:
        return
    in_body = [(address[0], "body", address.start()) for address in _ADDRESS.finditer(draft.body)]
    listed = [(link, "links", 0) for link in draft.product_links]
    is_right = False
    for link, part, start in [*listed, *in_body]:
        product = product_of(link, rules)
        is_right = is_right or product in rules.products
        if product not in rules.products:
            kind = "link_unknown" if product is None else "link_wrong"
            word = link if product is None else rules.known_products.get(product, product)
            text = draft.body if part == "body" else link
            yield _finding(kind, word, part, text, Hit(start, start + len(link), link))
    if not is_right:
        yield Finding("link_missing", " / ".join(rules.products.values()))


def product_of(link: str, rules: Rules) -> str | None:
    """The product a link leads to: a known link, a known short link's last part, or an id in the address; else None."""
    plain = link.strip().rstrip("/")
    for name in (plain, plain.partition("?")[0].rsplit("/", 1)[-1]):
        if name in rules.links:
            return rules.links[name]
        if name in rules.known_products:
            return name
    found = _PLATFORM_ID.search(plain)
    return found[0] if found else None


def _places(word: str, parts: Mapping[str, Folded]) -> list[tuple[str, Hit]]:
    return [(part, hit) for part, folded in parts.items() for hit in find(word, folded)]


def _finding(
    kind: str, word: str, part: str, written: str, hit: Hit, source: str = "", is_disguised: bool = False
) -> Finding:
    before = written[max(hit.start - AROUND, 0) : hit.start]
    after = written[hit.end : hit.end + AROUND]
    return Finding(kind, word, part, hit.start, hit.end, before, hit.text, after, source, is_disguised)
