"""How the calculators' results are written: JSON for programs, tables in yuan for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from campaigns.attribution import Credits
from campaigns.commission import Line, Result
from campaigns.money import yuan
from campaigns.terms import PARTS

SHOWN_LINES = 200
PIECE_LINES = 5_000
WIDTH_WITH_WHY = 140

PART_WORDS = {"platform_fee": "platform fee", "third_party": "third party", "kol": "KOL"}


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def commission_json(result: Result) -> Iterator[str]:
    """One JSON document in pieces: a million lines need not stand in memory as text."""
    yield '{"lines":['
    for start in range(0, len(result.lines), PIECE_LINES):
        yield ",\n" if start else "\n"
        yield ",\n".join(_compact(_line(line)) for line in result.lines[start : start + PIECE_LINES])
    breaks = [found._asdict() for found in result.breaks]
    yield f'],\n"totals":{_compact(result.totals)},\n"breaks":{_compact(breaks)}}}\n'


def show_commission(result: Result) -> None:
    """Lines, totals by period and part, and breaks; long lists end with a word on the rest."""
    console = _console()
    console.print(_lines_table(result.lines[:SHOWN_LINES], console.width))
    if len(result.lines) > SHOWN_LINES:
        console.print(f"… and {len(result.lines) - SHOWN_LINES:,} lines more; --json prints all of them.")
    console.print(_totals_table(result))
    if result.breaks:
        console.print(_breaks_table(result))


def credits_json(found: Credits) -> str:
    """Credits by touchpoint, removal effects and the unattributed rest."""
    document = {
        "credits": {name: credit._asdict() for name, credit in found.credits.items()},
        "removal_effects": found.removal_effects,
        "unattributed": found.unattributed._asdict(),
    }
    return _compact(document)


def show_credits(found: Credits, rule: str) -> None:
    """Touchpoints, most credited first, then the unattributed rest."""
    table = Table(title=f"Credits by {rule.replace('_', ' ')}")
    table.add_column("touchpoint")
    for heading in ("conversions", "value", *(["removal effect"] if found.removal_effects else [])):
        table.add_column(heading, justify="right")
    ranked = sorted(found.credits.items(), key=lambda item: (-item[1].conversions, item[0]))
    for name, credit in [*ranked, ("unattributed", found.unattributed)]:
        value = "–" if credit.value is None else f"{credit.value:,.2f}"
        effect = [f"{found.removal_effects[name]:.1%}"] if name in found.removal_effects else []
        table.add_row(name, f"{credit.conversions:,.2f}", value, *effect)
    console = _console()
    console.print(table)
    console.print("Shares of observed paths; they do not say what caused a conversion.")


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """A whole file or none: written beside its place, then moved there."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        if path.suffix.lower() == ".parquet":
            frame.write_parquet(beside)
        else:
            frame.write_csv(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def show_attribution(found: pl.DataFrame, path: Path, *, as_json: bool) -> None:
    """How much of the money found a click, and where the credits are."""
    paid, credited = found["credit_fen"], found.filter(pl.col("click_id").is_not_null())["credit_fen"]
    paid_fen, credited_fen = int(paid.sum()), int(credited.sum())
    if as_json:
        sums = {"credited_fen": credited_fen, "unattributed_fen": paid_fen - credited_fen, "paid_fen": paid_fen}
        typer.echo(_compact({"out": str(path), "rows": found.height, **sums}))
        return
    rest = f"{_grouped(paid_fen - credited_fen)} unattributed"
    typer.echo(
        f"{_grouped(credited_fen)} CNY credited, {rest}, {_grouped(paid_fen)} paid: {found.height} rows in {path}"
    )


def _console() -> Console:
    """Ids come from files: square brackets in them are text, not markup."""
    return Console(markup=False, highlight=False)


def _line(line: Line) -> dict[str, object]:
    facts = line._asdict()
    del facts["reason"]
    return {**facts, "why": line.why}


def _lines_table(lines: list[Line], width: int) -> Table:
    """The reason stands beside the amount where the terminal is wide enough."""
    has_why = width >= WIDTH_WITH_WHY
    table = Table(title="Lines, CNY")
    table.caption = None if has_why else "a wider terminal, or --json, gives each line's reason"
    for heading in ("period", "event", "part", "kind"):
        table.add_column(heading)
    for heading in ("base", "amount"):
        table.add_column(heading, justify="right", no_wrap=True)
    if has_why:
        table.add_column("why")
    for line in lines:
        kind = line.kind.replace("_", " ") + (f" of {line.of_period}" if line.of_period else "")
        cells = [line.period, line.event_id or "end of period", PART_WORDS[line.part], kind]
        table.add_row(*cells, _grouped(line.base_fen), _grouped(line.amount_fen), *([line.why] if has_why else []))
    return table


def _totals_table(result: Result) -> Table:
    table = Table(title="Totals, CNY")
    table.add_column("period")
    for part in PARTS:
        table.add_column(PART_WORDS[part], justify="right")
    for period, sums in result.totals.items():
        table.add_row(period, *(_grouped(sums[f"{part}_fen"]) for part in PARTS))
    return table


def _breaks_table(result: Result) -> Table:
    table = Table(title="Breaks: events that do not fit")
    for heading in ("kind", "event"):
        table.add_column(heading)
    table.add_column("amount", justify="right")
    for found in result.breaks:
        table.add_row(found.kind.replace("_", " "), found.event_id, _grouped(found.amount_fen))
    return table


def _grouped(fen: int) -> str:
    whole, cents = yuan(abs(fen)).split(".")
    return f"{'-' if fen < 0 else ''}{int(whole):,}.{cents}"
