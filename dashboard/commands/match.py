"""`kol match`: the KOLs for a campaign's brief, each with its reasons."""

# Imports stand inside: the words and the arithmetic take seconds to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.commands.record_access import AsJson, Root, day, opened, say

if TYPE_CHECKING:
    from campaigns.matching.market import Market, Read
    from campaigns.matching.ranking import Rank
    from campaigns.store import Store

SQL = Path(__file__).parents[1] / "sql"


def register(app: typer.Typer) -> None:
    """Add `kol match`."""
    app.command("match")(match)


def match(
    campaign: Annotated[str, typer.Option(help="Code of the campaign whose brief is matched.")],
    as_of: Annotated[str | None, typer.Option(help="Only what was known before this day; else all there is.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many KOLs to list.")] = 10,
    vendor_list: Annotated[
        Path | None, typer.Option("--list", help="A vendor's list of KOLs: loaded first; only KOLs on it are ranked.")
    ] = None,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Rank the KOLs for a campaign's brief, without those who are bound, at a rival, blocked or in it already."""
    asked = day(as_of, "--as-of") if as_of else None
    with opened(root) as store:
        loads = None if vendor_list is None else _loaded(root, vendor_list)
        ranks, market, out = _ranked(root, store, campaign, asked, top, loads)
        answer = [_answer(rank, market) for rank in ranks]
        told = {"campaign": campaign, "as_of": market.as_of.isoformat(), "ranked": ranks[0].of if ranks else 0,
                "left_out": out, "kols": answer}  # fmt: skip
        say(told, "\n".join(f"{one['kol_name']}  {one['score']:.2f}  {one['why']['en']}" for one in answer)
            or f"Nobody can be ranked for {campaign}.", as_json=as_json)  # fmt: skip


def _ranked(
    root: Path, store: Store, code: str, as_of: date | None, top: int, loads: list[int] | None
) -> tuple[list[Rank], Market, list[dict[str, Any]]]:
    from campaigns.errors import NotFound
    from campaigns.matching import market as markets
    from campaigns.matching import ranking
    from campaigns.matching.brief import from_campaign
    from campaigns.matching.weights import DEFAULT_WEIGHTS
    from campaigns.warehouse import open_reader

    with closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)

        def read(name: str, **parameters: Any) -> Any:
            return reader.query((SQL / f"match_{name}.sql").read_text(encoding="utf-8"), parameters)

        row = next((row for row in read("briefs").iter_rows(named=True) if row["code"] == code), None)
        if row is None:
            raise NotFound("campaign", code)
        brief = from_campaign(row, as_of or row["reach_date"] + timedelta(days=1))
        saved = {one["brand_id"]: json.loads(one["weights"]) for one in read("weights").iter_rows(named=True)}
        out = _left_out(read, brief, is_past=as_of is not None)
        market = markets.load(read, brief.as_of)
        weights = saved.get(brief.brand_id, DEFAULT_WEIGHTS)
        barred = {one["kol_id"] for one in out}
        if loads is not None:
            barred |= set(market.kol_ids) - set(read("listed", loads=json.dumps(loads))["kol_id"].to_list())
        return ranking.rank(market, brief, weights, top, barred), market, out


def _loaded(root: Path, path: Path) -> list[int]:
    """The loads of a vendor's list, which is taken in unless it was before; a list that is refused is no list."""
    from campaigns.errors import Refused
    from ingest.load import load_files

    outcomes = load_files(root, [path], who="local")
    loads = sorted({one.load_id for one in outcomes if one.load_id is not None})
    if not loads:
        raise Refused(f"{path} gives no KOL to rank. See what is wrong with it by: kol load {path}")
    return loads


def _left_out(read: Read, brief: Any, *, is_past: bool) -> list[dict[str, Any]]:
    """Who is out by a rule; on a day of the past nobody is out for having been chosen since."""
    found = read(
        "rules", brand_id=brief.brand_id or 0, campaign=brief.code, categories=",".join(brief.categories),
        starts=brief.since_date.isoformat(), ends=brief.before_date.isoformat(), rival_days=brief.rival_days,
    )  # fmt: skip
    return [row for row in found.to_dicts() if not (is_past and row["rule"] == "in_pipeline")]


def _answer(rank: Rank, market: Market) -> dict[str, Any]:
    from dashboard.formats import Voice
    from dashboard.match_sentence import sentence

    return {
        "number": rank.number, "kol_id": rank.kol_id, "kol_name": market.names[rank.place],
        "tier": market.tier_of(rank.place), "score": round(rank.score, 4), "confidence": round(rank.confidence, 4),
        "components": {
            name: {"value": round(value, 4), "strength": round(rank.strengths[name], 4),
                   "age_days": rank.ages.get(name)}
            for name, value in rank.values.items()
        },
        "cautions": list(rank.cautions), "why": {lang: sentence(rank, Voice(lang)) for lang in ("en", "zh")},
    }  # fmt: skip
