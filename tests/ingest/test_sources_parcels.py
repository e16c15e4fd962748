"""What couriers report: nested answers, corrected carriers, and nobody's name or telephone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingest.contract import Context, type_rows
from ingest.reading import read_sheets
from ingest.sheet import Found
from ingest.sources.carriers import CARRIER, CARRIER_OF_NUMBER
from ingest.values import read

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = ("张三", "13800138000", "路人甲", "13900000000", "上海市某路1号", "a@example.com")


def test_nobody_who_carries_or_receives_is_stored(loading: Any) -> None:
    folders = ("sample_lists", "kuaidi100", "sf_routes", "aftership", "qianfan_tracking")
    inputs = [path for name in folders for path in sorted((GOLDEN / name).iterdir()) if "expected" not in path.name]
    assert len(inputs) >= 7
    outcomes = loading.load(*inputs)
    assert {outcome.status for outcome in outcomes} == {"loaded"}
    everything = loading.all_bytes()
    assert not [word for word in PEOPLE if word.encode() in everything]


def test_an_answer_without_a_parcel_among_others_is_a_fault_and_not_a_row(tmp_path: Path) -> None:
    parcel = {"nu": "1", "com": "ems", "state": "0", "data": [{"time": "2026-04-05 08:00:00", "context": "x"}]}
    lines = [parcel, {"result": False, "returnCode": "500", "message": "查询无结果"}]
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert isinstance(sheet, Found)
    assert sum(batch.height for batch in sheet.batches()) == 1
    assert [(fault.source_row, fault.code) for fault in sheet.faults] == [(2, "E-ROW-JSON")]


def test_a_bare_list_of_scans_takes_the_number_from_the_name_of_its_file() -> None:
    frame = pl.DataFrame({"opcode": ["80"], "scandatetime": ["2026-04-05 07:58:31"], "source_row": [1]})
    context = Context("SF1234567890123 路由.json", "", datetime(2026, 6, 1, tzinfo=UTC), "")
    (typed,) = type_rows("sf_routes", frame, context)
    assert typed.rows.select("tracking_no", "status").rows() == [("SF1234567890123", "delivered")]


def test_of_two_events_in_the_same_second_the_later_one_stands(loading: Any) -> None:
    loading.load(GOLDEN / "kuaidi100" / "query.json")
    at_the_door = loading.rows("select status from shipments where event_at = '2026-04-05 10:00:00Z'::timestamptz")
    assert at_the_door == [("delivered",)]


def test_a_carrier_is_one_carrier_under_all_its_names() -> None:
    names = pl.Series(["顺丰速运", "SF-Express", "shunfeng", "圆通速递", "some local courier"])
    found = read(names, CARRIER).values.to_list()
    assert found == ["shunfeng", "shunfeng", "shunfeng", "yuantong", "some local courier"]
    numbers = pl.Series(["SF1234567890123", "075012345678901"])
    assert read(numbers, CARRIER_OF_NUMBER).values.to_list() == ["shunfeng", "unstated"]
