"""The Cash page's own pieces: what is accrued, payable, paid and overdue, what comes when, what everything left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from campaigns.ledger_settled import ADJUSTED, FX, PAID, movements
from campaigns.records import utc_now
from campaigns.statement_sides import WINDOW_DAYS
from dashboard import blocks, charts, filters, page, queries
from dashboard.blocks import KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language, spoken
from dashboard.panels import Panel
from dashboard.reading import Scope, rows, store_of
from dashboard.tasks import today

BY = ("party", "campaign", "period")
OF = ("kol", "note", "product", "campaign")
AMOUNTS = ("accrued_fen", "unpaid_fen", "paid_fen", "overdue_fen")
COSTS = ("product_cost", "platform_fee", "third_party", "kol_commission", "fixed_fee", "samples", "ads")


def as_of(present: Scope) -> date:
    """The day to which the data reaches: what was completed later is not known yet."""
    newest = queries.newest(present)
    return today(utc_now() if newest is None else min(newest, utc_now()))


def lines(present: Scope) -> pl.DataFrame:
    """Fees and commission by party, campaign, month and week in which they become payable."""
    return rows("cash_lines", present, window_days=WINDOW_DAYS, today=as_of(present).isoformat())


@st.cache_data(max_entries=8, ttl="1h", show_spinner=False)
def settled(present: Scope) -> pl.DataFrame:
    """What was paid, adjusted, and came of exchange, from the ledger; the scope names the state of the records."""
    with store_of(present).reading() as session:
        return movements(session)


def choose(frame: pl.DataFrame, voice: Voice) -> str:
    """Currency and language, side by side."""
    currencies = frame["currency"].unique().sort().to_list() or ["CNY"]
    currencies.sort(key=lambda one: one != "CNY")
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        currency = filters.pick("currency", voice("column.currency"), {one: one for one in currencies})
        filters.language_switch(voice)
    return currency


def by_party(frame: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Per party: within the window, payable and not paid, paid, and overdue (payable since a month that is over)."""
    owed = frame.group_by("party").agg(
        pl.col("name").max(),
        _sum(~pl.col("is_payable").fill_null(value=False)).alias("accrued_fen"),
        _sum(pl.col("is_payable")).alias("due_fen"),
        _sum(pl.col("is_of_month_past")).alias("past_fen"),
    )
    cash = moved.group_by("party").agg(
        _sum(pl.col("kind") == PAID).alias("paid_fen"), _sum(pl.col("kind") == ADJUSTED).alias("adjusted_fen")
    )
    both = owed.join(cash.filter(pl.col("party") != ""), on="party", how="full", coalesce=True)
    both = both.with_columns(pl.col(pl.Int64).fill_null(0), pl.col("name").fill_null(pl.col("party")))
    settled_fen = pl.col("paid_fen") - pl.col("adjusted_fen")
    return both.select(
        "party", "name", "accrued_fen",
        (pl.col("due_fen") - settled_fen).alias("unpaid_fen"), "paid_fen",
        pl.max_horizontal(pl.col("past_fen") - settled_fen, 0).alias("overdue_fen"),
    ).sort("unpaid_fen", "accrued_fen", "party", descending=[True, True, False])  # fmt: skip


def by_campaign(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """Per campaign: accrued and past the window. Parties are paid in one sum, so nothing is called paid here."""
    shown = frame.group_by("code").agg(
        pl.col("campaign").max().alias("name"), pl.col("campaign_zh").max().alias("name_zh"),
        _sum(~pl.col("is_payable").fill_null(value=False)).alias("accrued_fen"),
        _sum(pl.col("is_payable")).alias("past_window_fen"), pl.col("amount_fen").sum().alias("all_fen"),
    ).sort("all_fen", "code", descending=[True, False])  # fmt: skip
    names = [in_language(row, voice) for row in shown.iter_rows(named=True)]
    return shown.with_columns(pl.Series("campaign", names, dtype=pl.String)).select(
        "campaign", "accrued_fen", "past_window_fen", "all_fen"
    )


def by_month(frame: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Per month: what it accrued, what of it is past the window, what was paid in it, and exchange apart."""
    accrued = frame.group_by("period").agg(
        pl.col("amount_fen").sum().alias("all_fen"), _sum(pl.col("is_payable")).alias("past_window_fen")
    )
    cash = moved.group_by("period").agg(
        _sum(pl.col("kind") == PAID).alias("paid_fen"), _sum(pl.col("kind") == FX).alias("fx_fen")
    )
    both = accrued.join(cash, on="period", how="full", coalesce=True).with_columns(pl.col(pl.Int64).fill_null(0))
    return both.rename({"period": "month"}).sort("month", descending=True)


def _sum(which: pl.Expr) -> pl.Expr:
    return pl.col("amount_fen").filter(which).sum()


def headline(parties: pl.DataFrame, day: date, voice: Voice) -> tuple[str, str, str]:
    """What has to be paid, and how much of it since long."""
    payable, overdue = int(parties["unpaid_fen"].sum()), int(parties["overdue_fen"].sum())
    title = "cash.title" if overdue else "cash.title_none"
    facts = {"payable": voice.money_exact(payable), "overdue": voice.money_exact(overdue)}
    return voice("cash.eyebrow", day=voice.date(day)), voice(title, **facts), voice("cash.note", days=WINDOW_DAYS)


def key_figures(parties: pl.DataFrame, moved: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """Accrued, payable, overdue, paid, exchange."""
    sums = {name: int(parties[name].sum()) for name in AMOUNTS}
    fx = int(moved.filter(kind=FX)["amount_fen"].sum())
    counted = {name: voice.exact(parties.filter(pl.col(name) != 0).height) for name in AMOUNTS}
    figures = [
        KeyFigure(
            voice(f"cash.{name}"), voice.money_exact(sums[name]), voice("cash.parties", count=counted[name]),
            voice(f"cash.{name}.note"), is_bad=name == "overdue_fen" and sums[name] > 0,
        )
        for name in AMOUNTS
    ]  # fmt: skip
    return [*figures, KeyFigure(voice("cash.fx_fen"), voice.money_exact(fx), voice("cash.fx_fen.note"))]


def balances(frame: pl.DataFrame, moved: pl.DataFrame, voice: Voice) -> tuple[str, pl.DataFrame]:
    """The table that was asked for, by party, campaign or month, and its name."""
    asked = filters.switch("by", voice("cash.by"), {one: voice(f"cash.by.{one}") for one in BY})
    if asked == "campaign":
        return asked, by_campaign(frame, voice)
    if asked == "period":
        return asked, by_month(frame, moved)
    parties = by_party(frame, moved)
    names = [_party(row, voice) for row in parties.iter_rows(named=True)]
    return asked, parties.with_columns(pl.Series("party", names, dtype=pl.String)).drop("name")


def _party(row: dict[str, Any], voice: Voice) -> str:
    kind, _, own = row["party"].partition("/")
    name = spoken(own, voice) if kind == "platform" else row["name"]
    return voice("cash.party", name=name, kind=voice(f"cash.kind.{kind}"))


def forecast(frame: pl.DataFrame, voice: Voice) -> Panel:
    """What becomes payable in which week; what is not completed has no week yet."""
    coming = frame.filter(~pl.col("is_payable"))
    weeks = coming.group_by("week_date").agg(pl.col("amount_fen").sum()).sort("week_date")
    unknown = int(frame.filter(pl.col("week_date").is_null())["amount_fen"].sum())
    title = voice("cash.forecast_none")
    if weeks.height:
        first: date = weeks["week_date"][0]
        facts = {"money": voice.money(int(weeks["amount_fen"].sum())), "day": voice.date(first + timedelta(days=6))}
        title = voice("cash.forecast", **facts, first=voice.money(int(weeks["amount_fen"][0])))
    drawn = weeks.select("week_date", pl.col("amount_fen").alias("net_sales_fen"), is_whole=pl.lit(value=True))
    figure = charts.weeks(drawn, voice) if weeks.height else None
    note = voice("cash.forecast_note", money=voice.money_exact(unknown))
    return Panel("cash.forecast", title, note, figure, weeks.rename({"amount_fen": "unpaid_fen"}))


def contribution(present: Scope, voice: Voice) -> None:
    """What each KOL, note, product or campaign left, to the fen."""
    title = st.container()
    asked = filters.switch("of", voice("cash.of"), {one: voice(f"cash.of.{one}") for one in OF})
    frame = rows("contribution_of", present, dimension=asked, campaign="")
    total = voice.money_exact(int(frame["contribution_fen"].sum()))
    title.html(blocks.panel_head(voice("cash.left", money=total), voice("cash.left_note")))
    labels = [_label(row, voice) for row in frame.iter_rows(named=True)]
    table = frame.with_columns(pl.Series("label", labels, dtype=pl.String))
    table = table.select("label", "net_sales_fen", *(f"{cost}_fen" for cost in COSTS), "contribution_fen")
    page.table(table, f"contribution_of_{asked}", voice)


def _label(row: dict[str, Any], voice: Voice) -> str:
    return in_language(row, voice) if row["key"] else voice("cash.of_none")
