"""All tables of the records: importing this makes the metadata whole, for migrations and their comparison."""

from __future__ import annotations

from campaigns import (
    change_records,
    draft_records,
    ledger_records,
    mapping_records,
    matching_records,
    people_records,
    pipeline_records,
    reconciliation_records,
    records,
    sample_records,
    statement_records,
    terms_records,
)

MODULES = (
    change_records,
    records,
    draft_records,
    ledger_records,
    mapping_records,
    matching_records,
    people_records,
    pipeline_records,
    reconciliation_records,
    sample_records,
    statement_records,
    terms_records,
)
