"""Breaks as cases, on both databases: once each, for two people, carried on, gone, and back when they are different."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from campaigns import ledger_chain
from campaigns.actions import Actor, assign_breaks, invite_person, post_accruals, record_reconciliation, resolve_breaks
from campaigns.errors import BadValue, NotFound, Refused, StaleVersion
from campaigns.ledger import AccrualLine
from campaigns.reconciliation_cases import Comparison, hand_matches
from campaigns.reconciliation_records import ReconciliationCase, ReconciliationRun
from campaigns.store import Store

ANN, BO, CAI = Actor("ann@example.com"), Actor("bo@example.com"), Actor("cai@example.com")
AT = datetime(2026, 6, 2, tzinfo=UTC)


def broken(order: str, period: str = "2026-05", **changed: Any) -> dict[str, Any]:
    return {
        "period": period, "sender": "", "kind": "rate_differs", "part": "platform_fee", "order_id": order,
        "currency": "CNY", "ours_fen": 3_000, "theirs_fen": 3_600, "platform_fen": None, "cause": "fee charged at 18 %",
        "explanation": "18 % of 200.00 is 36.00", "our_records": [f"platform_fee/{order}/s/sale//platform//CNY"],
        "their_records": [f"s1/1/platform_fee/{order}"], "since_at": AT, **changed,
    }  # fmt: skip


def named(*cases: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"platform|{case['period']}|{case['part']}|{case['order_id']}": case for case in cases}


def found(
    *cases: dict[str, Any],
    period: str = "2026-05",
    elsewhere: Collection[dict[str, Any]] = (),
    looked_at: Collection[str] = (),
) -> Comparison:
    def compared(orders: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        return {order for order in orders if order[1] in looked_at}

    return Comparison(period, "", AT, "build", 10, {"CNY": 5_000}, [], named(*cases), named(*elsewhere), compared)


def cases(store: Store) -> dict[str, ReconciliationCase]:
    with store.reading() as session:
        return {case.order_id: case for case in session.exec(select(ReconciliationCase))}


def versions(store: Store, *orders: str) -> dict[int, int]:
    stored = cases(store)
    return {stored[order].id or 0: stored[order].version for order in orders}


def test_a_run_opens_each_break_once_and_the_same_run_changes_nothing(store: Store) -> None:
    first = record_reconciliation(store, ANN, "1", found(broken("P1"), broken("P2")))
    before = cases(store)
    again = record_reconciliation(store, BO, "2", found(broken("P1"), broken("P2")))
    assert (first, again) == ((2, 0, 0, 0), (0, 0, 0, 0))
    assert cases(store) == before
    assert {case.opened_by for case in before.values()} == {"ann@example.com"}
    with store.reading() as session:
        (run,) = session.exec(select(ReconciliationRun)).all()
    assert (run.matched_lines, run.matched, run.who, run.version) == (10, {"CNY": 5_000}, "bo@example.com", 2)


def test_a_case_follows_what_the_next_run_says_and_goes_when_it_is_no_longer_found(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1"), broken("P2")))
    done = record_reconciliation(store, ANN, "2", found(broken("P1", theirs_fen=3_700)))
    assert done == (0, 1, 0, 1)
    assert (cases(store)["P1"].theirs_fen, cases(store)["P2"].state) == (3_700, "gone")
    assert record_reconciliation(store, ANN, "3", found(broken("P1", theirs_fen=3_700), broken("P2"))).reopened == 1
    assert cases(store)["P2"].state == "open"


def test_whoever_recorded_a_break_does_not_resolve_it(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1"), broken("P2")))
    with pytest.raises(Refused, match=r"somebody else to resolve: ann@example\.com recorded it"):
        resolve_breaks(store, ANN, "2", versions=versions(store, "P1", "P2"), reason="seen")
    with pytest.raises(Refused, match=r"ANN@example\.com recorded it"):
        resolve_breaks(store, Actor("ANN@example.com"), "2b", versions=versions(store, "P1"), reason="seen")
    assert resolve_breaks(store, BO, "3", versions=versions(store, "P1", "P2"), reason="agreed with them") == (2, 0)
    one = cases(store)["P1"]
    assert (one.state, one.resolved_by, one.reason) == ("resolved", "bo@example.com", "agreed with them")


def test_whoever_took_a_break_upon_themselves_does_not_resolve_it(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1")))
    assert assign_breaks(store, BO, "2", versions=versions(store, "P1"), person="bo@example.com") == 1
    with pytest.raises(Refused, match=r"bo@example\.com took it upon themselves"):
        resolve_breaks(store, BO, "3", versions=versions(store, "P1"), reason="mine")
    assign_breaks(store, CAI, "4", versions=versions(store, "P1"), person="bo@example.com")
    assert resolve_breaks(store, BO, "5", versions=versions(store, "P1"), reason="asked by Cai").cases == 1


@pytest.mark.parametrize("who", ["ann@example.com", "Ann@Example.com", "bo@example.com"])
def test_the_database_itself_refuses_the_opener(store: Store, behind_the_back: Callable[[], Any], who: str) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1")))
    assign_breaks(store, BO, "2", versions=versions(store, "P1"), person="bo@example.com")
    change = (
        "update reconciliation_case set state = 'resolved', reason = 'x', resolved_at = '2026-06-03 00:00:00', "
        f"resolved_by = '{who}'"
    )
    with pytest.raises(sa.exc.IntegrityError, match="opener_does_not_resolve"), behind_the_back() as connection:
        connection.execute(sa.text(change))


def test_a_resolved_break_stays_resolved_until_it_comes_back_differently(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1")))
    resolve_breaks(store, BO, "2", versions=versions(store, "P1"), reason="their rate is right")
    assert record_reconciliation(store, ANN, "3", found(broken("P1", explanation="said otherwise"))) == (0, 0, 0, 0)
    assert cases(store)["P1"].state == "resolved"
    assert record_reconciliation(store, CAI, "4", found(broken("P1", theirs_fen=4_000))).reopened == 1
    one = cases(store)["P1"]
    assert (one.state, one.reopened, one.opened_by, one.reason) == ("open", 1, "cai@example.com", "")


def test_an_open_break_is_carried_on_and_goes_once_a_later_month_settles_it(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1"), broken("P2"), broken("P3")))
    june = found(period="2026-06", elsewhere=[broken("P3", theirs_fen=1)], looked_at={"P2", "P3"})
    assert record_reconciliation(store, ANN, "2", june) == (0, 1, 0, 1)
    stored = cases(store)
    assert {order: (case.state, case.period, case.seen_period) for order, case in stored.items()} == {
        "P1": ("open", "2026-05", "2026-06"),
        "P2": ("gone", "2026-05", "2026-06"),
        "P3": ("open", "2026-05", "2026-06"),
    }
    assert stored["P3"].theirs_fen == 1


def test_breaks_matched_by_hand_cancel_out_and_the_next_run_knows(store: Store) -> None:
    absent = broken("P1", kind="missing_in_theirs", theirs_fen=0, their_records=[])
    lump = broken("", kind="missing_in_ours", ours_fen=0, theirs_fen=3_000, our_records=[], their_records=["s/1/fee"])
    record_reconciliation(store, ANN, "1", found(absent, lump, broken("P2")))
    with pytest.raises(Refused, match=r"6\.00 is left"):
        resolve_breaks(store, BO, "2", versions=versions(store, "P1", "", "P2"), reason="one sum", by_hand=True)
    resolve_breaks(store, BO, "3", versions=versions(store, "P1", ""), reason="one sum", by_hand=True)
    (match,) = hand_matches(store)
    assert (match.ours, match.theirs) == (("platform_fee/P1/s/sale//platform//CNY",), ("s/1/fee",))


def test_a_fen_of_rounding_goes_to_its_account_where_the_order_is_in_the_ledger(store: Store) -> None:
    line = AccrualLine("s/P1/1/platform_fee/", "platform_fee", "sale", "platform/xhs", "CNY", 3_000, date(2026, 5, 3))
    post_accruals(store, ANN, "0", "2026-05", [line])
    near = [broken(order, kind="rounding", theirs_fen=3_001) for order in ("P1", "P9")]
    record_reconciliation(store, ANN, "1", found(*near))
    assert resolve_breaks(store, BO, "2", versions=versions(store, "P1", "P9"), reason="rounded") == (2, 1)
    with store.reading() as session:
        balances = {(one.account, one.party): one.closing_fen for one in ledger_chain.balances(session)}
    assert balances[("rounding", "")] == 1
    assert balances[("payable", "platform/xhs")] == -3_001
    assert cases(store)["P1"].entry_id == 2
    assert cases(store)["P9"].entry_id is None


def test_what_cannot_be_done_is_refused_whole(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1"), broken("P2")))
    stale = versions(store, "P1")
    assign_breaks(store, CAI, "2", versions=stale, person="bo@example.com")
    with pytest.raises(StaleVersion):
        resolve_breaks(store, BO, "3", versions={**versions(store, "P2"), **stale}, reason="x")
    with pytest.raises(NotFound):
        resolve_breaks(store, BO, "4", versions={999: 1}, reason="x")
    with pytest.raises(BadValue, match="a reason"):
        resolve_breaks(store, BO, "5", versions=versions(store, "P1"), reason="  ")
    assert {case.state for case in cases(store).values()} == {"open"}


def test_breaks_are_given_to_people_of_finance_who_are_here(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1")))
    invite_person(store, Actor("local"), "i", email="dan@example.com", name="Dan", role="finance")
    with pytest.raises(NotFound, match="person of finance"):
        assign_breaks(store, Actor("local"), "2", versions=versions(store, "P1"), person="dan@example.com")


def test_a_run_of_one_sender_leaves_the_cases_of_others_alone(store: Store) -> None:
    record_reconciliation(store, ANN, "1", found(broken("P1")))
    theirs = replace(found(broken("P2", sender="K1")), sender="K1")
    assert record_reconciliation(store, ANN, "2", theirs) == (1, 0, 0, 0)
    assert {order: case.state for order, case in cases(store).items()} == {"P1": "open", "P2": "open"}
