"""The two sides of a reconciliation, read from the warehouse and the records, and brought down to what needs thought.

Orders of one record on each side that agree to the fen are matched here, as one join; everything else goes to
`campaigns.reconcile`, which would have matched them in the same way.

Three sides: our accruals, the platform's statement, and what a KOL or an agency sent us. A party that sent a statement
for the month is compared with that one; one that did not, with the lines of the platform that name it.

Ours, for the platform: its fee on every order line of the shops on the statement, by the platform's terms, credited to
a KOL or not. For KOL and agency: the lines of commission_lines. A statement has to show the platform's fee of its
shops, the commission of KOLs that the order itself names, and, of the party that was asked for, everything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from campaigns.catalogue import FOLDER
from campaigns.errors import Refused
from campaigns.money import PPM
from campaigns.periods import SHANGHAI, business_date, period_bounds
from campaigns.reconcile import Books, Break, HandMatch, reconcile
from campaigns.roll_forward import ACCRUED, CLAWBACK, SETTLED, Movement, RollForward, roll_forward
from campaigns.statement_record import LineBase, Moment, Record

WINDOW_DAYS = 7
"""Days after completion in which goods may come back; the platform settles when they are over."""

PLATFORM = "platform"
NAMED = ("settlement", "source_kol")
"""Evidence that the platform itself has of a KOL; it pays no others."""

_LINE = LineBase._fields
_KEY = ["part", "order_id"]
_SAME = ["kind", "currency", "amount_fen"]
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
    """One period: `books` hold what needed thought, `plain_lines` and `plain_fen` (by currency) what agreed at once.

    `sender` is whose statement it was: empty for the platform's. `elsewhere` are breaks of the same orders in other
    periods; `asked` has the part and order_id of all that was compared. `platform_fen` is what the platform's statement
    says about the orders (part, order) of a party that sent its own.
    """

    period: str
    moment: Moment
    books: Books
    plain_lines: int
    plain_fen: dict[str, int]
    rolls: list[RollForward] = field(default_factory=list)
    sender: str = ""
    elsewhere: Sequence[Break] = ()
    asked: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict.fromkeys(_KEY, pl.String)))
    platform_fen: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def compared(self, orders: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of the orders (part, order) that this run looked at."""
        wanted = pl.DataFrame(sorted(orders), schema=dict.fromkeys(_KEY, pl.String), orient="row")
        return set(wanted.join(self.asked, on=_KEY, how="semi").iter_rows())


def read_sides(query: Callable[..., pl.DataFrame], *, has_named_lines: bool = False) -> Sides:
    """Both sides, all periods. `query` gives the rows of a statement with its parameters, such as a reader's.

    With `has_named_lines` the files named for this run lie among the records, as `records.statement_line`.
    """
    window = {"window_days": WINDOW_DAYS}
    platform = query(_sql("platform_accruals"), window)
    credited = query(_sql("credited_accruals"), window)
    lines = _sql("named_lines" if has_named_lines else "loaded_lines")
    head, chapters = _sql("claims").split("\nwith ", 1)
    claims = query(f"{head}\nwith statement_lines as (\n{lines}\n),\n{chapters}", {})
    return Sides(pl.concat([platform, credited], how="vertical_relaxed"), claims)


def reconcile_period(
    sides: Sides,
    period: str,
    as_of: date | None = None,
    party: str | None = None,
    by_hand: Iterable[HandMatch] = (),
) -> Reconciled:
    """Compare one period. `party` is `platform`, a KOL's id or an agency's code; None is all that the platform says.

    `by_hand` are matches that people made. Raises Refused when no line of the period is there to compare with.
    """
    since, before = period_bounds(period)
    sender = _sender(sides.claims, party, since, before)
    accruals, claims = _of_party(sides, party, sender)
    by_hand = list(by_hand)
    moment = _moment(claims, period, as_of)
    claims = claims.filter(pl.col("settled_at").is_null() | (pl.col("state") == "pending") | _before(moment))
    stated = claims.filter(pl.col("settled_at").is_between(since, before, closed="left"))
    if stated.is_empty():
        whose = f" for {party}" if party else ""
        raise Refused(
            f"No statement line of {period} is there{whose}. Load the statement with `kol load`, or name its file."
        )
    accruals = accruals.with_columns(_expected(stated, party).alias("is_expected"))
    asked = _asked(accruals, claims, stated, since, before, by_hand)
    ours, theirs = _relevant(accruals, claims, asked, since, before)
    plain, ours, theirs = _agreeing(ours, theirs)
    rates = sorted(rate // PPM for rate in accruals["rate_ppt"].unique().to_list() if rate % PPM == 0)
    every = reconcile(_our_records(ours), _their_records(theirs), moment, rates, by_hand)
    books, elsewhere = every.of(period), [one for one in every.breaks if one.period != period]
    plain = plain.filter(pl.col("settled_at").is_between(since, before, closed="left"))
    sums = dict(plain.group_by("currency").agg(pl.col("amount_fen").sum()).sort("currency").iter_rows())
    until = min(before, moment.at)
    rolls = roll_forward(_movements(accruals, claims, since, until), since, until)
    says = _platform_says(sides.claims, books.breaks) if sender else {}
    return Reconciled(period, moment, books, plain.height, sums, rolls, sender, elsewhere, asked.select(_KEY), says)


def senders(sides: Sides, period: str) -> list[str]:
    """Whose statements there are for a period: empty for the platform's, else the party."""
    since, before = period_bounds(period)
    stated = sides.claims.filter(pl.col("settled_at").is_between(since, before, closed="left"))
    return sorted(stated["sender"].unique().to_list())


def _sql(name: str) -> str:
    return (FOLDER / "statements" / f"{name}.sql").read_text(encoding="utf-8")


def _sender(claims: pl.DataFrame, party: str | None, since: datetime, before: datetime) -> str:
    """The party whose own statement for the period there is; else nobody, and the platform's is meant."""
    own = claims.filter(pl.col("settled_at").is_between(since, before, closed="left"), sender=party or PLATFORM)
    return "" if own.is_empty() or party is None else party


def _of_party(sides: Sides, party: str | None, sender: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    accruals, claims = sides.accruals, sides.claims.filter(sender=sender)
    if party is None:
        return accruals, claims
    if party == PLATFORM:
        return accruals.filter(part="platform_fee"), claims.filter(pl.col("part").is_in(["platform_fee", "other"]))
    own = accruals.filter(pl.col("part") != "platform_fee", party=party)
    if sender:
        named = claims.filter(pl.col("part") == "kol", pl.col("kol_id") != "")["kol_id"].unique().implode()
        is_theirs = (pl.col("party") == party) | ((pl.col("part") == "kol") & pl.col("kol_id").is_in(named))
        return accruals.filter(pl.col("part") != "platform_fee", is_theirs), claims
    part = "third_party" if "third_party" in own["part"] else "kol"
    named_claims = claims.filter(part=part)
    orders = own["order_id"].unique().implode()
    is_own = pl.col("order_id").is_in(orders) & (pl.col("order_id") != "") & (pl.col("kol_id") == "")
    if part == "third_party":
        is_own = pl.col("order_id").is_in(orders) | ~pl.col("is_known")
    return own, named_claims.filter((pl.col("kol_id") == party) | is_own)


def _platform_says(claims: pl.DataFrame, breaks: Sequence[Break]) -> dict[tuple[str, str], int]:
    """What the platform's own statements settled, over all months, of the orders of these breaks."""
    orders = pl.DataFrame(
        sorted({(one.part, one.order_id) for one in breaks if one.order_id}),
        schema=dict.fromkeys(_KEY, pl.String), orient="row",
    )  # fmt: skip
    said = claims.filter(sender="", state="settled").join(orders, on=_KEY, how="semi")
    sums = said.group_by(_KEY).agg(pl.col("amount_fen").sum())
    return {(part, order_id): fen for part, order_id, fen in sums.iter_rows()}


def _moment(claims: pl.DataFrame, period: str, as_of: date | None) -> Moment:
    """When nothing is said: a statement exported after the month's end speaks for the whole month, another one up to
    its last line."""
    if as_of is not None:
        start = _start_of(as_of)
        return Moment(start + timedelta(days=1), start)
    _, before = period_bounds(period)
    settled = claims.filter(state="settled")
    last = settled["settled_at"].max()
    seen = last + timedelta(microseconds=1) if isinstance(last, datetime) else before
    captured = settled["captured_at"].max()
    if isinstance(captured, datetime) and captured >= before:
        seen = max(seen, before)
    return Moment(seen, _start_of(business_date(seen)))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


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


def _asked(
    accruals: pl.DataFrame,
    claims: pl.DataFrame,
    stated: pl.DataFrame,
    since: datetime,
    before: datetime,
    by_hand: Sequence[HandMatch],
) -> pl.DataFrame:
    """Orders and parts that the period's lines speak of, that should have been settled in it, or that people matched.

    `place` is one number per order and part: numbers are compared faster than texts.
    """
    in_period = pl.col("due_at").is_between(since, before, closed="left")
    silent = claims.filter(
        pl.col("state") != "settled", pl.col("can_settle_at").is_between(since, before, closed="left")
    )
    lumps = stated.filter(order_id="")["part"].unique().implode()
    due = accruals.filter(in_period, pl.col("is_expected") | pl.col("part").is_in(lumps))
    hands = pl.DataFrame(
        [tuple(record.split("/")[:2]) for match in by_hand for record in match.ours],
        schema=dict.fromkeys(_KEY, pl.String), orient="row",
    )  # fmt: skip
    found = [frame.select(_KEY) for frame in (stated, silent, due)]
    return pl.concat([*found, hands]).unique().with_row_index("place")


def _relevant(
    accruals: pl.DataFrame, claims: pl.DataFrame, asked: pl.DataFrame, since: datetime, before: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All records of the orders and parts that are asked for, whatever their month."""
    in_period = pl.col("due_at").is_between(since, before, closed="left")
    is_of = pl.col("settled_at").is_between(since, before, closed="left")
    ours = accruals.join(asked, on=_KEY).filter((pl.col("order_id") != "") | in_period)
    theirs = claims.join(asked, on=_KEY).filter((pl.col("order_id") != "") | is_of)
    return ours, theirs


def _agreeing(ours: pl.DataFrame, theirs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Statement lines of orders that agree line by line to the fen, and the rows of both sides that are left.

    An order agrees when both sides have the same amounts, all settled and for no other KOL. Orders of one row on each
    side, nearly all, are compared first.
    """
    alone, count = pl.col("order_id") != "", pl.len().over("place")
    single = ours.filter(alone, count == 1).select("place", *_SAME, "kol_id")
    pairs = theirs.filter(alone, count == 1).filter(state="settled").join(single, on="place", suffix="_of_ours")
    plain = pairs.filter(*(pl.col(name) == pl.col(f"{name}_of_ours") for name in _SAME), _is_same_kol())
    ours, theirs = ours.join(plain, on="place", how="anti"), theirs.join(plain, on="place", how="anti")
    events = ours.filter(alone).group_by("place", *_EVENT).agg(pl.col("amount_fen").sum())
    own = _numbered(events.select("place", *_SAME, "kol_id")).with_columns(count.alias("our_count"))
    lines = theirs.filter(alone).with_columns(count.alias("their_count"))
    pairs = _numbered(lines.filter(state="settled")).join(own, on=["place", *_SAME, "copy"], suffix="_of_ours")
    pairs = pairs.filter(_is_same_kol())
    more = pairs.filter(count == pl.col("our_count"), count == pl.col("their_count"))
    plain = pl.concat([frame.select("currency", "amount_fen", "settled_at") for frame in (plain, more)])
    return plain, ours.join(more, on="place", how="anti"), theirs.join(more, on="place", how="anti")


def _is_same_kol() -> pl.Expr:
    own, their = pl.col("kol_id_of_ours"), pl.col("kol_id")
    return (own == "") | (their == "") | (own == their)


def _numbered(records: pl.DataFrame) -> pl.DataFrame:
    """Records that say the same, numbered, so that each meets one of the other side."""
    return records.with_columns(pl.col("kol_id").rank("ordinal").over("place", *_SAME).alias("copy"))


def _our_records(accruals: pl.DataFrame) -> Iterator[Record]:
    """One record per order, part and event; fixed fees one by one."""
    events = (
        accruals.sort(*_EVENT, "line_no")
        .group_by(_EVENT, maintain_order=True)
        .agg(
            pl.col("amount_fen").sum(),
            pl.col("due_at").max(),
            pl.col("ordered_at").min(),
            pl.col("is_expected").any(),
            pl.col("base_fen").sum().alias("whole_base_fen"),
            pl.struct(_LINE).alias("lines"),
        )
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
            group="" if row["order_id"] else _group(row["kol_id"] or row["sender"], at),
        )


def _group(party: str, at: datetime | None) -> str:
    """A sum over a party's orders of a month declares that it covers all of them."""
    return f"{party}/{business_date(at):%Y-%m}" if party and at else ""


def _movements(accruals: pl.DataFrame, claims: pl.DataFrame, since: datetime, before: datetime) -> Iterator[Movement]:
    """What moves the balances: accruals that a statement has to show or does show, and what it settled of them.

    Summed up into what moved before the period (at the instant before it) and in it (at its first).
    """
    shown = claims.filter(pl.col("part") != "other", state="settled")
    others = accruals.filter(~pl.col("is_expected")).join(shown, on=_KEY, how="semi")
    ours = pl.concat([accruals.filter("is_expected"), others])
    sales = ours.filter(pl.col("kind") != "refund").with_columns(moved=pl.lit(ACCRUED))
    backs = ours.filter(pl.col("kind") == "refund").with_columns(-pl.col("amount_fen"), moved=pl.lit(CLAWBACK))
    parties = ours.filter(pl.col("part") != "platform_fee", pl.col("order_id") != "")
    parties = parties.group_by(_KEY).agg(pl.col("party").min().alias("our_party"))
    fees = shown.filter(part="platform_fee").with_columns(party=pl.lit(PLATFORM))
    dues = shown.filter(pl.col("part") != "platform_fee").join(parties, on=_KEY, how="left")
    other = pl.coalesce("our_party", pl.when(pl.col("sender") != "").then("sender"), pl.lit("unknown"))
    names_kol = (pl.col("kol_id") != "") & (pl.col("part") == "kol")
    named = pl.when(names_kol).then("kol_id").otherwise(other)
    theirs = [fees, dues.with_columns(named.alias("party")).drop("our_party")]
    settled = pl.concat(theirs).with_columns(pl.col("settled_at").alias("event_at"), moved=pl.lit(SETTLED))
    columns = ["party", "currency", "moved", "event_at", "amount_fen"]
    moved = pl.concat([frame.select(columns) for frame in (sales, backs, settled)]).filter(pl.col("event_at") < before)
    instant = pl.when(pl.col("event_at") < since).then(since - timedelta(microseconds=1)).otherwise(since)
    sums = moved.group_by("party", "currency", "moved", instant.alias("at")).agg(pl.col("amount_fen").sum())
    yield from (Movement(*row) for row in sums.iter_rows())
