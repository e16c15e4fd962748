"""The catalogue: headers are read, checked against the statement, and put in build order."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns import catalogue, record_tables
from campaigns.catalogue import BadModel, models, read_models
from campaigns.select_list import output_columns, tables_read

GOOD = """-- One row per order line.
-- key: order_id
-- sources: shipments
-- runs: warehouse
-- money: CNY fen
-- why: to have
--   an example.
select order_id, paid_fen from shipments
"""


def _folder(tmp_path: Path, **files: str) -> Path:
    for layer in catalogue.LAYERS:
        (tmp_path / layer).mkdir()
    for name, text in files.items():
        (tmp_path / "steps" / f"{name.replace('__', '.')}.sql").write_text(text, encoding="utf-8")
    return tmp_path


def _named(table: str, source: str, runs: str = "warehouse") -> str:
    header = f"-- One row per {table}.\n-- key: order_id\n-- sources: {source}\n-- runs: {runs}\n-- why: to try.\n"
    return f"{header}select order_id from {source}\n"


def test_a_model_says_what_it_is(tmp_path: Path) -> None:
    checks = "-- fail: a line is negative\nselect order_id from lines where paid_fen < 0;\n\n-- warn: no\nselect 1;\n"
    (model,) = read_models(_folder(tmp_path, lines=GOOD, lines__checks=checks))
    assert (model.name, model.layer, model.sentence) == ("lines", "steps", "One row per order line.")
    assert (model.key, model.sources, model.runs) == (("order_id",), ("shipments",), "warehouse")
    assert (model.money, model.why, model.columns) == ("CNY fen", "to have an example.", ("order_id", "paid_fen"))
    assert model.sql == "select order_id, paid_fen from shipments"
    assert [(check.severity, check.sentence, check.sql) for check in model.checks] == [
        ("fail", "a line is negative", "select order_id from lines where paid_fen < 0"), ("warn", "no", "select 1")
    ]  # fmt: skip
    assert "group by order_id having count(*) > 1" in model.key_check.sql


@pytest.mark.parametrize(
    ("change", "line", "problem"),
    [
        (("-- One row per order line.", "-- Order lines."), 1, "expected a sentence"),
        (("-- key: order_id\n", ""), 1, "expected a header line `-- key: …`"),
        (("-- why: to have\n--   an example.\n", ""), 1, "expected a header line `-- why: …`"),
        (("-- money: CNY fen\n", ""), 1, "a column ends in _fen"),
        (("-- runs: warehouse", "-- runs: sometimes"), 4, "found `sometimes`"),
        (("-- runs: warehouse", "-- runs: warehouse\n-- runs: live"), 5, "expected `runs:` once"),
        (("-- runs: warehouse", "-- unit: fen"), 4, "expected one of key, sources"),
        (("-- key: order_id", "-- key: line_id"), 2, "found line_id"),
        (("-- sources: shipments", "-- sources: shipments, comments"), 3, "the sources the statement reads: shipments"),
        (("from shipments", "from shipments join comments using (order_id)"), 3, "reads: comments, shipments"),
        (("select order_id, paid_fen", "select *"), 8, "expected listed columns, found `*`"),
        (("select order_id, paid_fen", "select order_id, o.*"), 8, "expected listed columns, found `o.*`"),
        (("paid_fen from", "sum(paid_fen) from"), 8, "add `as name`"),
        (("paid_fen from", "case when true then 1 end from"), 8, "add `as name`"),
        (("paid_fen from", "paid_fen, order_id from"), 1, "order_id again"),
        (("from shipments", "from shipments; select 1"), 8, "without `;`"),
        (("select order_id", "create table x as select order_id"), 8, "expected one `select`"),
        (("from shipments", "from shipments" + "\n" * 130 + "where true"), 121, "split the model"),
    ],
)
def test_a_broken_model_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, problem: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(BadModel) as error:
        read_models(_folder(tmp_path, lines=GOOD.replace(*change)))
    assert str(error.value).startswith(f"{tmp_path}/steps/lines.sql:{line}: ")
    assert problem in str(error.value)


@pytest.mark.parametrize("source", ["nowhere", "records.nothing", "raw.nothing"])
def test_an_unknown_source_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(BadModel, match="found the source"):
        read_models(_folder(tmp_path, lines=_named("line", source, "live")))


@pytest.mark.parametrize("source", ["records.campaign", "b"])
def test_a_warehouse_model_cannot_rest_on_what_people_decide(tmp_path: Path, source: str) -> None:
    with pytest.raises(BadModel, match="is live"):
        read_models(_folder(tmp_path, a=_named("a", source), b=_named("b", "records.terms", "live")))


def test_a_circle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="found one among a, b"):
        read_models(_folder(tmp_path, a=_named("a", "b"), b=_named("b", "a"), c=_named("c", "shipments")))


def test_sources_are_built_first_and_the_warehouse_before_what_is_live(tmp_path: Path) -> None:
    files = {
        "z": _named("z", "shipments"),
        "a": _named("a", "z"),
        "b": _named("b", "a", "live"),
        "y": _named("y", "b", "live"),
    }
    assert [model.name for model in read_models(_folder(tmp_path, **files))] == ["z", "a", "b", "y"]


@pytest.mark.parametrize(
    ("checks", "problem"),
    [
        ("select 1;", "expected `-- fail: …` or `-- warn: …`"),
        ("-- fail: no\nselect 1", "expected one query ending in `;`"),
        ("-- fail: no\nupdate x set y = 1;", "expected one query ending in `;`"),
        ("-- warn: no\nselect 1;\n-- fail: no\nselect 1;", "every `fail` before"),
    ],
)
def test_a_broken_check_is_named(tmp_path: Path, checks: str, problem: str) -> None:
    with pytest.raises(BadModel, match=r"lines\.checks\.sql:\d+") as error:
        read_models(_folder(tmp_path, lines=GOOD, lines__checks=checks))
    assert problem in str(error.value)


def test_columns_and_tables_are_read_past_chapters_brackets_texts_and_comments() -> None:
    sql = """
    with first as (select a, b from t1), second as (select 'from t9; , --' as x from first join raw.t2 on true)
    select -- from t8
        s.x, coalesce(max(a, b), 'x,y') as most, case when a in (select z from t3) then 1 end as flag,
        row_number() over (
            partition by a order by b
        ) as place
    from second as s
    union all
    select 1 as other, 2 as most, 3 as flag, 4 as place from t4
    """
    assert output_columns(sql) == ("x", "most", "flag", "place")
    assert tables_read(sql) == ("raw.t2", "t1", "t3", "t4")


def test_the_models_of_the_project_follow_their_contract() -> None:
    names = {model.name: model for model in models()}
    assert {"notes", "order_touches", "order_credits", "note_funnel", "conversion", "commission_lines"} <= set(names)
    assert names["commission_lines"].runs == "live"
    assert names["order_credits"].runs == "warehouse"
    records = {source for model in models() for source in model.sources if source.startswith("records.")}
    assert records <= {f"records.{table}" for table in record_tables.TABLES}


@pytest.mark.parametrize("path", sorted(catalogue.FOLDER.rglob("*.checks.sql")), ids=lambda path: path.name)
def test_checks_stand_beside_a_model(path: Path) -> None:
    assert path.with_name(path.name.replace(".checks", "")).exists()
