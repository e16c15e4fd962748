"""The stock of sample units: what came in, and below which number to warn."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, StaleVersion
from campaigns.records import Product, Setting
from campaigns.sample_records import SampleReceipt
from campaigns.store import Store

WARN = "sample.warn_below."
"""The setting of a product begins so; its id follows."""


def receive_samples(
    store: Store, actor: Actor, key: str, *, product_id: str, units: int, received_date: date, remark: str = ""
) -> SampleReceipt:
    """Units of a product came into the stock of samples; negative where a count found fewer than were thought."""

    def work(session: Session) -> Change:
        number = checks.whole(-1_000_000, 1_000_000)("receive_samples.units", units)
        if number == 0:
            raise BadValue("receive_samples.units", "0", "some units; negative to correct a count")
        product = _product(session, actor, product_id)
        receipt = SampleReceipt(
            product_id=product.product_id, units=number, remark=checks.words("receive_samples.remark", remark),
            received_date=checks.day("receive_samples.received_date", received_date), entered_by=actor.who,
        )  # fmt: skip
        session.add(receipt)
        session.flush()
        return Change(f"sample receipt {receipt.id}", None, rows.content(receipt))

    request = {"product_id": product_id, "units": units, "received_date": received_date, "remark": remark}
    return SampleReceipt.model_validate(perform(store, actor, key, "receive_samples", request, work).after)


def warn_sample_stock(
    store: Store, actor: Actor, key: str, *, product_id: str, warn_below: int, version: int | None = None
) -> Setting:
    """Warn when fewer units of a product are left than this; `version` is that of the number that was read, if any."""

    def work(session: Session) -> Change:
        product = _product(session, actor, product_id)
        value = checks.whole(0, 1_000_000)("warn_sample_stock.warn_below", warn_below)
        row = session.get(Setting, WARN + product.product_id)
        before: dict[str, Any] | None = None if row is None else rows.content(row)
        found = None if row is None else row.version
        if found != version:
            raise StaleVersion(f"The warning for {product.name}", version or 0, found or 0)
        if row is None:
            row = Setting(key=WARN + product.product_id, value=value, source="entered")
        else:
            row.value, row.version = value, row.version + 1
        session.add(row)
        session.flush()
        return Change(f"setting {row.key}", before, rows.content(row))

    request = {"product_id": product_id, "warn_below": warn_below, "version": version}
    return Setting.model_validate(perform(store, actor, key, "warn_sample_stock", request, work).after)


def _product(session: Session, actor: Actor, product_id: str) -> Product:
    rights.allow(session, actor, "receive_samples", product_id=checks.identifier("product_id", product_id))
    return rows.find(session, Product, "product", product_id)
