"""How register, warehouse and archive stand to each other, as seen without writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import select

from campaigns.errors import WarehouseFault, WarehouseFromOtherVersion, WarehouseMissing
from campaigns.records import Link, Load
from campaigns.store import Store
from campaigns.warehouse import open_reader
from ingest import register

_LOADS = Path(__file__).with_name("loads.sql")
_LINKS = Path(__file__).with_name("links.sql")


@dataclass(frozen=True)
class WarehouseLoad:
    """A load as the warehouse has it."""

    sha256: str
    counts: dict[str, Any]
    totals: dict[str, int]


@dataclass(frozen=True)
class Standing:
    """What the register accepted, what the warehouse holds, and what keeps the warehouse from being read.

    `has_new_links`: short links were entered or changed since the models were computed.
    """

    accepted: list[Load]
    held: Mapping[int, WarehouseLoad] = field(default_factory=dict)
    fault: WarehouseFault | None = None
    has_new_links: bool = False

    @property
    def missing(self) -> list[Load]:
        """Loads that the warehouse lacks."""
        return [load for load in self.accepted if load.id not in self.held]

    @property
    def foreign(self) -> list[int]:
        """Loads of the warehouse that the register does not have, or has with another file."""
        own = {load.id: load.sha256 for load in self.accepted}
        return [load_id for load_id, load in self.held.items() if own.get(load_id) != load.sha256]

    @property
    def needs_rebuild(self) -> bool:
        """Whether the warehouse cannot be the basis of the next build."""
        if isinstance(self.fault, WarehouseFromOtherVersion):
            return self.fault.what == "schema"
        return bool(self.foreign) or not (self.fault is None or isinstance(self.fault, WarehouseMissing))

    @property
    def is_level(self) -> bool:
        """Whether there is nothing to write."""
        return self.fault is None and not self.missing and not self.foreign and not self.has_new_links


def look(root: Path, store: Store, *, every_byte: bool = False) -> Standing:
    """Compare register and warehouse; `every_byte` finds flipped bits too."""
    accepted = [load for load in register.loads(store) if load.state != "failed"]
    try:
        reader = open_reader(root, every_byte=every_byte)
    except WarehouseFault as fault:
        return Standing(accepted, fault=fault)
    try:
        rows = reader.query(_LOADS.read_text(encoding="utf-8")).rows()
        placed = reader.query(_LINKS.read_text(encoding="utf-8")).rows()
    finally:
        reader.close()
    held = {row[0]: WarehouseLoad(row[1], json.loads(row[2]), json.loads(row[3])) for row in rows}
    return Standing(accepted, held, has_new_links=placed != _links(store))


def _links(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as session:
        links = session.exec(select(Link)).all()
    return sorted((link.slug, link.note_id, link.product_id) for link in links)


def settle(store: Store, standing: Standing) -> None:
    """Write into the register what the warehouse holds: loads that are there are done."""
    results: dict[int, tuple[dict[str, Any], dict[str, int]]] = {}
    for load in standing.accepted:
        held = standing.held.get(load.id or 0)
        if held and held.sha256 == load.sha256:
            is_same = (load.state, load.counts, load.totals) == ("done", held.counts, held.totals)
            results |= {} if is_same else {load.id or 0: (held.counts, held.totals)}
    if results:
        register.finish(store, results)
