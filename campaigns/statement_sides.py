"""The two sides of a reconciliation, read from the warehouse and the records, and brought down to what needs thought.

Orders of one record on each side that agree to the fen are matched here, as one join; everything else goes to
`campaigns.reconcile`, which would have matched them in the same way.

Ours, for the platform: its fee on every order line of the shops on the statement, by the platform's terms, credited to
a KOL or not. For KOL and agency: the lines of commission_lines. A statement has to show the platform's fee of its
shops, the commission of KOLs that the order itself names, and, of the party that was asked for, everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import polars as pl

from campaigns.catalogue import FOLDER
from campaigns.errors import Refused
from campaigns.money import PPM
from campaigns.periods import SHANGHAI, business_date, period_bounds
from campaigns.reader import Reader
from campaigns.reconcile import Books, reconcile
from campaigns.roll_forward import ACCRUED, CLAWBACK, SETTLED, Movement, RollForward, roll_forward
from campaigns.statement_record import LineBase, Moment, Record

WINDOW_DAYS = 7
"""Days after completion in which goods may come back; the platform settles when they are over."""

PLATFORM = "platform"
NAMED = ("settlement", "source_kol")
"""Evidence that the platform itself has of a KOL; it pays no others."""

_LINE = LineBase._fields
_KEY = ["part", "order_id"]
_EVENT = [*_KEY, "shop_id", "kind", "event_id", "party", "kol_id", "currency"]


@dataclass(frozen=True)
class Sides:
    """`accruals`: one row per order line, part and event of ours; `claims`: one per statement line and part.

    The columns are those of models/statements/*.sql.
    """

    accruals: pl.DataFrame
    claims: pl.DataFrame


@dataclass(frozen=True)
class Reconciled:
    """One period: `books` hold what needed thought, `plain_lines` and `plain_fen` (by currency) what agreed at once."""

    period: str
    moment: Moment
    books: Books
    plain_lines: int
    plain_fen: dict[str, int]
    rolls: list[RollForward] = field(default_factory=list)


def read_sides(reader: Reader) -> Sides:
    """Both sides, all periods; needs `records.statement_line` (which may be empty) among the records."""
    window = {"window_days": WINDOW_DAYS}
    platform = reader.query(_sql("platform_accruals"), window)
    credited = reader.query(_sql("credited_accruals"), window)
    return Sides(pl.concat([platform, credited], how="vertical_relaxed"), reader.query(_sql("claims")))


def reconcile_period(sides: Sides, period: str, as_of: date | None = None, party: str | None = None) -> Reconciled:
    """Compare one period. `party` is `platform`, a KOL's id or an agency's code; None is all that the statement says.

    Raises Refused when no line of the period is there to compare with.
    """
    accruals, claims = _of_party(sides, party)
    since, before = period_bounds(period)
    moment = _moment(claims, period, as_of)
    claims = claims.filter(pl.col("settled_at").is_null() | (pl.col("state") == "pending") | _before(moment))
    stated = claims.filter(pl.col("settled_at").is_between(since, before, closed="left"))
    if stated.is_empty():
        whose = f" for {party}" if party else ""
        raise Refused(
            f"No statement line of {period} is there{whose}. Load the statement with `kol load`, or name its file."
        )
    accruals = accruals.with_columns(_expected(stated, party).alias("is_expected"))
    ours, theirs = _relevant(accruals, claims, stated, since, before)
    plain, ours, theirs = _agreeing(ours, theirs)
    rates = sorted(rate // PPM for rate in accruals["rate_ppt"].unique().to_list() if rate % PPM == 0)
    books = reconcile(_our_records(ours), _their_records(theirs), moment, rates).of(period)
    plain = plain.filter(pl.col("settled_at").is_between(since, before, closed="left"))
    sums = dict(plain.group_by("currency").agg(pl.col("amount_fen").sum()).sort("currency").iter_rows())
    rolls = roll_forward(_movements(accruals, claims), since, min(before, moment.at))
    return Reconciled(period, moment, books, plain.height, sums, rolls)


def _sql(name: str) -> str:
    return (FOLDER / "statements" / f"{name}.sql").read_text(encoding="utf-8")


def _of_party(sides: Sides, party: str | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    accruals, claims = sides.accruals, sides.claims
    if party is None:
        return accruals, claims
    if party == PLATFORM:
        return accruals.filter(part="platform_fee"), claims.filter(pl.col("part").is_in(["platform_fee", "other"]))
    own = accruals.filter(pl.col("part") != "platform_fee", party=party)
    part = "third_party" if "third_party" in own["part"] else "kol"
    named = claims.filter(part=part)
    orders = own["order_id"].unique().implode()
    is_own = pl.col("order_id").is_in(orders) & (pl.col("order_id") != "") & (pl.col("kol_id") == "")
    if part == "third_party":
        is_own = pl.col("order_id").is_in(orders) | ~pl.col("is_known")
    return own, named.filter((pl.col("kol_id") == party) | is_own)


def _moment(claims: pl.DataFrame, period: str, as_of: date | None) -> Moment:
    """When nothing is said: a statement exported after the month's end speaks for the whole month, another one up to
    its last line."""
    if as_of is not None:
        start = datetime.combine(as_of, time(), SHANGHAI)
        return Moment(start + timedelta(days=1), start)
    _, before = period_bounds(period)
    settled = claims.filter(state="settled")
    last = settled["settled_at"].max()
    seen = last + timedelta(microseconds=1) if isinstance(last, datetime) else before
    captured = settled["captured_at"].max()
    if isinstance(captured, datetime) and captured >= before:
        seen = max(seen, before)
    return Moment(seen, datetime.combine(business_date(seen), time(), SHANGHAI))


def _before(moment: Moment) -> pl.Expr:
    return pl.col("settled_at") < moment.at


def _expected(stated: pl.DataFrame, party: str | None) -> pl.Expr:
    """Which accruals this statement has to show."""
    if party not in (None, PLATFORM):
        return pl.lit(True)
    fee_shops = stated.filter(part="platform_fee")["shop_id"].unique().implode()
    commissions = stated.filter(part="kol")
    kol_shops = commissions["shop_id"].unique().implode()
    is_fee = (pl.col("part") == "platform_fee") & pl.col("shop_id").is_in(fee_shops)
    is_commission = (pl.col("part") == "kol") & pl.col("evidence").is_in(NAMED) & pl.col("shop_id").is_in(kol_shops)
    return (is_fee | is_commission).fill_null(value=False)


def _relevant(
    accruals: pl.DataFrame, claims: pl.DataFrame, stated: pl.DataFrame, since: datetime, before: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All records of orders and parts that the period's lines speak of, or that should have been settled in it."""
    in_period = pl.col("due_at").is_between(since, before, closed="left")
    silent = claims.filter(
        pl.col("state") != "settled", pl.col("can_settle_at").is_between(since, before, closed="left")
    )
    lumps = stated.filter(order_id="")["part"].unique().implode()
    asked = pl.concat(
        [
            stated.select(_KEY),
            silent.select(_KEY),
            accruals.filter(in_period, pl.col("is_expected") | pl.col("part").is_in(lumps)).select(_KEY),
        ]
    ).unique()
    ours = accruals.join(asked, on=_KEY, how="semi")
    theirs = claims.join(asked, on=_KEY, how="semi").filter((pl.col("order_id") != "") | _is_of(since, before))
    return ours.filter((pl.col("order_id") != "") | in_period), theirs


def _is_of(since: datetime, before: datetime) -> pl.Expr:
    return pl.col("settled_at").is_between(since, before, closed="left")


def _agreeing(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Statement lines that agree to the fen with the only record of ours, and the rows of both sides that are left."""
    single = ours.group_by(_KEY).agg(
        *(pl.col(name).first() for name in ("kind", "currency", "kol_id")),
        *(pl.col(name).n_unique().alias(f"{name}s") for name in ("kind", "currency", "kol_id", "event_id", "shop_id")),
        pl.col("amount_fen").sum(),
    )
    ones = [pl.col(f"{name}s") == 1 for name in ("kind", "currency", "kol_id", "event_id", "shop_id")]
    alone = theirs.filter(pl.len().over(_KEY) == 1, pl.col("order_id") != "", state="settled")
    same = ["part", "order_id", "kind", "currency", "amount_fen"]
    plain = alone.join(single.filter(ones).select(*same, pl.col("kol_id").alias("our_kol_id")), on=same)
    plain = plain.filter(
        (pl.col("kol_id") == "") | (pl.col("our_kol_id") == "") | (pl.col("kol_id") == pl.col("our_kol_id"))
    )
    return plain, ours.join(plain, on=_KEY, how="anti"), theirs.join(plain, on=_KEY, how="anti")


def _our_records(accruals: pl.DataFrame) -> Iterator[Record]:
    """One record per order, part and event; fixed fees one by one."""
    events = accruals.group_by(_EVENT, maintain_order=True).agg(
        pl.col("amount_fen").sum(),
        pl.col("due_at").max(),
        pl.col("ordered_at").min(),
        pl.col("is_expected").any(),
        pl.col("base_fen").sum().alias("whole_base_fen"),
        pl.struct(_LINE).alias("lines"),
    )
    for row in events.iter_rows(named=True):
        due_at = row["due_at"]
        yield Record(
            record_id="/".join(str(row[name]) for name in _EVENT),
            part=row["part"],
            order_id=row["order_id"],
            kind=row["kind"],
            currency=row["currency"],
            amount_fen=row["amount_fen"],
            at=due_at,
            event_id=row["event_id"],
            ordered_at=row["ordered_at"],
            kol_id=row["kol_id"],
            line_count=len(row["lines"]),
            base_fen=row["whole_base_fen"],
            is_expected=row["is_expected"],
            group=_group(row["party"], due_at),
            lines=tuple(LineBase(*line.values()) for line in row["lines"]),
        )


def _their_records(claims: pl.DataFrame) -> Iterator[Record]:
    for row in claims.iter_rows(named=True):
        at = row["settled_at"] or row["can_settle_at"]
        yield Record(
            record_id=row["record_id"],
            part=row["part"],
            order_id=row["order_id"],
            kind=row["kind"],
            currency=row["currency"],
            amount_fen=row["amount_fen"],
            at=at,
            event_id=row["event_id"],
            ordered_at=row["ordered_at"],
            kol_id=row["kol_id"],
            base_fen=row["base_fen"],
            state=row["state"],
            is_known=row["is_known"],
            group="" if row["order_id"] else _group(row["kol_id"], at),
        )


def _group(party: str, at: datetime | None) -> str:
    """A sum over a KOL's orders of a month declares that it covers all of them."""
    return f"{party}/{business_date(at):%Y-%m}" if party and at else ""


def _movements(accruals: pl.DataFrame, claims: pl.DataFrame) -> Iterable[Movement]:
    """What moves the balances: accruals that a statement has to show or does show, and what it settled of them."""
    shown = claims.filter(pl.col("part") != "other", state="settled")
    ours = accruals.filter(
        pl.col("is_expected") | pl.struct(_KEY).is_in(shown.select(pl.struct(_KEY)).to_series().implode())
    )
    sales = ours.filter(pl.col("kind") != "refund").with_columns(moved=pl.lit(ACCRUED))
    backs = ours.filter(pl.col("kind") == "refund").with_columns(-pl.col("amount_fen"), moved=pl.lit(CLAWBACK))
    parties = ours.filter(pl.col("order_id") != "").group_by(_KEY).agg(pl.col("party").min().alias("our_party"))
    theirs = shown.join(parties, on=_KEY, how="left").with_columns(
        pl.when(part="platform_fee")
        .then(pl.lit(PLATFORM))
        .when(pl.col("kol_id") != "")
        .then(pl.col("kol_id"))
        .otherwise(pl.col("our_party").fill_null("unknown"))
        .alias("party"),
        pl.col("settled_at").alias("event_at"),
        moved=pl.lit(SETTLED),
    )
    columns = ["party", "currency", "moved", "event_at", "amount_fen"]
    for frame in (sales, backs, theirs):
        yield from (Movement(*row) for row in frame.select(columns).iter_rows())
