"""Texts, ids, links, booleans and enumerations as files write them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import polars as pl

from ingest.encoding import UNREADABLE
from ingest.values import NULL_WORDS, TOTAL_WORDS, Fault, Good, Grammar, Outcome, is_missing

PRECISION_FAULT = Fault(
    "E-ID-PRECISION",
    "an id with all its digits; this number has lost some",
    "format the column as text and export again",
)
TOTALS_FAULT = Fault(
    "E-TOTALS-ROW", "a row of data, not a sum of rows", "nothing to do: sums are computed from the rows"
)
ID_FAULT = Fault(
    "E-ID", "an id of at most 200 characters without blanks or unreadable signs", "correct the id and load again"
)
NOTE_ID_FAULT = Fault(
    "E-NOTE-ID", "a note id of 24 hexadecimal digits", "copy the id from the note's link and load again"
)
KOL_ID_FAULT = Fault(
    "E-KOL-ID",
    "a user id of 24 hexadecimal digits, or a profile link that holds one",
    "add 蒲公英链接 or 主页链接 to the export",
)
ORDER_ID_FAULT = Fault("E-ORDER-ID", "an order id: P and 18 digits", "export the order id as text and load again")
CASE_ID_FAULT = Fault("E-AFTER-SALE-ID", "an after-sale id: R and digits", "export the id as text and load again")
BUYER_FAULT = Fault("E-BUYER-KEY", "a buyer key: a whole number below 2^64", "load the file with buyer_id instead")
BOOLEAN_FAULT = Fault("E-BOOLEAN", "yes or no: true, false, 1, 0, 是, 否", "write one of these words and load again")

LONGEST_ID = 200
_SCIENTIFIC = re.compile(r"-?\d+(?:\.\d+)?[eE]\+\d+\Z|-?\d+\.\d+[eE]\d+\Z|-?\d{10,}\.\d+\Z", re.ASCII)
_ZEROED = re.compile(r"\d{11,}0{5}\Z", re.ASCII)
_LONG_DIGITS, _EXACT_DIGITS = r"^[0-9]{17,19}$", 15
_HEX24 = re.compile(r"[0-9a-f]{24}\Z", re.ASCII)
_KOL_LINK = re.compile(r"(?:user/profile|blogger-detail)/([0-9a-f]{24})(?![0-9a-f])", re.IGNORECASE)
_NOTE_LINK = re.compile(r"(?:explore|discovery/item)/([0-9a-f]{24})(?![0-9a-f])", re.IGNORECASE)
_FAST_ID = r"^[0-9A-Za-z_:-]*[A-Za-z_:-][0-9A-Za-z_:-]*$"
_SHORT_DIGITS = r"^[0-9]{1,15}$"

TRUE_WORDS = frozenset({"true", "1", "是", "yes", "y", "t"})
FALSE_WORDS = frozenset({"false", "0", "否", "no", "n", "f"})


def has_lost_digits(text: str) -> bool:
    """Whether a spreadsheet has turned this id into a number: `6.89E+18`, or 16 and more digits that end in 00000."""
    return bool(_SCIENTIFIC.match(text) or _ZEROED.match(text))


def rounded_together(ids: pl.Series) -> pl.Series:
    """Ids of 17 to 19 digits that end where a number's 15 exact digits do, if most of the column's long ids do.

    A spreadsheet rounds a whole column; one id that happens to end in zeros is no damage.
    """
    nothing = pl.Series([False]).new_from_index(0, ids.len())
    if ids.dtype != pl.String() or not ids.str.ends_with("0").any():
        return nothing
    is_long = ids.str.contains(_LONG_DIGITS).fill_null(False)
    is_rounded = is_long & ids.str.slice(_EXACT_DIGITS).str.contains("^0+$").fill_null(False)
    rounded, long = ids.filter(is_rounded).n_unique(), ids.filter(is_long).n_unique()
    return is_rounded if rounded > 1 and 2 * rounded > long else nothing


def _fast_text(text: pl.Series) -> pl.Series:
    bare = text.str.replace_all("\x00", "", literal=True).str.strip_chars()
    return bare.set(bare == "", None)


TEXT = Grammar(pl.String(), _fast_text, Good)
"""Free text without the blanks around it; a blank cell is missing."""


def _fast_name(text: pl.Series) -> pl.Series:
    bare = _fast_text(text)
    return bare.set(bare.str.to_lowercase().is_in(sorted(NULL_WORDS)).fill_null(False), None)


def _name(text: str) -> Outcome:
    return None if is_missing(text) else Good(text)


NAME = Grammar(pl.String(), _fast_name, _name)
"""Text in which words such as 无 and `null` say that there is none."""


def _fast_id(text: pl.Series) -> pl.Series:
    is_plain = text.str.contains(_FAST_ID)
    if not is_plain.all():
        is_plain = is_plain | text.str.contains(_SHORT_DIGITS)
    return text.set(~is_plain | (text.str.len_bytes() > LONGEST_ID), None)


def _id(text: str) -> Outcome:
    if text.casefold() in TOTAL_WORDS:
        return TOTALS_FAULT
    if has_lost_digits(text):
        return PRECISION_FAULT
    is_broken = any(sign.isspace() or sign == UNREADABLE for sign in text)
    return ID_FAULT if is_broken or len(text) > LONGEST_ID else Good(text)


ID = Grammar(pl.String(), _fast_id, _id)
"""Ids of any make, unless a spreadsheet has eaten their digits."""


def _fast_code(text: pl.Series) -> pl.Series:
    bare = _fast_text(text)
    return bare.set(bare.str.contains(r"^[-0-9.eE+]{6,}$").fill_null(False), None)


CODE = Grammar(pl.String(), _fast_code, lambda text: PRECISION_FAULT if has_lost_digits(text) else Good(text))
"""What people write for a variant, blanks and all, unless a spreadsheet has eaten its digits."""


def _fast_red_id(text: pl.Series) -> pl.Series:
    plain = _fast_id(text)
    return plain.set(plain.str.to_lowercase().is_in(sorted(NULL_WORDS)).fill_null(False), None)


RED_ID = Grammar(pl.String(), _fast_red_id, lambda text: None if is_missing(text) else _id(text))
"""The number or name under which users find an account (小红书号); words such as 无 say that there is none."""


def pattern_id(
    pattern: str, fault: Fault, *, has_null_words: bool = False, link: re.Pattern[str] | None = None
) -> Grammar:
    """Ids of one make, also out of a link; words for "no value" are missing where the source writes them."""
    exact = re.compile(rf"(?:{pattern})\Z", re.ASCII)

    def slow(text: str) -> Outcome:
        if has_null_words and is_missing(text):
            return None
        linked = link.search(text) if link else None
        bare = linked.group(1).lower() if linked else text
        if exact.match(bare):
            return Good(bare)
        generic = _id(text)
        return generic if generic in (TOTALS_FAULT, PRECISION_FAULT) else fault

    def fast(text: pl.Series) -> pl.Series:
        return text.set(~text.str.contains(rf"^(?:{pattern})$"), None)

    return Grammar(pl.String(), fast, slow)


NOTE_ID = pattern_id("[0-9a-f]{24}", NOTE_ID_FAULT, link=_NOTE_LINK)
KOL_ID = pattern_id("[0-9a-f]{24}", KOL_ID_FAULT, has_null_words=True, link=_KOL_LINK)
ORDER_ID = pattern_id("P[0-9]{18}", ORDER_ID_FAULT)

AFTER_SALE_ID = pattern_id("R[0-9A-Za-z]+", CASE_ID_FAULT, has_null_words=True)


def _buyer(text: str) -> Outcome:
    return Good(int(text)) if re.fullmatch(r"[0-9]{1,20}", text) and int(text) < 2**64 else BUYER_FAULT


BUYER_KEY = Grammar(pl.UInt64(), lambda text: text.cast(pl.UInt64, strict=False), _buyer)
"""Buyer ids that are keyed already: the pipeline turns ids into keys while reading."""


def _boolean(text: str) -> Outcome:
    word = text.casefold()
    if word in TRUE_WORDS:
        return Good(True)
    return Good(False) if word in FALSE_WORDS else BOOLEAN_FAULT


def _no_fast_boolean(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.Boolean()).new_from_index(0, text.len())


BOOLEAN = Grammar(pl.Boolean(), _no_fast_boolean, _boolean)


def words(meanings: Mapping[str, str], *, fault: Fault | None = None) -> Grammar:
    """An enumeration. A word outside it is a fault, or, without one, stands as `unknown: <the word>`."""
    folded = {key.casefold(): value for key, value in meanings.items()}

    def slow(text: str) -> Outcome:
        meaning = folded.get(text.casefold())
        if meaning is not None:
            return Good(meaning)
        return fault if fault is not None else Good(f"unknown: {text}")

    return Grammar(pl.String(), _not_fast_text, slow)


def _not_fast_text(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.String()).new_from_index(0, text.len())


CURRENCY_FAULT = Fault("E-CURRENCY", "a currency code of three capitals, such as CNY", "write the code and load again")
CURRENCY = pattern_id("[A-Z]{3}", CURRENCY_FAULT)
TOPICS_FAULT = Fault("E-LIST", 'a list of texts: a, b or ["a", "b"]', "write the list with commas and load again")


def _fast_topics(text: pl.Series) -> pl.Series:
    plain = text.set(text.str.starts_with("[") | (text.str.strip_chars() == ""), None)
    listed = pl.DataFrame({"topics": plain.str.split(",")})
    parts = pl.col("topics").list.eval(pl.element().str.strip_chars().filter(pl.element().str.strip_chars() != ""))
    return listed.select(parts.list.unique(maintain_order=True)).to_series()


def _topics(text: str) -> Outcome:
    try:
        parts = json.loads(text) if text.startswith("[") else text.split(",")
    except (json.JSONDecodeError, RecursionError):
        return TOPICS_FAULT
    if not all(isinstance(part, str) for part in parts):
        return TOPICS_FAULT
    return Good(list(dict.fromkeys(part.strip() for part in parts if part.strip())))


TOPICS = Grammar(pl.List(pl.String()), _fast_topics, _topics)
"""Lists of texts in their order, each once."""


def _linked_kol(text: str) -> Outcome:
    found = _KOL_LINK.search(text)
    return Good(found.group(1).lower()) if found else None


KOL_LINK = Grammar(pl.String(), _not_fast_text, _linked_kol)
"""The user id in a profile link, missing where the link holds none (short links do not)."""
