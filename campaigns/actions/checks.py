"""Checks of one value: each gives the value back as it will be stored, or raises BadValue naming the field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from campaigns.errors import BadValue
from campaigns.money import MAX_FEN, PPM
from campaigns.spelling import canonical_json

Check = Callable[[str, Any], Any]

_CODE = re.compile(r"[\w.-]{1,64}\Z")
_SPACE = re.compile(r"\s")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


def _refuse(where: str, value: Any, expected: str) -> BadValue:
    return BadValue(where, str(value)[:80], expected)


def text(where: str, value: Any) -> str:
    """Words a person typed: 1 to 200 characters in one line; blanks around them are dropped."""
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 200 or not _is_printable(value):
        raise _refuse(where, value, "1 to 200 characters in one line")
    return value.strip()


def words(where: str, value: Any) -> str:
    """What may be left empty: at most 500 characters in one line."""
    if not isinstance(value, str) or len(value) > 500 or not _is_printable(value):
        raise _refuse(where, value, "at most 500 characters in one line")
    return value.strip()


def line(most: int) -> Check:
    """One line that may be left empty: at most `most` characters; blanks around it are dropped."""

    def check(where: str, value: Any) -> str:
        if not isinstance(value, str) or len(value.strip()) > most or not _is_printable(value):
            raise _refuse(where, value, f"at most {most} characters in one line")
        return value.strip()

    return check


def passage(most: int) -> Check:
    """What may have several lines, and may be left empty: at most `most` characters; blanks around it are dropped."""

    def check(where: str, value: Any) -> str:
        given = value.replace("\r\n", "\n") if isinstance(value, str) else value
        if not isinstance(given, str) or len(given) > most or not _is_printable(re.sub(r"[\n\t]", "", given)):
            raise _refuse(where, value, f"at most {most} characters, in lines")
        return given.strip()

    return check


def listed(check: Check, most: int) -> Check:
    """A list of at most `most` values that `check` allows; a repeated one is kept once."""

    def check_all(where: str, value: Any) -> list[Any]:
        if not isinstance(value, list | tuple) or len(value) > most:
            raise _refuse(where, value, f"a list of at most {most}")
        return list(dict.fromkeys(check(f"{where}[{number}]", item) for number, item in enumerate(value)))

    return check_all


def code(where: str, value: Any) -> str:
    """A short name that stands in links: letters, digits, `.`, `-` and `_`."""
    if not isinstance(value, str) or not _CODE.match(value):
        raise _refuse(where, value, "1 to 64 letters, digits, '.', '-' or '_'")
    return value


def identifier(where: str, value: Any) -> str:
    """An id that a platform gave: text without blanks. A number is refused, because it may have lost digits."""
    if not isinstance(value, str) or not 0 < len(value) <= 128 or not _is_printable(value) or _SPACE.search(value):
        raise _refuse(where, value, "an id as text, 1 to 128 characters without blanks")
    return value


def fen(where: str, value: Any) -> int:
    """Money that is not negative, as whole fen."""
    return _whole(where, value, 0, MAX_FEN, "money in whole fen, zero or more")


def ppm(where: str, value: Any) -> int:
    """A share of at most one, as parts per million."""
    return _whole(where, value, 0, PPM, "a rate in parts per million, 0 to 1000000")


def row_id(where: str, value: Any) -> int:
    """The number of a row; whether there is one is for the caller to find out."""
    return _whole(where, value, 1, 2**31 - 1, "the number of a row")


def whole(low: int, high: int) -> Check:
    """A whole number between two bounds, both allowed."""
    return lambda where, value: _whole(where, value, low, high, f"a whole number from {low} to {high}")


def choice(allowed: tuple[str, ...]) -> Check:
    """One of a few words."""

    def check(where: str, value: Any) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise _refuse(where, value, f"one of {', '.join(allowed)}")
        return value

    return check


def optional(check: Check) -> Check:
    """What `check` allows, or None."""
    return lambda where, value: None if value is None else check(where, value)


def flag(where: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise _refuse(where, value, "true or false")
    return value


def day(where: str, value: Any) -> date:
    """A business date; an instant is refused, because its day depends on the zone."""
    if not isinstance(value, date) or isinstance(value, datetime) or not 2000 <= value.year <= 2200:
        raise _refuse(where, value, "a date between 2000 and 2200")
    return value


def currency(where: str, value: Any) -> str:
    """The three capital letters of a currency."""
    if not isinstance(value, str) or not _CURRENCY.match(value):
        raise _refuse(where, value, "the three letters of a currency, such as CNY")
    return value


def json_value(where: str, value: Any) -> Any:
    """Anything JSON can say, except nothing."""
    try:
        spelled = canonical_json(value)
        spelled.encode()
    except (TypeError, ValueError) as error:
        raise _refuse(where, value, "a value that JSON can hold") from error
    if value is None or len(spelled) > 20_000 or "\\u0000" in spelled:
        raise _refuse(where, value, "a value that JSON can hold, not null, at most 20000 characters")
    return value


def share(where: str, value: Any) -> float:
    """A share of people: 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _refuse(where, value, "a share from 0 to 1")
    return value


def only_known(where: str, fields: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Refuse a field that does not exist, so that a typing error is not taken for 'unchanged'."""
    for name in fields:
        if name not in known:
            raise _refuse(where, name, f"one of {', '.join(known)}")


def _whole(where: str, value: Any, low: int, high: int, expected: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _refuse(where, value, expected)
    return value


def _is_printable(value: str) -> bool:
    return all(unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in value)
