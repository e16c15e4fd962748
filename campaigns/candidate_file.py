"""A file of candidates and one of limits, as `kol plan` and its page take them; every fault names its place."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal, InvalidOperation

from campaigns.errors import BadValue, Refused
from campaigns.money import parse_yuan
from campaigns.plan import Candidate, Quota

REQUIRED = ("kol_id", "price", "value")
OPTIONAL = ("tier", "category", "agency", "group", "must", "never")
LIMITED = ("tier", "agency", "category")


def decoded(content: bytes, where: str) -> str:
    """The text of a file in UTF-8, with or without its mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"E-ENCODING  {where}: not UTF-8 at byte {error.start}. Save it as CSV UTF-8.") from error


def candidates(text: str, where: str) -> list[Candidate]:
    """The candidates of a CSV; raises Refused or BadValue at the first fault."""
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(where, header)
        found = [_candidate(where, number, header, row) for number, row in enumerate(rows, start=2) if any(row)]
    except csv.Error as error:
        raise Refused(f"E-CSV  {where}, line {rows.line_num}: {error}. Export it as plain CSV again.") from error
    seen: set[str] = set()
    for candidate in found:
        if candidate.kol_id in seen:
            raise Refused(f"E-DUPLICATE  {where}: kol_id {candidate.kol_id} stands twice. Keep one row for each KOL.")
        seen.add(candidate.kol_id)
    return found


def _check_header(where: str, header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in REQUIRED + OPTIONAL]
    if missing or unknown or len(set(header)) != len(header):
        raise Refused(
            f"E-HEADER  {where}: expected the columns {', '.join(REQUIRED)} and optionally {', '.join(OPTIONAL)}, "
            f"each once; missing {missing or 'none'}, unknown {unknown or 'none'}."
        )


def _candidate(where: str, number: int, header: list[str], row: list[str]) -> Candidate:
    place = f"{where}, row {number}"
    if len(row) != len(header):
        raise Refused(f"E-ROW  {place}: expected {len(header)} cells, found {len(row)}.")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    if not cells["kol_id"]:
        raise BadValue(f"{place}, column kol_id", "", "the id of a KOL", "E-ID")
    price_fen = parse_yuan(cells["price"], f"{place}, column price")
    if price_fen < 0:
        raise BadValue(f"{place}, column price", cells["price"], "a price of zero or more", "E-MONEY")
    return Candidate(
        kol_id=cells["kol_id"],
        price_fen=price_fen,
        value=_value(cells["value"], f"{place}, column value"),
        tier=cells.get("tier", ""),
        category=cells.get("category", ""),
        agency=cells.get("agency", ""),
        groups=tuple(dict.fromkeys(part.strip() for part in cells.get("group", "").split(";") if part.strip())),
        must=_flag(cells.get("must", ""), f"{place}, column must"),
        never=_flag(cells.get("never", ""), f"{place}, column never"),
    )


def _value(text: str, where: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise BadValue(where, text, "a number such as 1234.5", "E-NUMBER") from error
    if not value.is_finite() or abs(value) > 10**12 or value != round(value, 6):
        raise BadValue(where, text, "a finite number below a million million with at most six decimals", "E-NUMBER")
    return value


def _flag(text: str, where: str) -> bool:
    if text not in ("", "1"):
        raise BadValue(where, text, "1 or nothing", "E-FLAG")
    return text == "1"


def limits(text: str, where: str) -> list[Quota]:
    """The quotas of a JSON such as `{"tier":{"waist":{"min":2,"max":5}},"agency":{"*":{"max":3}}}`."""
    try:
        given = json.loads(text, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        raise Refused(f"E-JSON  {where}, line {error.lineno}: {error.msg}.") from error
    except ValueError as error:
        raise Refused(f"E-JSON  {where}: {error}.") from error
    if not isinstance(given, dict) or set(given) - set(LIMITED):
        raise Refused(f"E-LIMITS  {where}: expected an object with some of {', '.join(LIMITED)}.")
    quotas = []
    for attribute, by_value in given.items():
        if not isinstance(by_value, dict):
            raise Refused(
                f'E-LIMITS  {where}, {attribute}: expected an object such as {{"waist":{{"min":2,"max":5}}}}.'
            )
        for value, bounds in by_value.items():
            least, most = _bounds(bounds, f"{where}, {attribute} › {value}")
            quotas.append(Quota(attribute, value, least, most))
    return quotas


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands twice; keep one")
    return dict(pairs)


def _bounds(bounds: object, where: str) -> tuple[int, int | None]:
    if not isinstance(bounds, dict) or set(bounds) - {"min", "max"}:
        raise Refused(f"E-LIMITS  {where}: expected min and max and nothing else.")
    numbers = [bounds.get("min", 0), bounds.get("max", 0)]
    if any(isinstance(number, bool) or not isinstance(number, int) or number < 0 for number in numbers):
        raise Refused(f"E-LIMITS  {where}: min and max must be whole numbers of zero or more.")
    if "max" in bounds and numbers[0] > numbers[1]:
        raise Refused(f"E-LIMITS  {where}: min {numbers[0]} is above max {numbers[1]}.")
    return numbers[0], numbers[1] if "max" in bounds else None
