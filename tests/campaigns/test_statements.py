"""A KOL's statements over two months, and who may do what to them.

May    opening 0       l1 +34.50   l2 +10.00 (in its return window)   l3 −4.00     closing 40.50, due 30.50
June   opening 10.00   after 30.50 was paid in June: +0 −30.50         late: l1 −1.00 of May          closing …
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from campaigns import actions, audit, ledger_chain, ledger_verify, statement_archive
from campaigns.actions import Actor
from campaigns.errors import BadValue, Refused, StaleVersion
from campaigns.ledger import AccrualLine, Posting
from campaigns.ledger_records import LedgerEntry, LedgerPosting
from campaigns.statement_facts import MonthFacts
from campaigns.statement_records import Statement, StatementPayment
from campaigns.statement_totals import SECTIONS, total
from campaigns.store import Store

KOL, FEE = "kol/k1", "platform/tmall"
BO = Actor("bo")
EXPLAINED = {
    "line_id": pl.String, "part": pl.String, "kind": pl.String, "party": pl.String, "campaign_code": pl.String,
    "collaboration_id": pl.Int64, "kol_id": pl.String, "kol_name": pl.String, "note_id": pl.String,
    "shop_id": pl.String, "order_id": pl.String, "line_no": pl.Int64, "refund_id": pl.String, "evidence": pl.String,
    "terms_id": pl.Int64, "base_name": pl.String, "currency": pl.String, "base_before_fen": pl.Int64,
    "base_after_fen": pl.Int64, "rate_ppt": pl.Int64, "amount_fen": pl.Int64, "period": pl.String,
    "of_period": pl.String, "is_pending": pl.Boolean, "event_date": pl.Date, "payable_date": pl.Date,
    "event_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def line(line_id: str, fen: int, *, party: str = KOL, month: int = 5, part: str = "kol", **more: Any) -> AccrualLine:
    return AccrualLine(line_id, part, "sale", party, "CNY", fen, date(2026, month, 3), **more)


def why(
    one: AccrualLine, *, base: tuple[int, int] = (0, 0), rate_ppm: int | None = None, **more: Any
) -> dict[str, Any]:
    """The explanation of a line as the warehouse gives it."""
    given = dict.fromkeys(EXPLAINED) | {
        "line_id": one.line_id, "part": one.part, "kind": one.kind, "party": one.party, "campaign_code": "C1",
        "kol_id": "k1", "kol_name": "小林", "order_id": f"o-{one.line_id}", "currency": one.currency,
        "base_name": "buyer_paid", "base_before_fen": base[0], "base_after_fen": base[1], "evidence": "settlement",
        "rate_ppt": None if rate_ppm is None else rate_ppm * 1_000_000, "amount_fen": one.amount_fen,
        "period": one.business_date.strftime("%Y-%m"), "of_period": one.business_date.strftime("%Y-%m"),
        "is_pending": False, "event_date": one.business_date, "payable_date": one.business_date,
        "event_at": datetime(2026, one.business_date.month, 3, tzinfo=UTC),
    }  # fmt: skip
    return given | more


def facts(period: str, lines: dict[str, list[AccrualLine]], explained: list[dict[str, Any]]) -> MonthFacts:
    return MonthFacts(period, lines, pl.DataFrame(explained, schema=EXPLAINED), {KOL: "小林"})


L1, L2, L3 = line("l1", 3450), line("l2", 1000), line("l3", -400)
FREE = line("l4", 0)
MAY = facts(
    "2026-05", {"2026-05": [L1, L2, L3, FREE, line("l1/fee", 3450, party=FEE, part="platform_fee")]},
    [
        why(L1, base=(0, 23000), rate_ppm=150_000), why(L2, is_pending=True, payable_date=None), why(L3), why(FREE),
        why(line("l1/fee", 3450, party=FEE, part="platform_fee"), base=(0, 23000), rate_ppm=150_000),
    ],
)  # fmt: skip


@pytest.fixture(autouse=True)
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("statements", "statement_steps", "statement_payments", "ledger"):
        monkeypatch.setattr(f"campaigns.actions.{module}.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))


def _make(store: Store, who: Actor, root: Path, month: MonthFacts = MAY, key: str = "make") -> list[int]:
    return actions.make_statements(store, who, f"{key} {month.period}", root=root, facts=month).statements


def _statement(store: Store, party: str = KOL, period: str = "2026-05") -> Statement:
    with store.reading() as session:
        return session.exec(select(Statement).where(Statement.party == party, Statement.period == period)).one()


def _versions(row: Statement) -> dict[int, int]:
    return {row.id or 0: row.version}


def _approved(store: Store, root: Path, lin: Actor, party: str = KOL, period: str = "2026-05") -> Statement:
    actions.submit_statements(
        store, lin, f"submit {party} {period}", versions=_versions(_statement(store, party, period))
    )
    actions.approve_statements(
        store, BO, f"approve {party} {period}", versions=_versions(_statement(store, party, period))
    )
    return _statement(store, party, period)


def _pay(store: Store, lin: Actor, fen: int, key: str = "pay", **more: Any) -> Statement:
    row = _statement(store)
    given = {"paid_date": date(2026, 6, 10), "reference": "bank 7", **more}
    return actions.pay_statement(store, lin, key, id=row.id or 0, version=row.version, amount_fen=fen, **given)


def _close(store: Store, root: Path, lin: Actor, key: str = "close", *, carry_forward: bool = False) -> None:
    row = _statement(store)
    actions.close_statements(store, lin, key, root=root, versions=_versions(row), carry_forward=carry_forward)


def _sections(store: Store, root: Path, period: str = "2026-05") -> list[tuple[str, str, int]]:
    found = statement_archive.read(root, _statement(store, period=period).lines_hash)
    return list(found.select("section", "line_id", "amount_fen").iter_rows())


def test_a_draft_says_what_the_month_moved_and_what_of_it_is_payable(store: Store, root: Path, lin: Actor) -> None:
    assert len(_make(store, lin, root)) == 2
    row = _statement(store)
    assert (row.opening_fen, row.accrued_fen, row.clawback_fen, row.closing_fen) == (0, 4450, -400, 4050)
    assert (row.pending_fen, row.due_fen, row.party_name, row.state) == (1000, 3050, "小林", "draft")
    assert _sections(store, root) == [
        ("accrued", "l1", 3450), ("accrued", "l2", 1000), ("accrued", "l4", 0), ("clawback", "l3", -400),
    ]  # fmt: skip
    with store.reading() as session:
        assert row.ledger_hash == ledger_chain.head(session).hash
    assert ledger_verify.verify(store, row.ledger_hash) == audit.verify(store) == []


def test_a_line_keeps_its_rate_only_where_the_rate_gives_its_amount(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    found = statement_archive.read(root, _statement(store).lines_hash)
    rates = dict(found.select("line_id", "rate_ppm").iter_rows())
    assert rates == {"l1": 150_000, "l2": None, "l3": None, "l4": None}


def test_making_a_month_again_changes_nothing(store: Store, root: Path, lin: Actor) -> None:
    first = _make(store, lin, root)
    before = store.record_tables()
    files = sorted(path.name for path in (root / "statements").iterdir())
    assert _make(store, lin, root, key="again") == first
    assert store.record_tables() == before
    assert sorted(path.name for path in (root / "statements").iterdir()) == files


def test_what_a_draft_no_longer_names_is_removed(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    old = _statement(store).lines_hash
    changed = facts("2026-05", {"2026-05": [line("l1", 3000), *MAY.lines["2026-05"][1:]]}, [why(line("l1", 3000))])
    _make(store, lin, root, changed, "changed")
    _make(store, lin, root, changed, "swept")
    assert not (root / "statements" / f"{old}.parquet").exists()
    assert statement_archive.read(root, _statement(store).lines_hash).height == 3


def test_nobody_approves_what_they_made_or_submitted(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    actions.submit_statements(store, BO, "submit", versions=_versions(_statement(store)))
    for number, somebody in enumerate((lin, BO, Actor("BO"))):
        with pytest.raises(Refused, match="somebody else has to approve"):
            actions.approve_statements(store, somebody, f"a{number}", versions=_versions(_statement(store)))
    actions.approve_statements(store, Actor("mei"), "approve", versions=_versions(_statement(store)))
    assert _statement(store).state == "approved"


def test_the_database_refuses_what_goes_past_the_actions(
    store: Store, root: Path, lin: Actor, behind_the_back: Callable[[], Any]
) -> None:
    """Each statement is one that only the database can refuse: written to it directly."""
    _make(store, lin, root)
    one = "where party = 'kol/k1'"
    _refused(store, f"update statement set state = 'approved' {one}")
    actions.submit_statements(store, lin, "submit", versions=_versions(_statement(store)))
    signed = "state = 'approved', approved_at = submitted_at"
    _refused(store, f"update statement set {signed}, approved_by = 'lin' {one}")
    _refused(store, f"update statement set {signed}, approved_by = 'LIN' {one}")
    _refused(store, f"update statement set {signed}, approved_by = 'bo', submitted_by = 'mei' {one}")
    _refused(store, f"update statement set due_fen = due_fen + 1 {one}")
    _refused(store, f"update statement set lines_hash = 'x' {one}")
    _refused(store, "delete from statement")
    actions.approve_statements(store, BO, "approve", versions=_versions(_statement(store)))
    _refused(store, f"update statement set state = 'paid', paid_fen = due_fen {one}")
    _refused(store, f"update statement set state = 'submitted', approved_by = null, approved_at = null {one}")
    _pay(store, lin, 3050)
    _refused(store, "update statement_payment set amount_fen = 1")
    _refused(store, "delete from statement_payment")
    _close(store, root, lin)
    _refused(store, f"update statement set remark = 'x' {one}")
    assert _statement(store).state == "closed"


def _refused(store: Store, sql: str) -> None:
    with pytest.raises(sa.exc.DBAPIError), store.transaction() as session:
        session.execute(sa.text(sql))


def test_a_posting_for_a_stated_month_goes_into_the_next(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    _approved(store, root, lin)
    late = [line("l1", 3350), *MAY.lines["2026-05"][1:]]
    actions.post_accruals(store, lin, "late", "2026-05", late)
    with store.reading() as session:
        entry = list(ledger_chain.entries(session))[-1]
    newest, newest_id = entry.draft, entry.id
    assert (newest.period, newest.of_period, newest.business_date) == ("2026-06", "2026-05", date(2026, 6, 1))
    with pytest.raises(sa.exc.DBAPIError, match="open month"):
        _post_into_may(store, newest_id + 1)


def _post_into_may(store: Store, number: int) -> None:
    """Past the actions, as somebody with the database at hand would."""
    entry = LedgerEntry(
        id=number, who="lin", event_kind="fine", external_id="x", period="2026-05", of_period="2026-05",
        business_date=date(2026, 5, 3), description="past the actions",
    )  # fmt: skip
    with store.transaction() as session:
        session.add(entry)
        session.flush()
        session.add(
            LedgerPosting(entry_id=number, posting_no=1, account="payable", party=KOL, currency="CNY", amount_fen=5)
        )
        session.flush()


def test_the_next_month_opens_with_what_was_left_and_shows_late_changes(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    _approved(store, root, lin)
    assert _pay(store, lin, 2000).state == "part_paid"
    assert _pay(store, lin, 1050, "rest").state == "paid"
    new, late = line("l9", 700, month=6), [line("l1", 3350), *MAY.lines["2026-05"][1:]]
    _make(store, lin, root, facts("2026-06", {"2026-05": late, "2026-06": [new]}, [why(new)]))
    with pytest.raises(Refused, match="Close it before 2026-06 is submitted"):
        actions.submit_statements(store, lin, "early", versions=_versions(_statement(store, period="2026-06")))
    _close(store, root, lin)
    row = _approved(store, root, lin, period="2026-06")
    assert (row.opening_fen, row.accrued_fen, row.adjustment_fen, row.settled_fen) == (4050, 700, -100, -3050)
    assert (row.closing_fen, row.pending_fen, row.due_fen) == (1600, 0, 1600)
    assert [(section, fen) for section, _, fen in _sections(store, root, "2026-06")] == [
        ("accrued", 700), ("adjustment", -100), ("settled", -2000), ("settled", -1050),
    ]  # fmt: skip


def test_a_payment_is_at_most_what_is_left_and_is_taken_back_with_a_reason(
    store: Store, root: Path, lin: Actor
) -> None:
    _make(store, lin, root)
    _approved(store, root, lin)
    with pytest.raises(BadValue, match=r"at most the 30\.50 left"):
        _pay(store, lin, 3051)
    with pytest.raises(BadValue, match="today or a day before"):
        _pay(store, lin, 3050, "tomorrow", paid_date=date(2026, 7, 3))
    paid = _pay(store, lin, 3000, withheld_fen=500)
    assert _pay_again_gives_the_same(store, lin, paid)
    with store.reading() as session:
        entry = session.exec(select(StatementPayment.entry_id)).one()
        found = ledger_chain.get(session, entry)
    assert found is not None
    assert found.draft.postings == (
        Posting("payable", "CNY", 3000, KOL), Posting("cash", "CNY", -2500), Posting("tax", "CNY", -500),
    )  # fmt: skip
    with pytest.raises(Refused, match="is payment 1 of statement"):
        actions.reverse_entry(store, lin, "past", entry_id=entry, reason="wrong")
    row = actions.reverse_payment(store, lin, "back", id=paid.id or 0, version=paid.version, number=1, reason="bounced")
    assert (row.state, row.paid_fen) == ("approved", 0)
    assert _pay(store, lin, 3050, "right").state == "paid"
    assert ledger_verify.verify(store) == audit.verify(store) == []


def _pay_again_gives_the_same(store: Store, lin: Actor, paid: Statement) -> bool:
    again = actions.pay_statement(
        store, lin, "pay", id=paid.id or 0, version=paid.version - 1, amount_fen=3000, paid_date=date(2026, 6, 10),
        reference="bank 7", withheld_fen=500,
    )  # fmt: skip
    return again == paid


def test_an_unpaid_statement_is_closed_only_where_the_rest_is_meant_to_be_carried(
    store: Store, root: Path, lin: Actor
) -> None:
    _make(store, lin, root)
    _approved(store, root, lin)
    with pytest.raises(Refused, match=r"30\.50 CNY unpaid"):
        _close(store, root, lin)
    _close(store, root, lin, "carried", carry_forward=True)
    row = _statement(store)
    assert (row.state, row.closed_by, row.paid_fen) == ("closed", "lin", 0)
    with pytest.raises(Refused, match="only an approved one"):
        _pay(store, lin, 100)


def test_closing_refuses_lines_that_are_not_those_that_were_approved(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    row = _approved(store, root, lin)
    place = root / "statements" / f"{row.lines_hash}.parquet"
    data = place.read_bytes()
    place.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    with pytest.raises(Refused, match="were changed"):
        _close(store, root, lin, carry_forward=True)
    place.unlink()
    with pytest.raises(Refused, match="are missing"):
        _close(store, root, lin, "gone", carry_forward=True)
    assert _statement(store).state == "approved"


def test_a_draft_that_the_ledger_has_left_behind_is_not_submitted(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    fine = (Posting("adjustment", "CNY", -50), Posting("payable", "CNY", 50, KOL))
    actions.post_entry(
        store, lin, "fine", event_kind="fine", external_id="f1", business_date=date(2026, 5, 20), description="Late",
        postings=fine,
    )  # fmt: skip
    with pytest.raises(Refused, match="make it again"):
        actions.submit_statements(store, lin, "submit", versions=_versions(_statement(store)))
    _make(store, lin, root, key="again")
    assert _statement(store).adjustment_fen == -50
    assert _approved(store, root, lin).state == "approved"


def test_a_returned_statement_is_a_draft_again_with_the_reason(store: Store, root: Path, lin: Actor) -> None:
    _make(store, lin, root)
    actions.submit_statements(store, lin, "submit", versions=_versions(_statement(store)))
    with pytest.raises(StaleVersion):
        actions.approve_statements(store, BO, "stale", versions={_statement(store).id or 0: 1})
    actions.return_statements(store, BO, "return", versions=_versions(_statement(store)), reason="l2 is doubtful")
    row = _statement(store)
    assert (row.state, row.remark, row.submitted_by) == ("draft", "l2 is doubtful", None)


def test_what_is_below_the_minimum_payout_is_carried_forward(store: Store, root: Path, lin: Actor) -> None:
    actions.save_setting(store, lin, "min", name="statement.minimum.kol", value=3051, source="contract")
    with pytest.raises(BadValue, match="whole fen"):
        actions.save_setting(store, lin, "bad", name="statement.minimum.agency", value=30.51)
    _make(store, lin, root)
    row = _statement(store)
    assert (row.closing_fen, row.minimum_fen, row.due_fen) == (4050, 3051, 0)
    _approved(store, root, lin)
    _close(store, root, lin)


def test_rebates_stand_beside_the_balance_and_are_never_netted(store: Store, root: Path, lin: Actor) -> None:
    party = "agency/1"
    lines = [line("c", 2000, party=party, part="third_party"), line("rebate/1", 900, party=party, part="rebate")]
    _make(store, lin, root, facts("2026-05", {"2026-05": lines}, [why(lines[0])]))
    row = _statement(store, party)
    assert (row.closing_fen, row.due_fen, row.rebate_fen) == (2000, 2000, 900)


def test_a_month_that_runs_has_no_statements(store: Store, root: Path, lin: Actor) -> None:
    with pytest.raises(Refused, match="is not over"):
        _make(store, lin, root, facts("2026-07", {"2026-07": [line("l1", 5, month=7)]}, []))


@given(
    st.integers(-(10**9), 10**9), st.lists(st.tuples(st.sampled_from(SECTIONS), st.integers(-(10**9), 10**9))),
    st.integers(-(10**6), 10**9), st.integers(0, 10**6),
)  # fmt: skip
def test_totals_roll_forward_and_never_pay_more_than_is_due(
    opening: int, movements: list[tuple[str, int]], pending: int, minimum: int
) -> None:
    found = total(opening, movements, pending_fen=pending, minimum_fen=minimum, rebate_fen=7)
    moved = found.accrued_fen + found.clawback_fen + found.adjustment_fen + found.settled_fen
    assert found.closing_fen == found.opening_fen + moved
    assert found.due_fen in (0, found.closing_fen - max(pending, 0))
    assert found.due_fen == 0 or found.due_fen >= max(minimum, 1)
    assert 0 <= found.due_fen <= max(found.closing_fen, 0)
