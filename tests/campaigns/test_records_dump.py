"""A dump goes from any database of ours into any other, and comes out the same to the byte."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from campaigns import actions, audit, ledger_verify, records_dump
from campaigns.actions import Actor
from campaigns.errors import KolbookError, Refused
from campaigns.ledger import Posting
from campaigns.records import Brand
from campaigns.store import Store, open_store, restore_records


@pytest.fixture
def filled(store: Store, lin: Actor) -> Store:
    """Rows of every type: instants, dates, flags, JSON in Chinese, a refusal, a ledger entry."""
    brand = actions.save_brand(store, lin, "1", code="glow", name="Glow", name_zh="光 “引号”\\n")
    actions.save_product(
        store, lin, "2", product_id="P1", brand_id=brand.id, name="Mask", category="beauty", cost_fen=1
    )
    actions.save_campaign(
        store, lin, "3", code="may", brand_id=brand.id, name="May", method="samples", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=2**53 + 1,
        target_audience={"gender": {"女": 0.88}}, product_ids=["P1"],
    )  # fmt: skip
    actions.save_setting(store, lin, "4", name="benchmark.tmall", value=0.026)
    with pytest.raises(KolbookError):
        actions.save_brand(store, lin, "5", code="glow", name="Twice")
    actions.post_entry(
        store, lin, "6", event_kind="payment", external_id="x", business_date=date(2026, 5, 3), description="Paid",
        postings=[Posting("cash", "CNY", -5), Posting("adjustment", "CNY", 5)],
    )  # fmt: skip
    return store


def test_a_dump_restored_into_sqlite_gives_the_same_dump_and_intact_chains(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = filled.dump(tmp_path / "dump")
    assert counts["brand"] == 1
    assert counts["audit_entry"] == 6
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    other = tmp_path / "other"
    other.mkdir()
    restore_records(other, tmp_path / "dump")
    again = open_store(other)
    again.dump(tmp_path / "again")
    assert records_dump.digest(tmp_path / "again") == records_dump.digest(tmp_path / "dump")
    assert audit.verify(again) == []
    assert ledger_verify.verify(again) == []
    made = actions.save_brand(again, Actor("lin"), "new", code="next", name="Next")
    assert made.id == 2
    with again.reading() as session, pytest.raises(sa.exc.DatabaseError):
        session.execute(sa.text("delete from audit_entry"))
    again.close()


def test_a_dump_goes_into_either_database(empty_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with monkeypatch.context() as patch:
        patch.delenv("KOL_DATABASE_URL", raising=False)
        store = open_store(source)
        for number in range(3):
            actions.save_brand(store, Actor("lin"), str(number), code=f"b{number}", name="Glow")
        store.dump(tmp_path / "dump")
        store.close()
    restore_records(empty_root, tmp_path / "dump")
    store = open_store(empty_root)
    store.dump(tmp_path / "again")
    assert records_dump.digest(tmp_path / "again") == records_dump.digest(tmp_path / "dump")
    assert audit.verify(store) == []
    assert actions.save_brand(store, Actor("lin"), "new", code="next", name="Next").id == 4
    with pytest.raises(sa.exc.DatabaseError), store.transaction() as session:
        session.execute(sa.text("delete from audit_entry"))
    store.close()
    with pytest.raises(Refused, match="has tables already"):
        restore_records(empty_root, tmp_path / "dump")


def test_a_dump_that_is_not_whole_changes_nothing(empty_root: Path, tmp_path: Path, monkeypatch: Any) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with monkeypatch.context() as patch:
        patch.delenv("KOL_DATABASE_URL", raising=False)
        store = open_store(source)
        store.dump(tmp_path / "dump")
        store.close()
    (tmp_path / "dump" / "terms.jsonl.gz").unlink()
    with pytest.raises(Refused, match="terms"):
        restore_records(empty_root, tmp_path / "dump")
    (tmp_path / "dump" / records_dump.REVISION).write_text("9999", encoding="utf-8")
    with pytest.raises(Refused, match="Update kolbook"):
        restore_records(empty_root, tmp_path / "dump")
    store = open_store(empty_root)
    with store.reading() as session:
        assert session.get(Brand, 1) is None
    store.close()


def test_a_changed_row_changes_the_digest_of_its_table_alone(filled: Store, tmp_path: Path) -> None:
    filled.dump(tmp_path / "dump")
    before = records_dump.digest(tmp_path / "dump")
    path = tmp_path / "dump" / "brand.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b'"version":1', b'"version":2')))
    after = records_dump.digest(tmp_path / "dump")
    assert {name for name in before if before[name] != after[name]} == {"brand"}
