"""The countdown sales of a campaign as a small table to type in: product, window, price, stock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import streamlit as st

from campaigns.money import parse_yuan, yuan
from campaigns.periods import SHANGHAI
from dashboard.formats import Voice
from dashboard.forms import Form
from dashboard.labels import in_language

SCHEMA: dict[str, Any] = {
    "product": pl.String, "since": pl.Datetime("us"), "before": pl.Datetime("us"), "price": pl.String,
    "stock": pl.Int64,
}  # fmt: skip


def edit(form: Form, products: pl.DataFrame, voice: Voice) -> list[dict[str, Any]]:
    """Draw the table; the sales as they are typed, rows without a product left out."""
    labels = {row["product_id"]: in_language(row, voice) for row in products.iter_rows(named=True)}
    config = st.column_config
    edited = st.data_editor(
        _frame(form.opened["countdowns"], labels), key=form.key("countdowns"), num_rows="dynamic", hide_index=True,
        placeholder="–",
        column_config={
            "product": config.SelectboxColumn(voice("countdown.product"), options=list(labels.values())),
            "since": config.DatetimeColumn(voice("countdown.since"), format="YYYY-MM-DD HH:mm"),
            "before": config.DatetimeColumn(voice("countdown.before"), format="YYYY-MM-DD HH:mm"),
            "price": config.TextColumn(voice("countdown.price")),
            "stock": config.NumberColumn(voice("countdown.stock"), min_value=1, step=1),
        },
    )  # fmt: skip
    ids = {label: product_id for product_id, label in labels.items()}
    return [_sale(row, ids) for row in edited.iter_rows(named=True) if row["product"] in ids]


def typed(sales: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored sales as they are typed: the price as text in yuan, empty where none is planned."""
    return [
        {
            "product_id": sale["product_id"], "since_at": sale["since_at"], "before_at": sale["before_at"],
            "price": yuan(sale["price_fen"]) if sale.get("price_fen") is not None else "", "stock": sale.get("stock"),
        }
        for sale in sales
    ]  # fmt: skip


def stored(sales: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Typed sales as the action takes them; raises BadValue for a price that is no amount."""
    return [_stored(sale, number) for number, sale in enumerate(sales, start=1)]


def _stored(sale: dict[str, Any], number: int) -> dict[str, Any]:
    asked = {name: sale[name] for name in ("product_id", "since_at", "before_at")}
    if sale["price"]:
        asked["price_fen"] = parse_yuan(sale["price"].replace(",", "").removeprefix("¥"), f"countdown {number}, price")
    return asked if sale["stock"] is None else {**asked, "stock": sale["stock"]}


def _frame(sales: list[dict[str, Any]], labels: dict[str, str]) -> pl.DataFrame:
    listed = [
        {
            "product": labels.get(sale["product_id"], sale["product_id"]), "since": _clock(sale["since_at"]),
            "before": _clock(sale["before_at"]), "price": sale["price"], "stock": sale["stock"],
        }
        for sale in sales
    ]  # fmt: skip
    return pl.DataFrame(listed, schema=SCHEMA)


def _clock(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(SHANGHAI).replace(tzinfo=None)


def _sale(row: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {
        "product_id": ids[row["product"]], "since_at": _instant(row["since"]), "before_at": _instant(row["before"]),
        "price": row["price"] or "", "stock": None if row["stock"] is None else int(row["stock"]),
    }  # fmt: skip


def _instant(clock: datetime | None) -> str | None:
    return None if clock is None else clock.replace(tzinfo=SHANGHAI).astimezone(UTC).isoformat(timespec="seconds")
