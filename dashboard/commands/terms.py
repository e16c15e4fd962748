"""`kol terms`: listed, imported, compared; bands, taxes, rates of exchange. `kol what-if` and `kol why` beside it."""

# Imports stand inside: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.errors import BadValue, NotFound
from campaigns.money import parse_rate
from dashboard.commands import record_access
from dashboard.commands.record_access import AsJson, Root
from dashboard.words import Lang

Language = Annotated[str, typer.Option("--lang", help="Language of the answer: en or zh.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Terms: what each party is paid, from when to when.")
    for name, command in (
        ("list", list_terms), ("import", import_sheet), ("compare", compare), ("band", band), ("tax", tax),
        ("rate", rate),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="terms")
    app.command("what-if")(what_if)
    app.command("why")(why)


def list_terms(root: Root = Path(), as_json: AsJson = False, lang: Language = "en") -> None:
    """List all terms: for whom, what they pay, when they hold, and whether a platform fee lies outside its band."""
    from dashboard import terms_words

    voice = _voice(lang)
    found = _rows(root, "terms", today=_today())
    if as_json:
        record_access.say(found, "", as_json=True)
        return
    for row in found:
        outside = terms_words.band_warning(row["rate_ppm"], row["low_ppm"], row["high_ppm"], voice)
        period = f"{row['since_date']} – {row['before_date'] or voice('terms.open')}"
        told = [
            terms_words.label(row, voice),
            terms_words.pays(row, voice),
            period,
            voice(f"terms.state.{row['state']}"),
        ]
        typer.echo(" | ".join([*told, *([outside] if outside else [])]))


def import_sheet(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV with the columns of docs/money.md.")],
    root: Root = Path(),
    preview: Annotated[bool, typer.Option("--preview", help="Show what would be entered; enter nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Enter the terms of a spreadsheet, each as a new version that ends the one before: all of them or none."""
    from campaigns import actions
    from campaigns.actions.terms_renewal import plan_terms
    from dashboard.terms_sheet_file import lines_of

    with record_access.opened(root) as store:
        lines = lines_of(file.name, _content(file))
        if preview:
            with store.reading() as session:
                planned = [one._asdict() for one in plan_terms(session, record_access.actor(), lines)]
            record_access.say(planned, f"{len(planned)} terms would be entered; nothing is.", as_json=as_json)
            return
        made = actions.import_terms(store, record_access.actor(), record_access.key(), lines=lines)
    record_access.say({"entered": made}, f"{len(made)} terms entered.", as_json=as_json)


def compare(
    before: Annotated[int, typer.Argument(help="Number of the one terms.")],
    after: Annotated[int, typer.Argument(help="Number of the other.")],
    root: Root = Path(),
    as_json: AsJson = False,
    lang: Language = "en",
) -> None:
    """Show what differs between two terms, and what the worked example pays under each."""
    from campaigns.worked_example import example
    from dashboard import terms_words

    voice = _voice(lang)
    found = {row["id"]: row for row in _rows(root, "terms", today=_today())}
    with record_access.opened(root):
        for number in (before, after):
            if number not in found:
                raise NotFound("terms", str(number))
    pair = found[before], found[after]
    changed = {name: [side[name] for side in pair] for name in terms_words.COMPARED if pair[0][name] != pair[1][name]}
    totals = [example(side).total_fen for side in pair]
    answer = {"changed": changed, "example_fen": {"before": totals[0], "after": totals[1]}}
    told = [
        f"{voice(f'terms.field.{name}')}: " + " → ".join(terms_words.field(name, value, voice) for value in values)
        for name, values in changed.items()
    ]
    told.append(f"{voice('terms.on_example')}: " + " → ".join(voice.money_exact(total) for total in totals))
    record_access.say(answer, "\n".join(told), as_json=as_json)


def band(
    platform: Annotated[str, typer.Option(help="The platform, as in the data.")],
    low: Annotated[str, typer.Option(help="Lowest rate, such as 0.15.")],
    high: Annotated[str, typer.Option(help="Highest rate, such as 0.20.")],
    since: Annotated[str, typer.Option(help="First day, such as 2026-12-01.")],
    category: Annotated[str, typer.Option(help="Category; without one, every other category.")] = "",
    source: Annotated[str, typer.Option(help="Where it comes from.")] = "",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Enter between which rates a platform's fee lies from a day on; a row of that day is changed."""
    fields = {"platform": platform, "category": category, "since_date": since, "low_ppm": low, "high_ppm": high}
    _save_house("platform_band", ("platform", "category"), {**fields, "source": source}, root, as_json=as_json)


def tax(
    party: Annotated[str, typer.Argument(help="kol, agency or platform for all of them, or one: kol/5f3a…, agency/3.")],
    since: Annotated[str, typer.Option(help="First day, such as 2026-12-01.")],
    vat: Annotated[str, typer.Option(help="Rate of VAT, such as 0.06.")] = "0",
    on_top: Annotated[bool, typer.Option("--on-top", help="VAT comes on top; otherwise it is included.")] = False,
    withholding: Annotated[str, typer.Option(help="Rate withheld when the party is paid.")] = "0",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Enter VAT and withholding of a party from a day on; a row of that day is changed."""
    fields = {"party": party, "since_date": since, "vat_ppm": vat, "withholding_ppm": withholding}
    _save_house("party_tax", ("party",), {**fields, "is_vat_included": not on_top}, root, as_json=as_json)


def rate(
    currency: Annotated[str, typer.Argument(help="Three letters, such as USD.")],
    cny: Annotated[str, typer.Argument(help="What one unit is worth in CNY, such as 7.1035.")],
    since: Annotated[str, typer.Option(help="First day, such as 2026-12-01.")],
    source: Annotated[str, typer.Option(help="Where it comes from.")] = "",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Enter a rate of exchange from a day on; a row of that day is changed."""
    fields = {"currency": currency, "since_date": since, "cny_ppm": cny, "source": source}
    _save_house("exchange_rate", ("currency",), fields, root, as_json=as_json)


def what_if(
    terms: Annotated[Path, typer.Option(help='Changes (JSON): [{"terms": 12, "rate": "0.12"}]; see docs/money.md.')],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Show by party and month what other terms would have brought, computed on a copy; nothing is saved."""
    from contextlib import closing

    from campaigns.warehouse import open_reader
    from campaigns.what_if import compare as compared
    from campaigns.what_if import parse_changes

    with record_access.opened(root) as store, closing(open_reader(root)) as reader:
        changes = parse_changes(_content(terms).decode("utf-8-sig", "replace"))
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        found = compared(reader, snapshot.tables["terms"], changes).to_dicts()
    lines = [f"{row['period']}  {row['party']}  {row['part']}  {_signed(row)}" for row in found]
    record_access.say(found, "\n".join(lines) or "Nothing would be different.", as_json=as_json)


def why(
    order: Annotated[str, typer.Argument(help="An order id, or the id of one commission line.")],
    line: Annotated[int | None, typer.Argument(help="One line of the order.")] = None,
    root: Root = Path(),
    as_json: AsJson = False,
    lang: Language = "en",
) -> None:
    """Say why each commission line of an order is what it is: row, evidence, terms, base, slices, rounding, cap."""
    from dashboard.why import answers

    voice, found = _voice(lang), _rows(root, "why", order=order)
    found = [row for row in found if line is None or row["line_no"] == line]
    if not found:
        typer.echo(str(NotFound("commission line of", order)), err=True)
        raise typer.Exit(1)
    told = answers(found, voice)
    shown = ("line_id", "part", "kind", "period", "amount_fen")
    listed = [{name: one.line[name] for name in shown} | {"why": dict(one.facts)} for one in told]
    texts = [
        "\n".join(
            [f"{one.title}: {voice.money_exact(one.amount_fen)}", *(f"  {name}: {text}" for name, text in one.facts)]
        )
        for one in told
    ]
    record_access.say(listed, "\n".join(texts), as_json=as_json)


def _save_house(name: str, key: tuple[str, ...], fields: dict[str, Any], root: Path, *, as_json: bool) -> None:
    """Save a row of bands, taxes or rates as it was typed, over the one of the same day if there is one."""
    from campaigns import actions
    from dashboard.terms_words import millionths

    with record_access.opened(root) as store:
        given = {**fields, "since_date": record_access.day(fields["since_date"], "--since")}
        for rated in (one for one in fields if one.endswith("_ppm")):
            given[rated] = millionths(fields[rated]) if rated == "cny_ppm" else parse_rate(fields[rated], rated)
        same = (*key, "since_date")
        old = [row for row in store.record_tables()[name].to_pylist() if all(row[one] == given[one] for one in same)]
        own = {"id": old[0]["id"], "version": old[0]["version"]} if old else {}
        save = getattr(actions, f"save_{name}")
        row = save(store, record_access.actor(), record_access.key(), **own, **given)
        saved = row.model_dump(mode="json")
    record_access.say(saved, f"Saved: {', '.join(str(given[one]) for one in same if given[one])}.", as_json=as_json)


def _rows(root: Path, name: str, **parameters: str | int) -> list[dict[str, Any]]:
    from dashboard.commands.record_command import reading

    with record_access.opened(root) as store:
        return reading(root, store, name, **parameters)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadValue(
            "the file", str(file), f"a file that can be read ({error.strerror})", "E-FILE-MISSING"
        ) from error


def _signed(row: dict[str, Any]) -> str:
    from campaigns.money import yuan

    return f"{'+' if row['difference_fen'] > 0 else ''}{yuan(row['difference_fen'])} {row['currency']}"


def _voice(lang: str) -> Any:
    from dashboard.formats import Voice

    known: dict[str, Lang] = {"en": "en", "zh": "zh"}
    if lang not in known:
        raise typer.BadParameter("expected en or zh", param_hint="--lang")
    return Voice(known[lang])


def _today() -> str:
    from campaigns.periods import business_date
    from campaigns.records import utc_now

    return business_date(utc_now()).isoformat()
