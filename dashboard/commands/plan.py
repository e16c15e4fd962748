"""`kol plan`: the best set of KOLs for a budget, from a candidates file and optional limits."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from campaigns.errors import BadValue, KolbookError, Refused
from campaigns.money import parse_yuan, yuan

REQUIRED = ("kol_id", "price", "value")
OPTIONAL = ("tier", "category", "agency", "group", "must", "never")
LIMITED = ("tier", "agency", "category")


def register(app: typer.Typer) -> None:
    """Add `kol plan` to `app`."""
    app.command("plan")(plan)


def plan(
    candidates: Annotated[
        Path, typer.Option(help="CSV: kol_id, price, value, tier, category, agency, group, must, never")
    ],
    budget: Annotated[str, typer.Option(help="Budget in yuan, such as 200000 or 200000.00")],
    limits: Annotated[Path | None, typer.Option(help='JSON such as {"tier":{"waist":{"min":2,"max":5}}}')] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time limit of each of the two solves")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Choose the KOLs with the greatest total value within budget and limits; among equals, the cheaper set."""
    from campaigns.plan import choose  # noqa: PLC0415 - the solver takes a moment to load and only this command needs it

    try:
        found = choose(_read_candidates(candidates), _budget(budget), _read_limits(limits), seconds=seconds)
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    answer = {
        "chosen": list(found.chosen),
        "cost": yuan(found.cost_fen),
        "value": float(found.value),
        "bound": float(found.bound),
        "gap": found.gap,
    }
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    table = Table("KOL", title=f"{len(answer['chosen'])} KOLs for {answer['cost']} CNY")
    for kol_id in answer["chosen"]:
        table.add_row(kol_id)
    console = Console()
    console.print(table)
    proof = "proven best" if answer["gap"] == 0 else f"at most {answer['gap']:.2%} below the best possible"
    console.print(f"Total value {answer['value']:g}, {proof}.")


def _budget(text: str) -> int:
    budget_fen = parse_yuan(text, "--budget")
    if budget_fen < 0:
        raise BadValue("--budget", text, "an amount of zero or more", "E-MONEY")
    return budget_fen


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"E-FILE-MISSING  {path}: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"E-ENCODING  {path}: not UTF-8 at byte {error.start}. Save it as CSV UTF-8.") from error


def _read_candidates(path: Path) -> list[Any]:
    rows = csv.reader(io.StringIO(_text(path)), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        _check_header(path, header)
        found = [_candidate(path, number, header, row) for number, row in enumerate(rows, start=2) if any(row)]
    except csv.Error as error:
        raise Refused(f"E-CSV  {path}, line {rows.line_num}: {error}. Export it as plain CSV again.") from error
    seen: set[str] = set()
    for candidate in found:
        if candidate.kol_id in seen:
            raise Refused(f"E-DUPLICATE  {path}: kol_id {candidate.kol_id} stands twice. Keep one row for each KOL.")
        seen.add(candidate.kol_id)
    return found


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in REQUIRED + OPTIONAL]
    if missing or unknown or len(set(header)) != len(header):
        raise Refused(
            f"E-HEADER  {path}: expected the columns {', '.join(REQUIRED)} and optionally {', '.join(OPTIONAL)}, "
            f"each once; missing {missing or 'none'}, unknown {unknown or 'none'}."
        )


def _candidate(path: Path, number: int, header: list[str], row: list[str]) -> Any:
    from campaigns.plan import Candidate  # noqa: PLC0415 - loads the solver

    where = f"{path}, row {number}"
    if len(row) != len(header):
        raise Refused(f"E-ROW  {where}: expected {len(header)} cells, found {len(row)}.")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    if not cells["kol_id"]:
        raise BadValue(f"{where}, column kol_id", "", "the id of a KOL", "E-ID")
    price_fen = parse_yuan(cells["price"], f"{where}, column price")
    if price_fen < 0:
        raise BadValue(f"{where}, column price", cells["price"], "a price of zero or more", "E-MONEY")
    return Candidate(
        kol_id=cells["kol_id"],
        price_fen=price_fen,
        value=_value(cells["value"], f"{where}, column value"),
        tier=cells.get("tier", ""),
        category=cells.get("category", ""),
        agency=cells.get("agency", ""),
        groups=tuple(dict.fromkeys(part.strip() for part in cells.get("group", "").split(";") if part.strip())),
        must=_flag(cells.get("must", ""), f"{where}, column must"),
        never=_flag(cells.get("never", ""), f"{where}, column never"),
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


def _read_limits(path: Path | None) -> list[Any]:
    from campaigns.plan import Quota  # noqa: PLC0415 - loads the solver

    if path is None:
        return []
    try:
        limits = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise Refused(f"E-JSON  {path}, line {error.lineno}: {error.msg}.") from error
    if not isinstance(limits, dict) or set(limits) - set(LIMITED):
        raise Refused(f"E-LIMITS  {path}: expected an object with some of {', '.join(LIMITED)}.")
    quotas = []
    for attribute, by_value in limits.items():
        if not isinstance(by_value, dict):
            raise Refused(f'E-LIMITS  {path}, {attribute}: expected an object such as {{"waist":{{"min":2,"max":5}}}}.')
        for value, bounds in by_value.items():
            least, most = _bounds(bounds, f"{path}, {attribute} › {value}")
            quotas.append(Quota(attribute, value, least, most))
    return quotas


def _bounds(bounds: object, where: str) -> tuple[int, int | None]:
    if not isinstance(bounds, dict) or set(bounds) - {"min", "max"}:
        raise Refused(f"E-LIMITS  {where}: expected min and max and nothing else.")
    numbers = [bounds.get("min", 0), bounds.get("max", 0)]
    if any(isinstance(number, bool) or not isinstance(number, int) or number < 0 for number in numbers):
        raise Refused(f"E-LIMITS  {where}: min and max must be whole numbers of zero or more.")
    if "max" in bounds and numbers[0] > numbers[1]:
        raise Refused(f"E-LIMITS  {where}: min {numbers[0]} is above max {numbers[1]}.")
    return numbers[0], numbers[1] if "max" in bounds else None
