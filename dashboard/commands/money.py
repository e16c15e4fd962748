"""The calculators, from files alone: what is due (`kol commission`), whose conversions (`kol credit`), whose orders
(`kol attribute`).
"""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from campaigns import attribution
from campaigns.commission import compute
from campaigns.errors import BadValue, KolbookError
from campaigns.event_file import read_events
from campaigns.path_table import read_journeys
from campaigns.pathway_file import read_clicks, read_orders
from campaigns.pathways import LineRule, credit_lines
from campaigns.terms import Terms
from campaigns.terms_file import parse_terms
from dashboard.commands import money_output

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    app.command("commission")(commission)
    app.command("credit")(credit)
    app.command("attribute")(attribute)


def commission(
    terms: Annotated[Path, typer.Option(help="Terms of platform, third party and KOL (JSON; see docs/money.md).")],
    events: Annotated[Path, typer.Option(help="Orders, refunds and published notes (CSV; see docs/money.md).")],
    as_json: AsJson = False,
) -> None:
    """Compute what is due, line by line and with the reason, for events under terms; nothing is loaded."""
    with _refusals(), _uncollected():
        result = compute(_read_terms(terms), read_events(events))
    if as_json:
        for piece in money_output.commission_json(result):
            typer.echo(piece, nl=False)
    else:
        money_output.show_commission(result)


def credit(
    paths: Annotated[Path, typer.Option(help="Path table (CSV or Parquet): path, conversions, value, null, hours.")],
    rule: Annotated[attribution.Rule, typer.Option(help="How a conversion is shared over the touches of its path.")],
    half_life_days: Annotated[float, typer.Option(help="Half-life of a touch, for time_decay.")] = (
        attribution.HALF_LIFE_DAYS
    ),
    as_json: AsJson = False,
) -> None:
    """Credit conversions to touchpoints by a rule. Shares of observed paths: not what caused them."""
    _check_half_life(half_life_days)
    with _refusals():
        journeys = read_journeys(paths, with_hours=rule == "time_decay")
        found = attribution.credit(journeys, rule, half_life_days)
    if as_json:
        typer.echo(money_output.credits_json(found))
    else:
        money_output.show_credits(found, rule)


def attribute(
    clicks: Annotated[Path, typer.Option(help="click_id, note_id, product_id, buyer_key, clicked_at (CSV, Parquet).")],
    orders: Annotated[Path, typer.Option(help="Order lines: our column names, with paid_fen (CSV or Parquet).")],
    rule: Annotated[LineRule, typer.Option(help="How a line is shared over its touches.")],
    out: Annotated[Path, typer.Option(help="Where the credits go (CSV or Parquet, by its ending).")],
    lookback_days: Annotated[int, typer.Option(min=0, help="How long a click counts, in days of 86,400 s.")] = 15,
    half_life_days: Annotated[float, typer.Option(help="Half-life of a touch, for time_decay.")] = (
        attribution.HALF_LIFE_DAYS
    ),
    as_json: AsJson = False,
) -> None:
    """Credit order lines to the clicks before them, in fen, into a file; nothing is loaded. Not what caused them."""
    _check_half_life(half_life_days)
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise typer.BadParameter("a name that ends in .csv or .parquet", param_hint="--out")
    with _refusals():
        found = credit_lines(read_clicks(clicks), read_orders(orders), rule, lookback_days, half_life_days)
        money_output.write_frame(found, out)
    money_output.show_attribution(found, out, as_json=as_json)


def _check_half_life(days: float) -> None:
    if not (math.isfinite(days) and days > 0):
        raise typer.BadParameter("a half-life is a number of days above zero", param_hint="--half-life-days")


def _read_terms(path: Path) -> Terms:
    try:
        return parse_terms(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        found = repr(error.object[error.start : error.end])
        raise BadValue(path.name, found, "text in UTF-8", "E-ENCODING") from error


@contextmanager
def _refusals() -> Iterator[None]:
    """Exit 1 with the reason on stderr when the input is refused or a file cannot be read."""
    try:
        yield
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror}). Check the path and its permissions."
        typer.echo(f"{error.filename}: {reason}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of lines and not one cycle among them: looking for some would double the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
