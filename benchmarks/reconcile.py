"""A month's statement against our accruals, beside a bare hash join of the same rows in DuckDB.

    python benchmarks/reconcile.py [--lines 100000] [--breaks 0.01] [--refunds 0.07]
    python benchmarks/reconcile.py --every-kind [--lines 100000]

With `--every-kind` each kind of break is planted at 1 % of the lines. The rows are in memory on both sides. Prints
seconds, the ratio, what the residue alone took (orders that do not agree at once, refunded ones among them), and the
peak of memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import polars as pl

from campaigns import statement_sides
from campaigns.break_kinds import KINDS
from campaigns.reconcile import reconcile
from campaigns.statement_record import LineBase
from campaigns.statement_sides import Sides, reconcile_period

T = TypeVar("T")
MAY = datetime(2026, 5, 2, tzinfo=UTC)
BARE = """
select count(*), sum(c.amount_fen - a.amount_fen)
from claims as c join accruals as a
    on a.part = c.part and a.order_id = c.order_id and a.kind = c.kind and a.event_id = c.event_id
"""


def timed(work: Callable[[], T]) -> tuple[float, T]:
    best, answer = float("inf"), work()
    for _ in range(3):
        since = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - since)
    return best, answer


def sides(lines: int, breaks: float, refunds: float) -> tuple[Sides, int]:
    dice = np.random.default_rng(7)
    orders = int(lines / (1 + refunds))
    number = np.arange(orders)
    base = dice.integers(5_000, 60_000, orders)
    minutes = dice.integers(0, 26 * 24 * 60, orders)
    sold = pl.DataFrame({"number": number, "base_fen": base, "minutes": minutes}).select(
        pl.format("P{}", pl.col("number").cast(pl.String).str.zfill(18)).alias("order_id"),
        pl.lit(MAY).cast(pl.Datetime("us", "UTC")).add(pl.duration(minutes="minutes")).alias("due_at"),
        "base_fen",
        kind=pl.lit("sale"),
        event_id=pl.lit(""),
        amount_fen=(pl.col("base_fen") * 15 + 50) // 100,
    )
    back = sold.head(int(orders * refunds)).with_columns(
        -pl.col("base_fen"), -pl.col("amount_fen"), kind=pl.lit("refund"), event_id=pl.lit("R1")
    )
    events = pl.concat([sold, back])
    shared = {
        "part": pl.lit("platform_fee"),
        "currency": pl.lit("CNY"),
        "kol_id": pl.lit(""),
        "sender": pl.lit(""),
        "shop_id": pl.lit("s"),
    }
    ordered = (pl.col("due_at") - pl.duration(days=12)).alias("ordered_at")
    empty = {name: pl.lit(0, pl.Int64) for name in LineBase._fields if name.endswith("_fen") and name != "base_fen"}
    own = {"party": pl.lit("platform"), "line_no": pl.lit(1), "evidence": pl.lit(""), "base_name": pl.lit("buyer_paid")}
    posted = (pl.col("due_at") - pl.duration(days=8)).alias("event_at")
    accruals = events.with_columns(ordered, posted, **shared, **empty, **own, rate_ppt=pl.lit(150_000_000_000))
    planted = int(events.height * breaks)
    wrong = pl.int_range(pl.len()) >= pl.len() - pl.lit(back.height + planted)
    is_planted = wrong & (pl.col("kind") == "sale")
    claims = events.with_columns(
        ordered,
        pl.when(is_planted).then((pl.col("base_fen") * 18 + 50) // 100).otherwise("amount_fen").alias("amount_fen"),
        pl.col("due_at").alias("settled_at"),
        pl.lit(None, pl.Datetime("us", "UTC")).alias("can_settle_at"),
        pl.lit(datetime(2026, 6, 2, tzinfo=UTC)).cast(pl.Datetime("us", "UTC")).alias("captured_at"),
        pl.format("s-{}", pl.int_range(pl.len())).alias("record_id"),
        **shared, state=pl.lit("settled"), is_known=pl.lit(True),
    ).drop("due_at")  # fmt: skip
    return Sides(accruals, claims.sample(fraction=1, shuffle=True, seed=1)), planted


def bare(both: Sides) -> float:
    with duckdb.connect() as connection:
        for name, frame in (("claims", both.claims), ("accruals", both.accruals)):
            connection.register("arrived", frame.to_arrow())
            connection.execute(f"create table {name} as select * from arrived")
        return timed(lambda: connection.execute(BARE).fetchall())[0]


def every_kind(lines: int) -> None:
    """Each kind of break planted at 1 % of the lines: all are found and named, none is invented."""
    path = Path(__file__).resolve().parents[1] / "tests" / "campaigns" / "planted_statements.py"
    spec = importlib.util.spec_from_file_location("planted_statements", path)
    assert spec is not None
    assert spec.loader is not None
    planted = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planted)
    each = lines // 100
    statement = planted.Statement(5).fill(plain=lines - each * len(KINDS), each=each)
    since = time.perf_counter()
    books = reconcile(statement.ours, statement.theirs, planted.MOMENT, [planted.RATE_PPM])
    seconds = time.perf_counter() - since
    assert {found.order_id: found.kind for found in books.breaks} == statement.planted
    print(
        f"{len(statement.theirs):,} statement lines, {len(books.breaks):,} breaks of {len(KINDS)} kinds planted, ",
        end="",
    )
    print(f"all found and named, none invented, in {seconds:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every-kind", action="store_true")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--breaks", type=float, default=0.01)
    parser.add_argument("--refunds", type=float, default=0.07)
    given = parser.parse_args()
    if given.every_kind:
        every_kind(given.lines)
        return
    both, planted = sides(given.lines, given.breaks, given.refunds)
    join = bare(both)
    whole, answer = timed(lambda: reconcile_period(both, "2026-05"))
    found = Counter(one.kind for one in answer.books.breaks)
    assert found == {"rate_differs": planted}, (found, planted)
    pure = statement_sides.reconcile
    spent: list[float] = []

    def measured(*arguments: object) -> object:
        since = time.perf_counter()
        outcome = pure(*arguments)  # type: ignore[arg-type]
        spent.append(time.perf_counter() - since)
        return outcome

    statement_sides.reconcile = measured  # type: ignore[assignment]
    reconcile_period(both, "2026-05")
    rest = whole - spent[0]
    print(f"{both.claims.height:,} statement lines, {planted:,} breaks found and named")
    print(f"bare hash join {join * 1000:.0f} ms; reconciled in {whole * 1000:.0f} ms")
    print(f"residue {spent[0] * 1000:.0f} ms; the rest {rest * 1000:.0f} ms is {rest / join:.1f} x the join")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
