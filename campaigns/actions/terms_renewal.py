"""A new version of terms: it ends the one before it at its start. Many at once from a spreadsheet: all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Unpack

from sqlmodel import Session, col, or_, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.terms import KIND, PART_BASES, SCOPE_TARGET, TARGET, TermsFields, reach_of
from campaigns.errors import BadValue, CellsRefused, KolbookError
from campaigns.records import SCOPES, Agency, Campaign, Collaboration, Terms
from campaigns.store import Store

MOST = 2_000
NAMES = ("campaign", "kol", "agency")


class Planned(NamedTuple):
    """One line of a sheet as it would be entered: its fields, and the terms it ends at its start."""

    row: int
    fields: dict[str, Any]
    ends: int | None


def renew_terms(store: Store, actor: Actor, key: str, **fields: Unpack[TermsFields]) -> Terms:
    """Enter terms from `since_date` on; earlier ones of the same target and part that still hold then end there.

    Raises TermsOverlap, naming them, where others begin on that day or later.
    """
    given: dict[str, Any] = {**fields}
    change = perform(store, actor, key, "renew_terms", given, lambda session: _renew(session, actor, given)[0])
    return Terms.model_validate(change.after)


def import_terms(store: Store, actor: Actor, key: str, *, lines: Sequence[Mapping[str, Any]]) -> list[int]:
    """Enter the terms of a sheet (`campaigns.terms_sheet.read`), each as a new version; returns their numbers.

    Raises CellsRefused with every line that cannot be entered; then none is.
    """

    def work(session: Session) -> Change:
        rights.require_role(session, actor, "import_terms")
        made, bad = [], []
        for planned, line in _resolved(session, lines, actor):
            try:
                with session.begin_nested():
                    made.append(int(_renew(session, actor, planned.fields)[0].target.partition(" ")[2]))
            except KolbookError as problem:
                bad.append(_cell(line, problem))
        if bad:
            raise CellsRefused(bad)
        return Change("terms", None, {"made": made})

    request = {"lines": [dict(line) for line in lines]}
    done: dict[str, Any] = perform(store, actor, key, "import_terms", request, work).after or {}
    return list(done["made"])


def plan_terms(session: Session, actor: Actor, lines: Sequence[Mapping[str, Any]]) -> list[Planned]:
    """What `import_terms` would enter, without the checks that need a transaction. Raises CellsRefused."""
    return [planned for planned, _ in _resolved(session, lines, actor)]


def _renew(session: Session, actor: Actor, given: Mapping[str, Any]) -> tuple[Change, int | None]:
    checks.only_known("terms", given, {"id": None, **KIND.fields})
    probe = _probe(given)
    rights.allow(session, actor, **{"action": KIND.action, **reach_of(probe)})
    checks.choice(SCOPES)("terms.scope", probe.scope)
    checks.day("terms.since_date", probe.since_date)
    earlier = _earlier(session, probe)
    before = None
    if earlier is not None:
        ended = {"id": earlier.id, "before_date": probe.since_date}
        before = rows.write(session, KIND, earlier.version, ended, actor).before
    bases = PART_BASES.get(probe.part, ("buyer_paid",))
    change = rows.write(session, KIND, None, {"base": bases[0], **given, "entered_by": actor.who}, actor)
    return Change(change.target, before, change.after), None if earlier is None else earlier.id


def _probe(fields: Mapping[str, Any]) -> Terms:
    """Terms as far as they say for whom, which part and since when."""
    named: dict[str, Any] = {name: fields.get(name) for name in ("scope", "part", "since_date", *TARGET)}
    return Terms(**named)


def _earlier(session: Session, terms: Terms) -> Terms | None:
    """The terms of the same target and part that began before and hold on the first day of these."""
    same = [col(getattr(Terms, name)) == getattr(terms, name) for name in ("scope", "part", *SCOPE_TARGET[terms.scope])]
    holds = or_(col(Terms.before_date).is_(None), col(Terms.before_date) > terms.since_date)
    return session.exec(select(Terms).where(*same, holds, col(Terms.since_date) < terms.since_date).limit(1)).first()


def _resolved(
    session: Session, lines: Sequence[Mapping[str, Any]], actor: Actor
) -> list[tuple[Planned, Mapping[str, Any]]]:
    if not 0 < len(lines) <= MOST:
        raise BadValue("import_terms.lines", str(len(lines)), f"1 to {MOST} rows")
    known, bad = _Known(session, actor), []
    found: list[tuple[Planned, Mapping[str, Any]]] = []
    for line in lines:
        try:
            fields = known.fields(line)
            earlier = _earlier(session, _probe(fields))
            found.append((Planned(line["row"], fields, earlier.id if earlier else None), line))
        except BadValue as problem:
            bad.append(problem)
    if bad:
        raise CellsRefused(bad)
    return found


class _Known:
    """The names a sheet may use, and what they stand for; those that somebody may not know are unknown to them."""

    def __init__(self, session: Session, actor: Actor) -> None:
        here = rights.standing(session, actor)
        own = here.brand_ids if here.role == rights.MARKETER else None
        campaigns = [one for one in session.exec(select(Campaign)) if own is None or one.brand_id in own]
        self._campaigns = {one.code: one.id for one in campaigns}
        self._agencies: dict[str, int | None] = {}
        for agency in session.exec(select(Agency)):
            self._agencies[agency.name] = self._agencies[agency.code] = agency.id
        self._collaborations: dict[tuple[int, str], list[int | None]] = {}
        for one in session.exec(select(Collaboration)):
            for name in {one.kol_id, one.kol_name}:
                self._collaborations.setdefault((one.campaign_id, name), []).append(one.id)

    def fields(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of terms that a line fills; the scope follows from whom it names."""
        fields = {name: value for name, value in line.items() if name not in (*NAMES, "row", "places")}
        campaign = self._named(line, "campaign", self._campaigns, "the code of a campaign")
        agency = self._named(line, "agency", self._agencies, "the code or name of an agency")
        if line.get("kol"):
            return {**fields, "scope": "collaboration", "collaboration_id": self._collaboration(line, campaign)}
        if agency is not None:
            scope = "agency" if campaign is None else "agency_campaign"
            return {**fields, "scope": scope, "agency_id": agency, "campaign_id": campaign}
        if not line.get("platform"):
            expected = "whom the terms are for: a KOL and a campaign, an agency, or a platform"
            raise BadValue(f"row {line['row']}", "", expected)
        return {**fields, "scope": "platform_category" if line.get("category") else "platform"}

    def _named(self, line: Mapping[str, Any], name: str, known: Mapping[str, int | None], expected: str) -> int | None:
        text = line.get(name)
        if not text:
            return None
        if text not in known:
            raise BadValue(line["places"].get(name, name), text, expected)
        return known[text]

    def _collaboration(self, line: Mapping[str, Any], campaign_id: int | None) -> int | None:
        found = self._collaborations.get((campaign_id or 0, line["kol"]), [])
        if len(found) != 1:
            expected = (
                "the id or name of one KOL of the campaign" if not found else "the KOL's id: the name stands twice"
            )
            raise BadValue(line["places"].get("kol", "kol"), line["kol"], expected)
        return found[0]


def _cell(line: Mapping[str, Any], problem: KolbookError) -> BadValue:
    """The refusal of a line, at the cell it is about where it names one."""
    if isinstance(problem, BadValue):
        field = problem.where.removeprefix("terms.").partition("[")[0]
        return BadValue(line["places"].get(field, f"row {line['row']}, {field}"), problem.value, problem.expected)
    return BadValue(f"row {line['row']}", "", str(problem).rstrip("."))
