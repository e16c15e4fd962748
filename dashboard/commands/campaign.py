"""`kol campaign`: list, show, create, edit, duplicate and archive campaigns."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.errors import BadValue, NotFound
from dashboard.commands import record_access as records
from dashboard.commands.record_access import AsJson, Root

Code = Annotated[str, typer.Argument(help="Code of the campaign.")]
Name = Annotated[str | None, typer.Option(help="Its name.")]
NameZh = Annotated[str | None, typer.Option(help="Its name in Chinese.")]
Method = Annotated[str | None, typer.Option(help="third_party, samples, celebrity or mixed.")]
Since = Annotated[str | None, typer.Option(help="First day, such as 2026-12-01.")]
Last = Annotated[str | None, typer.Option(help="Last day, included.")]
Budget = Annotated[str | None, typer.Option(help="Budget in yuan, such as 120000.00.")]
Part = Annotated[list[str] | None, typer.Option(help="Part of the budget in yuan: ads=18000; all at once.")]
Product = Annotated[list[str] | None, typer.Option(help="Product id, or id=link; all products at once.")]
Brief = Annotated[Path | None, typer.Option(help="Text file with the brief.")]
MustHave = Annotated[list[str] | None, typer.Option(help="Wording that must stand; all of them at once.")]
Banned = Annotated[list[str] | None, typer.Option(help="Wording banned besides the law's list; all at once.")]
Disclosure = Annotated[list[str] | None, typer.Option(help="Accepted disclosure; all of them at once.")]
Rule = Annotated[str | None, typer.Option(help="How the analysis shares orders: first, last, linear, position, "
                                          "time_decay, markov or shapley.")]  # fmt: skip
Match = Annotated[str | None, typer.Option(help="A click counts for the same product or brand.")]
Lookback = Annotated[int | None, typer.Option(help="Days a click counts, in the analysis.")]
HalfLife = Annotated[int | None, typer.Option(help="Half-life of a click in days, for time_decay.")]
DueDays = Annotated[int | None, typer.Option(help="Days to post after delivery.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Campaigns: plan them, copy them, put them away.")
    for name, command in (
        ("list", list_campaigns), ("show", show), ("create", create), ("edit", edit), ("duplicate", duplicate),
        ("archive", archive),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="campaign")


def list_campaigns(
    root: Root = Path(),
    is_archived: Annotated[bool, typer.Option("--archived", help="Archived ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List campaigns, newest first."""
    from campaigns import pipeline_list
    from campaigns.money import yuan

    with records.opened(root) as store, store.reading() as session:
        found = pipeline_list.campaigns(session, is_archived=is_archived)
    lines = [
        f"{row['code']:20}  {row['brand']:10}  {row['method']:12}  {row['since_date']} – {row['before_date']}  "
        f"{yuan(row['budget_fen']):>14} CNY  {row['kols']} KOLs  {row['name']}"
        for row in found
    ]
    records.say(found, "\n".join([*lines, f"{len(found)} campaigns."]), as_json=as_json)


def show(code: Code, root: Root = Path(), as_json: AsJson = False) -> None:
    """Show what a campaign plans and, where files were loaded, what became of it by part of its budget."""
    from campaigns import pipeline_list
    from campaigns.budget import PARTS
    from campaigns.money import yuan

    with records.opened(root) as store:
        with store.reading() as session:
            found = pipeline_list.campaign(session, code)
            answer: dict[str, Any] = {**found.model_dump(), "products": pipeline_list.product_links(session, found)}
        answer["actual_fen"] = spent = _spent(root, store, found.id or 0)
    lines = [f"{found.code}: {found.name}, {found.since_date} – {found.before_date}, {yuan(found.budget_fen)} CNY"]
    for part in PARTS:
        planned = found.budget_parts.get(part)
        actual = "–" if spent is None else yuan(spent[part])
        lines.append(f"  {part:16} planned {'–' if planned is None else yuan(planned):>14}  actual {actual:>14}")
    records.say(answer, "\n".join(lines), as_json=as_json)


def _spent(root: Path, store: Any, campaign_id: int) -> dict[str, int] | None:
    """What was spent by part, in fen; None before the first load."""
    from contextlib import closing

    from campaigns.budget import PARTS
    from campaigns.errors import WarehouseMissing
    from campaigns.warehouse import open_reader

    try:
        reader = open_reader(root)
    except WarehouseMissing:
        return None
    with closing(reader):
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        columns = ", ".join(f"{part}_fen" for part in PARTS)
        found = reader.query(f"select {columns} from campaign_totals where campaign_id = $id", {"id": campaign_id})
    return {part: int(found[f"{part}_fen"][0]) for part in PARTS} if found.height else None


def create(
    code: Code,
    brand: Annotated[str, typer.Option(help="Code of the brand.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    method: Annotated[str, typer.Option(help="third_party, samples, celebrity or mixed.")],
    since: Annotated[str, typer.Option(help="First day, such as 2026-12-01.")],
    last: Annotated[str, typer.Option(help="Last day, included.")],
    budget: Annotated[str, typer.Option(help="Budget in yuan, such as 120000.00.")],
    name_zh: NameZh = None, part: Part = None, product: Product = None, brief: Brief = None,
    must_have: MustHave = None, banned: Banned = None, disclosure: Disclosure = None, due_days: DueDays = None,
    rule: Rule = None, match: Match = None, lookback_days: Lookback = None, half_life_days: HalfLife = None,
    root: Root = Path(), as_json: AsJson = False,
) -> None:  # fmt: skip
    """Create a campaign."""
    from sqlmodel import select

    from campaigns import actions
    from campaigns.records import Brand

    with records.opened(root) as store:
        fields = _fields(name, name_zh, method, since, last, budget, part, product, brief, must_have, banned,
                         disclosure, due_days)  # fmt: skip
        fields |= _credit(rule, match, lookback_days, half_life_days)
        with store.reading() as session:
            brand_id = session.exec(select(Brand.id).where(Brand.code == brand)).first()
        if brand_id is None:
            raise NotFound("brand", brand)
        saved = actions.save_campaign(store, records.actor(), records.key(), code=code, brand_id=brand_id, **fields)
    records.say(saved.model_dump(), f"{code} is created.", as_json=as_json)


def edit(
    code: Code, name: Name = None, name_zh: NameZh = None, method: Method = None, since: Since = None,
    last: Last = None, budget: Budget = None, part: Part = None, product: Product = None, brief: Brief = None,
    must_have: MustHave = None, banned: Banned = None, disclosure: Disclosure = None, due_days: DueDays = None,
    rule: Rule = None, match: Match = None, lookback_days: Lookback = None, half_life_days: HalfLife = None,
    version: Annotated[int | None, typer.Option(help="The version you read; the present one without it.")] = None,
    root: Root = Path(), as_json: AsJson = False,
) -> None:  # fmt: skip
    """Change what is given of a campaign; the rest stays."""
    fields = (name, name_zh, method, since, last, budget, part, product, brief, must_have, banned, disclosure, due_days)
    with records.opened(root) as store:
        credit = _credit(rule, match, lookback_days, half_life_days)
        saved = _change(store, code, version, **_fields(*fields), **credit)
    records.say(saved.model_dump(), f"{code} is saved.", as_json=as_json)


def duplicate(
    code: Code,
    new_code: Annotated[str, typer.Argument(help="Code of the copy.")],
    since: Annotated[str, typer.Option(help="First day of the copy; it lasts as long.")],
    name: Name = None,
    name_zh: NameZh = None,
    has_kols: Annotated[bool, typer.Option("--kols", help="Shortlist the same KOLs.")] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Copy a campaign's plan to other days."""
    from campaigns import actions, pipeline_list

    with records.opened(root) as store:
        first = records.day(since, "--since")
        with store.reading() as session:
            found = pipeline_list.campaign(session, code)
        saved = actions.duplicate_campaign(
            store, records.actor(), records.key(), campaign_id=found.id or 0, code=new_code, name=name or found.name,
            name_zh=name_zh or found.name_zh, since_date=first or found.since_date, has_kols=has_kols,
        )  # fmt: skip
    records.say(saved.model_dump(), f"{new_code} is a copy of {code}.", as_json=as_json)


def archive(
    code: Code,
    is_undone: Annotated[bool, typer.Option("--undo", help="Take it out of the archive.")] = False,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Put a campaign away: it leaves the lists, nothing of it is lost."""
    with records.opened(root) as store:
        saved = _change(store, code, None, is_archived=not is_undone)
    records.say(saved.model_dump(), f"{code} is {'back' if is_undone else 'archived'}.", as_json=as_json)


def _change(store: Any, code: str, version: int | None, **fields: Any) -> Any:
    from campaigns import actions, pipeline_list

    with store.reading() as session:
        found = pipeline_list.campaign(session, code)
    return actions.save_campaign(
        store, records.actor(), records.key(), id=found.id or 0, version=version or found.version, **fields
    )


def _fields(
    name: str | None, name_zh: str | None, method: str | None, since: str | None, last: str | None, budget: str | None,
    part: list[str] | None, product: list[str] | None, brief: Path | None, must_have: list[str] | None,
    banned: list[str] | None, disclosure: list[str] | None, due_days: int | None,
) -> dict[str, Any]:  # fmt: skip
    """What was given, as the action takes it; raises BadValue."""
    from campaigns.money import parse_yuan

    first, end = records.day(since, "--since"), records.day(last, "--last")
    products = dict(_pair(text) for text in product or [])
    parts = dict(_pair(text) for text in part or [])
    fields = {
        "name": name, "name_zh": name_zh, "method": method, "since_date": first,
        "before_date": None if end is None else end + timedelta(days=1),
        "budget_fen": None if budget is None else parse_yuan(budget, "--budget"),
        "budget_parts": {name: parse_yuan(text, f"--part {name}") for name, text in parts.items()} if parts else None,
        "product_ids": list(products) or None,
        "links": {name: link for name, link in products.items() if link} or None,
        "brief": None if brief is None else _text(brief),
        "must_have": must_have, "banned_extra": banned, "disclosure": disclosure, "posting_due_days": due_days,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}


def _credit(rule: str | None, match: str | None, lookback_days: int | None, half_life: int | None) -> dict[str, Any]:
    """How the analysis shares orders, as far as it was given."""
    fields = {"credit_rule": rule, "match_on": match, "lookback_days": lookback_days, "half_life_days": half_life}
    return {name: value for name, value in fields.items() if value is not None}


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(), value.strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadValue("--brief", str(path), "a text file in UTF-8 that can be read", "E-FILE") from error
