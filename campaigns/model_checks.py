"""Whether models hold what they promise: their keys, their `-- fail:` and `-- warn:` queries, and their version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from campaigns import catalogue
from campaigns.books import Run


def that_run(where: str) -> list[catalogue.Model]:
    """The models that stand in the warehouse (views among them) or in a reader (`live`), in build order."""
    return [model for model in catalogue.models() if (model.runs == "live") == (where == "live")]


def broken(run: Run, models: Sequence[catalogue.Model], severity: str) -> list[str]:
    """The checks of that severity (`fail`, `warn`) that return rows, as `model: sentence (3 rows)`."""
    findings = []
    for check in (check for model in models for check in model.own_checks):
        if check.severity == severity:
            count = run(f"select count(*) from ({check.sql})")[0][0]
            findings += [f"{check.model}: {check.sentence} ({count} rows)"] if count else []
    return findings


def version(models: Sequence[catalogue.Model]) -> str:
    """A hash of everything these models are computed by."""
    text = catalogue.macros() + "".join(f"{model.name}:{model.sql}\n" for model in models)
    return hashlib.sha256(text.encode()).hexdigest()
