"""The pieces of the Statements page: its sentence, figures, lists and lines. Frames in, markup or frames out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from campaigns import statement_archive
from dashboard import blocks, statement_words
from dashboard.blocks import Column, KeyFigure
from dashboard.formats import Voice
from dashboard.words import Lang

LISTED, SHOWN = 30, 500


def headline(period: str, found: pl.DataFrame, voice: Voice) -> str:
    """The month, what is to be paid, and how much of it was."""
    if found.is_empty():
        return voice("statement.headline_none", period=period)
    due, paid = int(found["due_fen"].sum()), int(found["paid_fen"].sum())
    count = voice.exact(found.filter(pl.col("due_fen") > 0).height)
    return voice("statement.headline", period=period, due=voice.money(due), paid=voice.money(paid), count=count)


def labels(found: pl.DataFrame, voice: Voice) -> dict[str, str]:
    """The statements to choose from, all of them first."""
    return {"": voice("statement.all")} | {str(row["id"]): _name(row, voice) for row in found.iter_rows(named=True)}


def _name(row: Mapping[str, Any], voice: Voice) -> str:
    name = statement_words.name(row, voice)
    return name if row["currency"] == "CNY" else f"{name} · {row['currency']}"


def listed(found: pl.DataFrame, voice: Voice) -> str:
    """Every statement of the month with its state and balances, each leading to its own."""
    columns = (
        Column(voice("statement.column.party")), Column(voice("statement.column.state")),
        *(Column(voice(f"statement.column.{name}"), is_number=True, wide=name in {"opening", "moved", "paid"})
          for name in ("opening", "moved", "closing", "due", "paid")),
    )  # fmt: skip
    table = blocks.table(columns, [_listed(row, voice) for row in found.head(LISTED).iter_rows(named=True)])
    more = found.height - LISTED
    return table + blocks.banner(voice("statement.more", count=voice.exact(more))) if more > 0 else table


def _listed(row: dict[str, Any], voice: Voice) -> list[str]:
    asked = urlencode({"lang": voice.lang, "month": row["period"], "statement": row["id"]})
    fen = (
        row["opening_fen"],
        row["closing_fen"] - row["opening_fen"],
        row["closing_fen"],
        row["due_fen"],
        row["paid_fen"],
    )
    return [
        blocks.linked(_name(row, voice), f"?{asked}", voice(f"statement.party.{row['party'].partition('/')[0]}")),
        blocks.cell(voice(f"statement.state.{row['state']}")),
        *(blocks.cell(voice.money_exact(one)) for one in fen),
    ]  # fmt: skip


def frame(found: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The same with every figure, to sort and to take along."""
    state = pl.col("state").map_elements(lambda one: voice(f"statement.state.{one}"), return_dtype=pl.String)
    names = ("opening", "accrued", "clawback", "adjustment", "settled", "closing", "pending", "due", "paid", "rebate")
    return found.select(
        pl.col("party_name").alias("statement_party"), state.alias("statement_state"),
        *(pl.col(f"{name}_fen").alias(f"statement_{name}_fen") for name in names),
    )  # fmt: skip


def key_figures(row: Mapping[str, Any], voice: Voice) -> list[KeyFigure]:
    """Opening, what the month moved, closing, and what of it is to be paid."""
    moved = row["accrued_fen"] + row["clawback_fen"]
    left = f"{voice('statement.figure.left')} {voice.money_exact(row['due_fen'] - row['paid_fen'])}"
    share = row["paid_fen"] / row["due_fen"] if row["due_fen"] else None
    taken = f"{voice('statement.section.clawback')} {voice.money_exact(row['clawback_fen'])}"
    carried = voice("statement.figure.carried", amount=voice.money_exact(row["closing_fen"] - row["due_fen"]))
    pending = f"{voice('statement.figure.pending')} {voice.money_exact(row['pending_fen'])}"
    figures = [
        KeyFigure(voice("statement.figure.opening"), voice.money_exact(row["opening_fen"])),
        KeyFigure(voice("statement.section.accrued"), voice.money_exact(moved), taken),
        KeyFigure(voice("statement.section.adjustment"), voice.money_exact(row["adjustment_fen"])),
        KeyFigure(voice("statement.section.settled"), voice.money_exact(row["settled_fen"])),
        KeyFigure(voice("statement.figure.closing"), voice.money_exact(row["closing_fen"]), pending),
        KeyFigure(
            voice("statement.figure.due"),
            voice.money_exact(row["due_fen"]),
            left,
            carried,
            filled=share,
            more_is_better=True,
        ),
    ]
    rebate = KeyFigure(voice("statement.figure.rebate"), voice.money_exact(row["rebate_fen"]))
    return [*figures, rebate] if row["rebate_fen"] else figures


def signed(row: Mapping[str, Any], voice: Voice) -> str:
    """Who stands for it, and where the ledger ended; nothing about people who are not told."""
    names = {name: row[f"{name}_by"] or "–" for name in ("made", "submitted", "approved")}
    head = voice("statement.print.ledger", entries=voice.exact(row["ledger_entries"])) + f" {row['ledger_hash'][:16]}…"
    told = voice("statement.signed", **names) if row["made_by"] else ""
    returned = voice("statement.returned", reason=row["remark"]) if row["remark"] else ""
    return " ".join(text for text in (returned, told, head) if text)


def payments(found: pl.DataFrame, voice: Voice) -> str:
    """Every payment, a reversed one with its reason."""
    names = ("number", "date", "reference", "amount")
    columns = [Column(voice(f"statement.payment.column.{name}"), is_number=name == "amount") for name in names]
    return blocks.table(columns, [_payment(row, voice) for row in found.iter_rows(named=True)])


def _payment(row: dict[str, Any], voice: Voice) -> list[str]:
    below = "" if row["reason"] is None else voice("statement.payment.reversed", reason=row["reason"])
    return [
        blocks.cell(str(row["number"])), blocks.cell(voice.date(row["paid_date"])),
        blocks.cell(row["reference"], below), blocks.cell(voice.money_exact(row["amount_fen"])),
    ]  # fmt: skip


@st.cache_data(max_entries=16, ttl="1h", show_spinner=False)
def lines(folder: str, lines_hash: str, lang: Lang) -> pl.DataFrame:
    """The first lines of a statement as people read them, each with why it has its amount.

    business_date, statement_what, kol_name, statement_reference, statement_base_fen, statement_rate,
    statement_amount_fen, statement_why.
    """
    voice = Voice(lang)
    found = statement_archive.read(Path(folder), lines_hash).head(SHOWN)
    return pl.DataFrame(
        [
            {
                "business_date": line["business_date"], "statement_what": _what(line, voice),
                "kol_name": line["kol_name"], "statement_reference": statement_words.reference(line),
                "statement_base_fen": line["base_after_fen"],
                "statement_rate": "" if line["rate_ppm"] is None else statement_words.rate(line["rate_ppm"]),
                "statement_amount_fen": line["amount_fen"], "statement_why": statement_words.why(line, voice),
            }
            for line in found.iter_rows(named=True)
        ],
        schema={
            "business_date": pl.Date, "statement_what": pl.String, "kol_name": pl.String,
            "statement_reference": pl.String, "statement_base_fen": pl.Int64, "statement_rate": pl.String,
            "statement_amount_fen": pl.Int64, "statement_why": pl.String,
        },
    )  # fmt: skip


def _what(line: dict[str, Any], voice: Voice) -> str:
    if line["section"] == "rebate":
        return voice("statement.section.rebate")
    told = (statement_words.what(line, voice), statement_words.part(line, voice))
    return " · ".join(text for text in told if text)
