"""`kol check`: do archive, register and warehouse tell the same story? Findings are values; nothing is mended here."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from campaigns.errors import WarehouseFault, WarehouseMissing
from campaigns.publish import current_build
from campaigns.records import Load
from campaigns.store import Store, open_store
from campaigns.warehouse import canonical_hash, open_reader
from ingest import archive, erasure, register
from ingest.standing import Standing, WarehouseLoad, look

FINISH = "The next `kol load` finishes it."
REBUILD = "Run `kol rebuild`."


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: a stable code, and a sentence with the remedy."""

    code: str
    text: str


def check(root: Path) -> list[Finding]:
    """Compare everything with everything; reads every byte of the warehouse. Empty when all is well."""
    with closing(open_store(root)) as store:
        standing = look(root, store, every_byte=True)
        findings = _of_fault(standing.fault, standing) + _of_erasure(root)
        findings += _of_archive(root, store)
        findings += [] if standing.fault else _of_loads(standing)
        failed = [load for load in register.loads(store) if load.state == "failed"]
    remedy = "it is not in the warehouse. Load the file again to see why."
    return findings + [Finding("LOAD-FAILED", f"Load {load.id} ({load.name}) failed; {remedy}") for load in failed]


def remarks(root: Path, findings: list[Finding]) -> tuple[list[Finding], list[str]]:
    """What the checks of the models find on a warehouse that can be read: rules that do not hold, and warnings."""
    if not _is_readable(root, findings):
        return [], []
    with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        return [Finding("MODEL", f"{found}.") for found in reader.broken_checks("fail")], reader.broken_checks("warn")


def hash_of(root: Path, findings: list[Finding]) -> str | None:
    """The canonical hash, where there is a warehouse that can be read."""
    return canonical_hash(root) if _is_readable(root, findings) else None


def _is_readable(root: Path, findings: list[Finding]) -> bool:
    return current_build(root) is not None and all(finding.code != "WAREHOUSE" for finding in findings)


def _of_fault(fault: WarehouseFault | None, standing: Standing) -> list[Finding]:
    if fault is None or (isinstance(fault, WarehouseMissing) and not standing.accepted):
        return []
    return [Finding("WAREHOUSE", str(fault))]


def _of_erasure(root: Path) -> list[Finding]:
    if not erasure.is_begun(root):
        return []
    return [Finding("ERASING", f"An erasure was interrupted; the warehouse still has the buyer. {FINISH}")]


def _of_archive(root: Path, store: Store) -> list[Finding]:
    known = {load.sha256: load for load in register.loads(store)}
    broken = {sha256: archive.damage(root, sha256) for sha256, load in known.items() if load.state != "failed"}
    remedy = "Restore the folder archive from a backup, or load the file again."
    findings = [
        Finding("ARCHIVE", f"Load {known[sha256].id} ({known[sha256].name}): {damage.rstrip('.')}. {remedy}")
        for sha256, damage in broken.items()
        if damage
    ]
    unknown = [sha256 for sha256 in archive.hashes(root) if sha256 not in known]
    return findings + [
        Finding("NOT-REGISTERED", f"The archive holds {sha256[:12]}…, which the register does not know. {FINISH}")
        for sha256 in unknown
    ]


def _of_loads(standing: Standing) -> list[Finding]:
    findings = [
        Finding("NOT-IN-WAREHOUSE", f"Load {load.id} ({load.name}) is not in the warehouse. {FINISH}")
        for load in standing.missing
    ]
    findings += [
        Finding("NOT-IN-REGISTER", f"The warehouse holds load {load_id}, which the register does not have. {REBUILD}")
        for load_id in standing.foreign
    ]
    for load in standing.accepted:
        held = standing.held.get(load.id or 0)
        if held and held.sha256 == load.sha256:
            findings += _of_load(load, held)
    return findings


def _of_load(load: Load, held: WarehouseLoad) -> list[Finding]:
    name = f"Load {load.id} ({load.name})"
    if load.state == "pending":
        return [Finding("PENDING", f"{name} is in the warehouse, but not marked as done. {FINISH}")]
    pairs = [("counts", load.counts, held.counts), ("control totals", load.totals, held.totals)]
    return [
        Finding("DIFFERS", f"{name}: {what} are {own} in the register, {other} in the warehouse. {REBUILD}")
        for what, own, other in pairs
        if own != other
    ]
