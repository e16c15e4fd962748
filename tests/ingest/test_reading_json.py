"""JSON in its three shapes, Parquet, and answers of a platform that are no data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.reading import read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found

ROWS = [
    {"click_id": "c1", "slug": "s1", "clicked_at": "t", "note_id": 123456789012345678901234, "extra": {"b": [1, "零"]}},
    {"click_id": "c2", "slug": "s1", "clicked_at": None, "note_id": 1.10, "section": True},
]


def read(path: Path) -> tuple[Found, list[dict[str, object]]]:
    (sheet,) = read_sheets(path)
    assert isinstance(sheet, Found), sheet
    return sheet, pl.concat(list(sheet.batches())).to_dicts()


def read_text(tmp_path: Path, text: str) -> tuple[Found, list[dict[str, object]]]:
    path = tmp_path / "rows.json"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps({"code": 0, "data": ROWS}, indent=2),
        json.dumps({"success": True, "data": {"total": 2, "list": ROWS}}),
        "\n".join(json.dumps(row) for row in ROWS),
    ],
    ids=["array", "data", "list in data", "lines"],
)
def test_every_shape_gives_the_same_rows(tmp_path: Path, text: str) -> None:
    _, rows = read_text(tmp_path, text)
    assert rows[0]["note_id"] == "123456789012345678901234"
    assert rows[0]["extra"] == '{"b":[1,"零"]}'
    assert rows[0]["section"] is None
    assert (rows[1]["section"], rows[1]["clicked_at"], rows[1]["extra"]) == ("true", None, None)
    assert [row["source_row"] for row in rows] == [1, 2]


def test_a_number_keeps_the_digits_it_was_written_with(tmp_path: Path) -> None:
    line = '{"click_id":"c","slug":"s","clicked_at":"t","note_id":1.10,"section":12345678901234567.25}'
    _, rows = read_text(tmp_path, f"{line}\n{line}")
    assert (rows[0]["note_id"], rows[0]["section"]) == ("1.10", "12345678901234567.25")


def test_a_damaged_line_is_a_fault_with_its_line_number(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in ROWS]
    sheet, rows = read_text(tmp_path, f"{lines[0]}\n\n{lines[1]}\n" + lines[0][:30])
    assert [row["source_row"] for row in rows] == [1, 3]
    assert [(fault.source_row, fault.code) for fault in sheet.faults] == [(4, "E-ROW-JSON")]


def test_the_same_key_twice_is_a_fault_and_not_a_choice(tmp_path: Path) -> None:
    good = json.dumps(ROWS[0])
    sheet, rows = read_text(
        tmp_path, f'{good}\n{{"click_id":"c9","click_id":"c8","slug":"s","clicked_at":"t"}}\n{good}'
    )
    assert len(rows) == 2
    assert sheet.faults[0].source_row == 2


@pytest.mark.parametrize(
    "text", ['{"code":301,"data":null}', '{"code":-1,"msg":"登录已过期","data":{}}', '{"error":"x"}']
)
def test_an_error_saved_as_data_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_text(tmp_path, text)
    assert refusal.value.code == "E-FILE-ERROR-BODY"


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"a": 1', '{"a": nope}'])
def test_broken_or_bottomless_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_text(tmp_path, text)
    assert refusal.value.code == "E-FILE-UNREADABLE"


def test_parquet_keeps_types_that_facts_have_and_row_numbers_start_at_one(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    frame = pl.DataFrame(
        {"click_id": ["c1", "c2"], "clicked_at": [moment, moment], "buyer_key": [1, 2**63], "section": ["a", None]},
        schema_overrides={"buyer_key": pl.UInt64, "clicked_at": pl.Datetime("ms", "Asia/Shanghai")},
    )
    path = tmp_path / "clicks.parquet"
    frame.with_columns(pl.col("section").cast(pl.Categorical)).write_parquet(path)
    _, rows = read(path)
    assert rows[1] == {
        "click_id": "c2", "clicked_at": moment, "buyer_key": 2**63, "section": None, "source_row": 2,
    }  # fmt: skip


def test_parquet_without_known_columns_is_told_back(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pl.DataFrame({"apple": [1]}).write_parquet(path)
    (sheet,) = read_sheets(path)
    assert not isinstance(sheet, Found)
    assert "apple" in sheet.reason
