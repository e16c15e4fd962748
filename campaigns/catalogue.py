"""The catalogue of models: every SQL file's header read, checked against its statement, and put in build order.

A model file is one `select` under a header (docs/architecture.md): a sentence saying what one row is, then `key:`,
`sources:`, `runs:` (`warehouse`, `view`, `live`), `money:` where a column ends in `_fen`, and `why:`. A line indented
by more than one space continues the field above. Beside it, `<model>.checks.sql` holds queries that return offending
rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaigns import every_record as _every_record  # noqa: F401  (its tables belong to the metadata)
from campaigns import facts
from campaigns.errors import KolbookError
from campaigns.records import Campaign
from campaigns.select_list import bare, output_columns, tables_read

FOLDER = Path(__file__).with_name("models")
LAYERS = ("staging", "steps", "marts", "analysis")
MAX_LINES = 120
FIELDS = ("key", "sources", "runs", "money", "why")
RUNS = ("warehouse", "view", "live")
"""Where a model stands: a table of the warehouse, a view of it, or a table in the memory of each reader."""

_FIELD = re.compile(r"-- ([a-z]+): (.*)\Z")
_CHECK = re.compile(r"^-- (fail|warn): (.+)$", re.MULTILINE)


@dataclass
class BadModel(KolbookError):
    """A model file that breaks the contract of models: which file and line, and what was expected."""

    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}."


@dataclass(frozen=True)
class Check:
    """A query that returns the rows breaking a rule; `severity` is `fail` (stops publishing) or `warn` (is shown)."""

    model: str
    severity: str
    sentence: str
    sql: str


@dataclass(frozen=True)
class Model:
    """One table or view: `sentence` says what a row is, `sql` is the bare select, `columns` its output in order."""

    name: str
    layer: str
    sentence: str
    key: tuple[str, ...]
    sources: tuple[str, ...]
    runs: str
    money: str
    why: str
    columns: tuple[str, ...]
    sql: str
    checks: tuple[Check, ...]
    path: Path

    @property
    def is_asked_for(self) -> bool:
        """Whether a reader computes it only once somebody asks: few pages read the models of the analysis."""
        return self.layer == "analysis"

    @property
    def own_checks(self) -> tuple[Check, ...]:
        """Its key's check and those beside it; a view's key is the key of its facts, which the merge keeps unique."""
        return self.checks if self.runs == "view" else (self.key_check, *self.checks)

    @property
    def key_check(self) -> Check:
        """Rows whose key is not unique."""
        key = ", ".join(self.key)
        sql = f"select {key}, count(*) as copies from {self.name} group by {key} having count(*) > 1"
        return Check(self.name, "fail", f"the key ({key}) stands in more than one row", sql)


@cache
def models() -> tuple[Model, ...]:
    """All models in build order: sources first, warehouse before live, then by name. Raises BadModel."""
    return read_models(FOLDER)


def read_models(folder: Path) -> tuple[Model, ...]:
    """The models under a folder of layers, checked and in build order. Raises BadModel naming file and line."""
    found = [read_model(path) for layer in LAYERS for path in sorted((folder / layer).glob("*.sql")) if _is_model(path)]
    by_name = {model.name: model for model in found}
    for model in found:
        if by_name[model.name] is not model:
            raise BadModel(model.path, 1, f"expected one model per name, {by_name[model.name].path} has the same")
    for model in found:
        _check_sources(model, by_name)
    return _in_build_order(found)


def read_model(path: Path) -> Model:
    """One model from its file. Raises BadModel naming the line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise BadModel(path, MAX_LINES + 1, f"expected at most {MAX_LINES} lines, found {len(lines)}: split the model")
    sentence, fields, places = _read_header(path, lines)
    height = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    sql = "\n".join(lines[height:]).strip()
    _check_statement(path, height + 1, sql)
    try:
        columns = output_columns(sql)
    except ValueError as problem:
        raise BadModel(path, height + 1, str(problem)) from problem
    model = Model(
        name=path.stem, layer=path.parent.name, sentence=sentence, key=_names(fields["key"]),
        sources=_names(fields["sources"]), runs=fields["runs"], money=fields.get("money", ""), why=fields["why"],
        columns=columns, sql=sql, checks=_read_checks(path), path=path,
    )  # fmt: skip
    _check_header(model, places)
    return model


def macros() -> str:
    """The statements that create the macros, to be run in each catalogue before its models."""
    return (FOLDER / "macros.sql").read_text(encoding="utf-8")


def _is_model(path: Path) -> bool:
    return not path.name.endswith(".checks.sql")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _read_header(path: Path, lines: Sequence[str]) -> tuple[str, dict[str, str], dict[str, int]]:
    """The first sentence, the fields, and the line on which each field stands."""
    sentence: list[str] = []
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    current = ""
    for number, line in enumerate(lines, start=1):
        if not line.startswith("--"):
            break
        field = _FIELD.match(line)
        if field and field.group(1) in FIELDS:
            current = field.group(1)
            if current in fields:
                raise BadModel(path, number, f"expected `{current}:` once, found it again")
            fields[current], places[current] = field.group(2), number
        elif current and line.startswith("--  "):
            fields[current] += " " + line.removeprefix("--").strip()
        elif current:
            raise BadModel(path, number, f"expected one of {', '.join(FIELDS)} and a colon, found `{line}`")
        else:
            sentence.append(line.removeprefix("--").strip())
    return " ".join(sentence), fields, _complete(path, " ".join(sentence), fields, places)


def _complete(path: Path, sentence: str, fields: Mapping[str, str], places: dict[str, int]) -> dict[str, int]:
    if not re.match(r"One row per .*\.\Z", sentence):
        raise BadModel(path, 1, f"expected a sentence `-- One row per ….`, found `{sentence[:60]}`")
    for field in FIELDS:
        if field != "money" and not fields.get(field, "").strip():
            raise BadModel(path, 1, f"expected a header line `-- {field}: …`, found none")
    return places


def _check_statement(path: Path, line: int, sql: str) -> None:
    if not re.match(r"(?:with|select)\b", sql, re.IGNORECASE):
        raise BadModel(path, line, f"expected one `select` under the header, found `{sql[:40]}`")
    if ";" in bare(sql):
        raise BadModel(path, line, "expected one statement without `;`")


def _check_header(model: Model, places: Mapping[str, int]) -> None:
    if model.runs not in RUNS:
        raise BadModel(model.path, places["runs"], f"expected `runs: {'`, `'.join(RUNS)}`, found `{model.runs}`")
    strangers = [column for column in model.key if column not in model.columns]
    if strangers:
        raise BadModel(model.path, places["key"], f"expected a key of output columns, found {', '.join(strangers)}")
    twice = sorted({column for column in model.columns if model.columns.count(column) > 1})
    if twice:
        raise BadModel(model.path, 1, f"expected each output column once, found {', '.join(twice)} again")
    if any(column.endswith("_fen") for column in model.columns) and not model.money:
        raise BadModel(model.path, 1, "expected `-- money: …` (currency, sign), because a column ends in _fen")
    read = tables_read(model.sql)
    if tuple(sorted(model.sources)) != read:
        raise BadModel(model.path, places["sources"], f"expected the sources the statement reads: {', '.join(read)}")


def _check_sources(model: Model, by_name: Mapping[str, Model]) -> None:
    for source in model.sources:
        if source.startswith("records."):
            known, is_live = source.removeprefix("records.") in Campaign.metadata.tables, True
        else:
            known = source in facts.tables() or source in by_name
            is_live = source in by_name and by_name[source].runs == "live"
        if not known:
            raise BadModel(model.path, 1, f"expected a fact table, a model or a record, found the source {source}")
        if is_live and model.runs != "live":
            raise BadModel(model.path, 1, f"expected `runs: live`, because the source {source} is live")


def _in_build_order(found: Iterable[Model]) -> tuple[Model, ...]:
    waiting = sorted(found, key=lambda model: (model.runs == "live", LAYERS.index(model.layer), model.name))
    ordered: list[Model] = []
    while waiting:
        names = {model.name for model in waiting}
        ready = [model for model in waiting if not names.intersection(model.sources)]
        if not ready:
            circle = ", ".join(sorted(names))
            raise BadModel(waiting[0].path, 1, f"expected sources without a circle, found one among {circle}")
        first = ready[0]
        ordered.append(first)
        waiting.remove(first)
    return tuple(ordered)


def _read_checks(path: Path) -> tuple[Check, ...]:
    """The queries of `<model>.checks.sql`, each under its `-- fail:` or `-- warn:` sentence; failures first."""
    beside = path.with_name(f"{path.stem}.checks.sql")
    if not beside.exists():
        return ()
    text = beside.read_text(encoding="utf-8")
    heads = list(_CHECK.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        raise BadModel(beside, 1, "expected `-- fail: …` or `-- warn: …` above each query")
    checks: list[Check] = []
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        sql = text[head.end() : after.start() if after else len(text)].strip()
        line = text[: head.start()].count("\n") + 1
        if not sql.endswith(";") or not re.match(r"(?:with|select)\b", sql):
            raise BadModel(beside, line, "expected one query ending in `;` under each sentence")
        checks.append(Check(path.stem, head.group(1), head.group(2), sql.removesuffix(";")))
    if [check.severity for check in checks] != sorted(check.severity for check in checks):
        raise BadModel(beside, 1, "expected every `fail` before the first `warn`")
    return tuple(checks)
