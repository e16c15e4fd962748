"""`kol plan`: the best set of KOLs for a budget, from a candidates file and optional limits."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from campaigns.errors import BadValue, KolbookError, Refused
from campaigns.money import parse_yuan, yuan


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
    frontier: Annotated[bool, typer.Option("--frontier", help="Also the best set of other budgets")] = False,
    replacements: Annotated[bool, typer.Option("--replacements", help="Also who comes in when one says no")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Choose the KOLs with the greatest total value within budget and limits; among equals, the cheaper set."""
    from campaigns import candidate_file, plan  # noqa: PLC0415 - the solver takes a moment to load
    from campaigns import frontier as around  # noqa: PLC0415 - the same

    try:
        listed = candidate_file.candidates(_text(candidates), str(candidates))
        budget_fen = _budget(budget)
        quotas = [] if limits is None else candidate_file.limits(_text(limits), str(limits))
        found = plan.choose(listed, budget_fen, quotas, seconds=seconds)
        answer = _answer(found)
        if frontier:
            points = around.frontier(listed, budget_fen, quotas, seconds=seconds)
            answer["frontier"] = [
                {"budget": yuan(fen), **(_answer(one) if one else {"chosen": None})} for fen, one in points
            ]
        if replacements:
            others = around.replacements(listed, found, budget_fen, quotas, seconds=seconds)
            answer["replacements"] = [_replacement(one) for one in others]
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(answer)


def _answer(found: Any) -> dict[str, Any]:
    return {
        "chosen": list(found.chosen),
        "cost": yuan(found.cost_fen),
        "value": float(found.value),
        "bound": float(found.bound),
        "gap": found.gap,
    }


def _replacement(one: Any) -> dict[str, Any]:
    lost: Decimal | None = one.lost
    return {
        "without": one.kol_id,
        "incoming": None if one.incoming is None else list(one.incoming),
        "outgoing": list(one.outgoing),
        "lost": None if lost is None else float(lost),
    }


def _show(answer: dict[str, Any]) -> None:
    console = Console()
    table = Table("KOL", title=f"{len(answer['chosen'])} KOLs for {answer['cost']} CNY")
    for kol_id in answer["chosen"]:
        table.add_row(kol_id)
    console.print(table)
    proof = "proven best" if answer["gap"] == 0 else f"at most {answer['gap']:.2%} below the best possible"
    console.print(f"Total value {answer['value']:g}, {proof}.")
    if "frontier" in answer:
        table = Table("Budget", "KOLs", "Cost", "Value", title="Other budgets")
        for point in answer["frontier"]:
            none = ("limits cannot be met", "", "")
            told = (
                none if point["chosen"] is None else (str(len(point["chosen"])), point["cost"], f"{point['value']:g}")
            )
            table.add_row(point["budget"], *told)
        console.print(table)
    if "replacements" in answer:
        table = Table("Says no", "Comes in", "Goes too", "Value lost", title="What if she says no")
        for one in answer["replacements"]:
            if one["incoming"] is None:
                table.add_row(one["without"], "limits cannot be met", "", "")
            else:
                table.add_row(
                    one["without"], ", ".join(one["incoming"]), ", ".join(one["outgoing"]), f"{one['lost']:g}"
                )
        console.print(table)


def _budget(text: str) -> int:
    budget_fen = parse_yuan(text, "--budget")
    if budget_fen < 0:
        raise BadValue("--budget", text, "an amount of zero or more", "E-MONEY")
    return budget_fen


def _text(path: Path) -> str:
    from campaigns.candidate_file import decoded  # noqa: PLC0415 - loads the solver

    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"E-FILE-MISSING  {path}: {error.strerror}. Check the path.") from error
    return decoded(content, str(path))
