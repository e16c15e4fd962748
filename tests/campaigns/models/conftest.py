"""A scene: facts and records as a few readable rows in a bare DuckDB, and every model computed from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from campaigns import catalogue, facts, record_tables
from campaigns import every_record as _every_record  # noqa: F401  (its tables belong to the metadata)
from campaigns.records import Campaign

DEFAULTS: dict[str, dict[str, Any]] = {
    "loads": {"sha256": "s", "name": "f", "captured_at": "2026-06-01 00:00Z", "loaded_at": "2026-06-01 00:00Z",
              "counts": "{}", "totals": "{}"},
    "raw.notes": {"source": "crawler", "platform": "xiaohongshu", "is_provisional": False},
    "raw.note_metrics": {"source": "crawler", "captured_at": "2026-06-01 00:00Z"},
    "raw.kols": {"source": "crawler"},
    "kol_profiles": {"source": "pugongying", "scope": "daily_30_all"},
    "raw.clicks": {"product_id": "P1", "section": "explore", "channel": "xiaohongshu",
                   "clicked_at": "2026-05-10 10:00+08"},
    "raw.orders": {"shop_id": "S", "line_no": 1, "channel": "xiaohongshu", "product_id": "P1", "buyer_key": 1,
               "ordered_at": "2026-05-10 12:00+08", "paid_at": "2026-05-10 12:01+08", "quantity": 1, "currency": "CNY",
               "list_fen": 10000, "brand_discount_fen": 0, "platform_discount_fen": 0, "shipping_fen": 0, "tax_fen": 0,
               "paid_fen": 10000, "status": "completed", "time_precision": "second"},
    "raw.refunds": {"shop_id": "S", "line_no": 1, "refunded_at": "2026-05-12 12:00+08", "currency": "CNY",
                "shipping_fen": 0, "is_estimated": False, "time_precision": "second"},
    "raw.settlements": {"statement_id": "ST", "line_no": 1, "shop_id": "S", "kind": "sale", "currency": "CNY"},
    "raw.ad_spend": {"source": "juguang", "level": "creativity", "unit_id": "U", "currency": "CNY"},
    "records.campaign": {"code": "C", "brand_id": 1, "name": "Spring", "name_zh": "春", "method": "mixed",
                         "since_date": "2026-05-01", "before_date": "2026-06-01", "budget_fen": 1000000,
                         "lookback_days": 15, "posting_due_days": 14, "credit_rule": "last",
                         "match_on": "product", "half_life_days": 7},
    "records.collaboration": {"state": "published", "kol_name": "Lin"},
    "records.product": {"brand_id": 1, "name": "Mask", "name_zh": "面膜", "category": "beauty", "cost_fen": 2000},
    "records.terms": {"scope": "collaboration", "since_date": "2026-01-01", "base": "buyer_paid", "fixed_fee_fen": 0,
                      "tier_mode": "marginal", "currency": "CNY", "entered_by": "t", "entered_at": "2026-01-01 00:00Z"},
    "records.sample": {"units": 1, "shipping_fen": 0, "state": "delivered"},
}  # fmt: skip


class Scene:
    """Rows go in by `given`, models come out by `rows`; whatever a row leaves out takes the default above, or null."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.built: set[str] = set()
        self.given("loads", load_id=1)

    def given(self, table: str, **values: Any) -> Scene:
        if f"raw.{table}" in facts.facts():
            table = f"raw.{table}"
        row = DEFAULTS.get(table, {}) | values
        if table in facts.facts():
            row = {"load_id": 1, "source_row": 1} | row
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
        self.built.clear()
        return self

    def build(self, *names: str) -> None:
        """Compute these models and what they rest on; all models when none is named."""
        models = catalogue.models()
        wanted = set(names) or {model.name for model in models}
        for model in reversed(models):
            if model.name in wanted:
                wanted.update(model.sources)
        for model in models:
            if model.name in wanted - self.built:
                kind = "view" if model.runs == "view" else "table"
                self.connection.execute(f"create or replace {kind} {model.name} as {model.sql}")
                self.built.add(model.name)

    def query(self, sql: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, model: str, where: str = "true", order: str = "all") -> list[dict[str, Any]]:
        self.build(model)
        return self.query(f"select * from {model} where {where} order by {order}")

    def row(self, model: str, where: str = "true") -> dict[str, Any]:
        found = self.rows(model, where)
        assert len(found) == 1, found
        return found[0]

    def broken(self, severity: str = "fail") -> list[tuple[str, str, list[dict[str, Any]]]]:
        """Every check of that severity that finds rows, keys included."""
        self.build()
        checks = [check for model in catalogue.models() for check in model.own_checks]
        found = [(c.model, c.sentence, self.query(c.sql)) for c in checks if c.severity == severity]
        return [entry for entry in found if entry[2]]


def _create_records(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema records")
    for name in record_tables.TABLES:
        columns = Campaign.metadata.tables[name].columns
        schema = pa.schema([(column.name, record_tables.arrow_type(column)) for column in columns])
        connection.register("arrived", schema.empty_table())
        connection.execute(f"create table records.{name} as select * from arrived")
        connection.unregister("arrived")


@pytest.fixture
def scene() -> Iterator[Scene]:
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("set timezone = 'UTC'")
    connection.execute(facts.schema_sql())
    connection.execute(catalogue.macros())
    _create_records(connection)
    yield Scene(connection)
    connection.close()


@pytest.fixture
def campaign(scene: Scene) -> Scene:
    """One campaign in May with product P1, KOL K1 (Lin), her linked note N1, and her order O1 of 100.00 two hours after
    buyer 1 clicked."""
    scene.given("records.product", product_id="P1").given("records.campaign", id=1)
    scene.given("records.campaign_product", campaign_id=1, product_id="P1")
    scene.given("records.collaboration", id=7, campaign_id=1, kol_id="K1")
    scene.given("records.collaboration_note", note_id="N1", collaboration_id=7)
    scene.given("raw.notes", note_id="N1", kol_id="K1", title="Glow", published_at="2026-05-02 20:00+08")
    scene.given("raw.clicks", click_id="c1", note_id="N1", buyer_key=1)
    return scene.given("orders", order_id="O1")
