"""A shortlist pasted from a spreadsheet: every row becomes a collaboration of the campaign, or none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns import conflicts, rights
from campaigns.actions import checks, picked, rows
from campaigns.actions.collaboration import ARRANGED
from campaigns.actions.request import Actor, Change, perform
from campaigns.conflicts import Conflict
from campaigns.errors import BadValue, CellsRefused
from campaigns.pipeline_records import QUOTE_KINDS, CollaborationQuote, CollaborationStep
from campaigns.records import Agency, Campaign, Collaboration, utc_now
from campaigns.store import Store

MOST = 5_000
CELLS: dict[str, checks.Check] = {
    "kol_id": checks.identifier,
    "kol_name": checks.text,
    "agency": checks.line(200),
    "quote_fen": checks.optional(checks.fen),
    "kind": checks.choice(QUOTE_KINDS),
    **ARRANGED,
}
"""What a row may say. `agency` is the code or the name of an agency that is known."""

NEEDED = ("kol_id", "kol_name")


class Shortlisted(NamedTuple):
    """How many collaborations were made, their numbers, and what to be warned of."""

    collaboration_ids: list[int]
    conflicts: list[Conflict]


def import_shortlist(
    store: Store, actor: Actor, key: str, *, campaign_id: int, lines: Sequence[Mapping[str, Any]]
) -> Shortlisted:
    """Shortlist the KOLs of `lines` for a campaign: all, or CellsRefused with every cell that must be mended.

    A line holds the fields of CELLS, `row`, the row that people see, and `places`, what they call its cells.
    """

    def work(session: Session) -> Change:
        number = checks.row_id("import_shortlist.campaign_id", campaign_id)
        rights.allow(session, actor, "import_shortlist", campaign_id=number)
        rows.find(session, Campaign, "campaign", number)
        given = _checked(lines)
        own = rights.standing(session, actor).agency_id
        agencies = _agencies(session, given)
        _refuse_known(session, number, given)
        for agency_id in {own, *(agency for agency in agencies.values())} - {None}:
            rights.allow(session, actor, "import_shortlist", campaign_id=number, agency_id=agency_id)
        made = _make(session, actor, number, given, agencies, own)
        ids = [picked.number(row) for row in made]
        warned = conflicts.of(session, ids)
        listed = [
            {"id": row.id, "kol_id": row.kol_id, "kol_name": row.kol_name, "agency_id": row.agency_id} for row in made
        ]
        return Change(f"campaign {number}", None, {"made": listed, "conflicts": conflicts.as_json(warned)})

    request = {"campaign_id": campaign_id, "lines": [dict(line) for line in lines]}
    done: dict[str, Any] = perform(store, actor, key, "import_shortlist", request, work).after or {}
    return Shortlisted([row["id"] for row in done["made"]], conflicts.from_json(done["conflicts"]))


def _checked(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not 0 < len(lines) <= MOST:
        raise BadValue("import_shortlist.lines", str(len(lines)), f"1 to {MOST} rows")
    bad: list[BadValue] = []
    checked = [_check_line(line, number, bad) for number, line in enumerate(lines, start=1)]
    seen: dict[str, int] = {}
    for line in checked:
        first = seen.setdefault(line["kol_id"], line["row"]) if line["kol_id"] else line["row"]
        if first != line["row"]:
            bad.append(_cell(line, "kol_id", line["kol_id"], f"each KOL once; row {first} has it already"))
    if bad:
        raise CellsRefused(bad)
    return checked


def _check_line(line: Mapping[str, Any], number: int, bad: list[BadValue]) -> dict[str, Any]:
    row = line.get("row", number)
    checks.only_known("import_shortlist.lines", line, {"row": None, "places": None, **CELLS})
    checked: dict[str, Any] = {"row": row, "places": line.get("places", {}), "agency": "", "kind": "image"}
    for name in (*NEEDED, *(name for name in CELLS if name in line and name not in NEEDED)):
        checked[name] = None
        try:
            checked[name] = CELLS[name](_place(checked, name), line.get(name, ""))
        except BadValue as problem:
            bad.append(problem)
    return checked


def _agencies(session: Session, given: Sequence[dict[str, Any]]) -> dict[str, int | None]:
    """The agencies that the rows name, by what they are called there."""
    known: dict[str, int | None] = {"": None}
    for agency in session.exec(select(Agency)):
        known[agency.name] = known[agency.code] = agency.id
    bad = [
        _cell(line, "agency", line["agency"], "the code or name of an agency that is known, or nothing")
        for line in given
        if line["agency"] not in known
    ]
    if bad:
        raise CellsRefused(bad)
    return {line["agency"]: known[line["agency"]] for line in given}


def _refuse_known(session: Session, campaign_id: int, given: Sequence[dict[str, Any]]) -> None:
    query = select(Collaboration.kol_id, Collaboration.id).where(Collaboration.campaign_id == campaign_id)
    present = dict(session.exec(query.where(col(Collaboration.kol_id).in_([line["kol_id"] for line in given]))).all())
    bad = [
        _cell(line, "kol_id", line["kol_id"], f"a KOL who is not in the campaign yet (see {present[line['kol_id']]})")
        for line in given
        if line["kol_id"] in present
    ]  # fmt: skip
    if bad:
        raise CellsRefused(bad)


def _cell(line: Mapping[str, Any], column: str, value: str, expected: str) -> BadValue:
    return BadValue(_place(line, column), value, expected)


def _place(line: Mapping[str, Any], column: str) -> str:
    return str(line["places"].get(column, f"row {line['row']}, column {column}"))


def _make(
    session: Session, actor: Actor, campaign_id: int, given: Sequence[dict[str, Any]], agencies: dict[str, int | None],
    own: int | None,
) -> list[Collaboration]:  # fmt: skip
    now = utc_now()
    made = [
        Collaboration(
            campaign_id=campaign_id, kol_id=line["kol_id"], kol_name=line["kol_name"], stands_since_at=now,
            agency_id=agencies[line["agency"]] or own, **{name: line[name] for name in ARRANGED if name in line},
        )
        for line in given
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    came = {"from_state": None, "to_state": "shortlisted", "who": actor.who, "at": now, "reason": ""}
    steps = [{**came, "collaboration_id": row.id} for row in made]
    session.execute(sa.insert(CollaborationStep), steps)
    quotes = [
        {"collaboration_id": row.id, "quote_fen": line["quote_fen"], "kind": line["kind"], "remark": "",
         "entered_by": actor.who, "entered_at": now}
        for row, line in zip(made, given, strict=True)
        if line.get("quote_fen") is not None
    ]  # fmt: skip
    if quotes:
        session.execute(sa.insert(CollaborationQuote), quotes)
    return made
