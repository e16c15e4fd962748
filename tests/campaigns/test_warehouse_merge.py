"""Rows of files meet the rows that are there: the newest version of each key stands, whatever the order of files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import warehouse
from campaigns.errors import Refused
from campaigns.warehouse import Counts, LoadStamp, Writer

DAY = datetime(2026, 5, 1, tzinfo=UTC)
Row = tuple[str, str | None]


def stamp(load_id: int, day: int = 0, sha256: str = "") -> LoadStamp:
    return LoadStamp(load_id, sha256 or f"{load_id:064x}", f"clicks_{load_id}.csv", DAY + timedelta(days=day))


def clicks(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of (click_id, section) as they stand in a file, the first on row 2."""
    data = [(click, section, DAY, place) for place, (click, section) in enumerate(rows, start=2)]
    return pl.DataFrame(
        data, schema={"click_id": pl.String, "section": pl.String, "clicked_at": pl.Datetime("us", "UTC"),
                      "source_row": pl.Int64}, orient="row",
    )  # fmt: skip


def load(writer: Writer, rows: Iterable[Row], of: LoadStamp) -> Counts:
    counts = writer.apply("clicks", clicks(rows), of)
    writer.record_load(of, {"clicks": counts}, writer.control_totals(of.load_id))
    return counts


def stored(writer: Writer) -> list[tuple[object, ...]]:
    return writer._run("select click_id, section, load_id, source_row from wh.raw.clicks order by click_id")


@pytest.fixture
def writer(tmp_path: Path) -> Iterable[Writer]:
    with warehouse.open_writer(tmp_path) as opened:
        yield opened


def test_new_rows_are_loaded_and_the_same_file_changes_nothing(writer: Writer) -> None:
    rows = [("a", "search"), ("b", None)]
    assert load(writer, rows, stamp(1)) == Counts(2, 2, 0, 0, 0)
    before = stored(writer)
    assert load(writer, rows, stamp(1)) == Counts(2, 0, 2, 0, 0)
    assert stored(writer) == before == [("a", "search", 1, 2), ("b", None, 1, 3)]


def test_a_newer_file_corrects_a_row_and_an_older_one_is_superseded(writer: Writer) -> None:
    load(writer, [("a", "search")], stamp(1, day=1))
    assert load(writer, [("a", "follow")], stamp(2, day=2)) == Counts(1, 1, 0, 0, 0)
    assert load(writer, [("a", "nearby")], stamp(3, day=0)) == Counts(1, 0, 0, 1, 0)
    assert stored(writer) == [("a", "follow", 2, 2)]


def test_an_equal_row_of_a_newer_file_gives_its_address(writer: Writer) -> None:
    load(writer, [("a", "search")], stamp(1, day=1))
    assert load(writer, [("x", None), ("a", "search")], stamp(2, day=2)) == Counts(2, 1, 1, 0, 0)
    assert load(writer, [("a", "search")], stamp(3, day=0)) == Counts(1, 0, 1, 0, 0)
    assert stored(writer) == [("a", "search", 2, 3), ("x", None, 2, 2)]


def test_within_a_file_the_last_row_of_a_key_stands(writer: Writer) -> None:
    rows = [("a", "search"), ("b", None), ("a", "follow"), ("b", None), ("a", "search"), ("a", "follow")]
    assert load(writer, rows, stamp(1)) == Counts(6, 2, 2, 2, 0)
    assert stored(writer) == [("a", "follow", 1, 7), ("b", None, 1, 5)]


def test_of_files_captured_together_the_higher_hash_stands(writer: Writer) -> None:
    load(writer, [("a", "search")], stamp(1, sha256="f" * 64))
    load(writer, [("a", "follow")], stamp(2, sha256="0" * 64))
    assert stored(writer) == [("a", "search", 1, 2)]


def test_a_row_that_is_null_where_it_was_filled_is_a_different_row(writer: Writer) -> None:
    load(writer, [("a", "search")], stamp(1, day=1))
    assert load(writer, [("a", None)], stamp(2, day=2)).loaded == 1
    assert stored(writer) == [("a", None, 2, 2)]


def test_notes_go_to_the_raw_table_and_lists_are_compared(writer: Writer) -> None:
    note = {
        "note_id": ["n1"],
        "source": ["s"],
        "topics": [["护肤", "面膜"]],
        "is_provisional": [False],
        "source_row": [2],
    }
    assert writer.apply("notes", pl.DataFrame(note), stamp(1)).loaded == 1
    assert writer.apply("notes", pl.DataFrame(note), stamp(2, day=1)).unchanged == 1
    writer.record_load(stamp(1), {}, {})
    writer.record_load(stamp(2, day=1), {}, {})
    assert writer._run("select topics, load_id from raw.notes") == [(["护肤", "面膜"], 2)]


def test_rows_come_as_parquet_arrow_or_frame_alike(writer: Writer, tmp_path: Path) -> None:
    frame = clicks([("a", "search")])
    frame.write_parquet(tmp_path / "it's.parquet")
    assert writer.apply("clicks", tmp_path / "it's.parquet", stamp(1)).loaded == 1
    assert writer.apply("clicks", frame.to_arrow(), stamp(1)).unchanged == 1
    assert writer.apply("clicks", frame, stamp(1)).unchanged == 1
    writer.record_load(stamp(1), {}, {})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f.drop("clicked_at"), "missing ['clicked_at']"),
        (lambda f: f.with_columns(amount=pl.lit(1)), "unknown ['amount']"),
        (lambda f: f.with_columns(pl.col("clicked_at").dt.replace_time_zone(None)), "TIMESTAMP"),
        (lambda f: f.with_columns(buyer_key=pl.lit("7")), "buyer_key is UBIGINT"),
        (lambda f: f.with_columns(buyer_key=pl.lit(-7)), "break its columns"),
        (lambda f: f.with_columns(click_id=pl.lit(None, dtype=pl.String)), "break its columns"),
    ],
)
def test_rows_that_do_not_fit_the_table_are_refused_by_name(tmp_path: Path, change: object, told: str) -> None:
    with (
        pytest.raises(Refused) as refusal,
        warehouse.open_writer(tmp_path) as writer,
    ):
        writer.apply("clicks", change(clicks([("a", None)])), stamp(1))  # type: ignore[operator]
    assert told in str(refusal.value)
    assert warehouse.inspect(tmp_path) is not None, "nothing was published"


def test_a_refused_load_is_taken_back_whole_and_the_session_goes_on(writer: Writer) -> None:
    load(writer, [("a", "x")], stamp(1))
    writer.apply("clicks", clicks([("b", "y"), ("a", "z")]), stamp(2, day=1))
    nameless = clicks([("c", None)]).with_columns(click_id=pl.lit(None, dtype=pl.String))
    with pytest.raises(Refused):
        writer.apply("clicks", nameless, stamp(2, day=1))
    with pytest.raises(RuntimeError, match="was taken back"):
        writer.record_load(stamp(2, day=1), {}, {})
    assert load(writer, [("d", "x")], stamp(3)) == Counts(1, 1, 0, 0, 0)
    assert stored(writer) == [("a", "x", 1, 2), ("d", "x", 3, 2)]
    assert writer.loaded_ids().keys() == {1, 3}


def test_a_table_that_does_not_exist_is_named(writer: Writer) -> None:
    with pytest.raises(LookupError, match="no fact table 'clcks'"):
        writer.apply("clcks", clicks([]), stamp(1))


def test_no_rows_are_no_rows(writer: Writer) -> None:
    assert load(writer, [], stamp(1)) == Counts(0, 0, 0, 0, 0)


def test_control_totals_are_rows_and_money_of_one_load(writer: Writer) -> None:
    units = {"source": "ads", "level": "unit", "date": DAY.date(), "currency": "CNY"}
    rows = [
        units | {"unit_id": "1", "spend_fen": 250, "source_row": 2},
        units | {"unit_id": "2", "spend_fen": 50, "source_row": 3},
    ]
    writer.apply("ad_spend", pl.DataFrame(rows), stamp(1))
    assert writer.control_totals(1) == {"raw.ad_spend.rows": 2, "raw.ad_spend.spend_fen": 300}
    assert writer.control_totals(2) == {}
    writer.apply("ad_spend", pl.DataFrame([rows[0] | {"unit_id": "3", "currency": "USD", "source_row": 4}]), stamp(1))
    assert writer.control_totals(1) == {
        "raw.ad_spend.rows": 3, "raw.ad_spend.spend_fen": 300, "raw.ad_spend.spend_fen.USD": 250,
    }  # fmt: skip
    writer.record_load(stamp(1), {}, {})


def test_the_same_reject_is_kept_once(writer: Writer) -> None:
    reject = pl.DataFrame({
        "load_id": [1], "sheet": ["Sheet1"], "source_row": [18], "column_name": ["订单号"], "table_name": ["orders"],
        "code": ["E-ID-PRECISION"], "value": ["6.89E+18"], "rule": ["lost digits"], "remedy": ["export as text"],
    })  # fmt: skip
    writer.add_rejects(pl.concat([reject, reject]))
    writer.add_rejects(reject)
    assert writer._run("select count(*), min(column_name) from rejects") == [(1, "订单号")]


def test_a_load_without_its_own_row_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="had no record_load"), warehouse.open_writer(tmp_path) as writer:
        writer.apply("clicks", clicks([("a", None)]), stamp(1))
    assert warehouse.inspect(tmp_path) is not None


rows_of_a_file = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", None])), max_size=6)
files = st.lists(st.tuples(st.integers(0, 2), rows_of_a_file), min_size=1, max_size=5)


def newest(loads: list[tuple[LoadStamp, list[Row]]]) -> list[tuple[object, ...]]:
    """What must stand: of each click the row with the highest (captured_at, sha256, row of the file)."""
    versions = [
        ((of.captured_at, of.sha256, place), (click, section, of.load_id, place))
        for of, rows in loads
        for place, (click, section) in enumerate(rows, start=2)
    ]
    return sorted({row[0]: row for _, row in sorted(versions, key=lambda version: version[0])}.values())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days_and_rows=files, data=st.data())
def test_any_order_of_loads_with_repeats_ends_in_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, days_and_rows: list[tuple[int, list[Row]]], data: st.DataObject
) -> None:
    loads = [(stamp(load_id, day), rows) for load_id, (day, rows) in enumerate(days_and_rows, start=1)]
    repeats = data.draw(st.lists(st.sampled_from(loads), max_size=3))
    order = data.draw(st.permutations([*loads, *repeats]))
    hashes = []
    for sequence in (loads, order):
        root = tmp_path_factory.mktemp("any_order")
        with warehouse.open_writer(root) as writer:
            for of, rows in sequence:
                counts = load(writer, rows, of)
                assert counts.read == len(rows) == counts.loaded + counts.unchanged + counts.superseded
            assert stored(writer) == newest(loads)
        hashes.append(warehouse.canonical_hash(root))
    assert hashes[0] == hashes[1]


def test_loads_in_sessions_of_their_own_end_like_one_session(tmp_path: Path) -> None:
    loads: list[tuple[LoadStamp, list[Row]]] = [
        (stamp(1, 1), [("a", "x"), ("b", "y")]),
        (stamp(2, 0), [("b", "x"), ("c", None)]),
        (stamp(3, 2), [("c", "y")]),
    ]
    for of, rows in reversed(loads):
        with warehouse.open_writer(tmp_path / "apart") as writer:
            load(writer, rows, of)
    with warehouse.open_writer(tmp_path / "together") as writer:
        for of, rows in loads:
            load(writer, rows, of)
    assert warehouse.canonical_hash(tmp_path / "apart") == warehouse.canonical_hash(tmp_path / "together")
