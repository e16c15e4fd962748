"""蒲公英's answers about KOLs: whose they are, what was asked, and that none takes away what another says."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.contract import Context, type_rows

GOLDEN = Path(__file__).parent / "golden"
KOL = "5f3c0000000000000101aaaa"
SUMMARY = {"datekey": "2025-12-07", "readmedian": "1471", "interactionmedian": "75", "responserate": "80.0"}


def read(name: str, **more: str) -> dict[str, Any]:
    frame = pl.DataFrame([{**SUMMARY, **more, "source_row": 1}])
    context = Context(name, "", datetime(2026, 6, 1, tzinfo=UTC), "")
    (typed,) = type_rows("pgy_data_summary", frame, context)
    found: dict[str, Any] = typed.rows.row(0, named=True) if typed.rows.height else {}
    return found


def test_an_answer_that_names_nobody_is_of_the_kol_in_the_name_of_its_file() -> None:
    assert read(f"kol_data_summary_v1_{KOL}_20251208.json")["kol_id"] == KOL
    assert read("kol_data_summary_v1_20251208.json") == {}
    assert read(f"{KOL}_{KOL[:-1]}b.json") == {}, "two ids in a name are no name"


@pytest.mark.parametrize(
    ("parameters", "scope"),
    [
        ({}, "unstated"),
        ({"business": "0", "dateType": "1", "advertiseSwitch": "1"}, "daily_30_all"),
        ({"business": "1", "dateType": "2", "advertiseSwitch": "0"}, "cooperation_90_natural"),
        ({"business": "1"}, "cooperation_unstated_all"),
    ],
)
def test_the_scope_is_what_was_asked_for(parameters: dict[str, str], scope: str) -> None:
    asked = {f"params.{name.lower()}": value for name, value in parameters.items()}
    assert read(f"{KOL}.json", **asked)["scope"] == scope


def test_the_median_of_image_notes_alone_is_not_taken_for_that_of_all() -> None:
    found = read(f"{KOL}.json", notetype="1")
    assert (found["read_median"], found["engagement_median"]) == (None, None)


def test_answers_of_the_same_day_stand_beside_each_other(loading: Any) -> None:
    summary = {"userId": KOL, "code": 0, "data": {"dateKey": "2025-12-07", "readMedian": 9, "interactionMedian": 1}}
    summary["data"]["responseRate"] = "80.0"  # type: ignore[index]
    loading.load(
        GOLDEN / "pgy_fans_profile" / "answer.json", loading.write("summary.json", json.dumps(summary, indent=1))
    )
    found = loading.rows("select source, scope, read_median, female_share from kol_profiles order by source")
    assert found == [
        ("pgy_data_summary", "unstated", 9, None),
        ("pgy_fans_profile", "unstated", None, 0.7869),
    ]


def test_the_list_of_notes_does_not_take_away_the_text_of_the_detail(loading: Any) -> None:
    loading.files.mkdir(parents=True, exist_ok=True)
    for name in ("detail.json", "list.json"):
        shutil.copy(GOLDEN / "pgy_notes" / name, loading.files / name)
        loading.load(loading.files / name)
    (body,) = loading.rows("select body from notes where note_id = '69e1b9000000000011012345'")
    assert body == ("正文",)


def test_a_read_costs_the_same_in_fen_and_in_yuan(loading: Any) -> None:
    kol = {"userId": "5f3c0000000000000101aaaa", "code": 0}
    yuan = {"pictureReadCost": "0.77", "pictureSurpassRate": 61.19, "estimatePictureCpm": 52.038}
    fen = {"dateKey": "2025-12-07", "readMedian": 1471, "interactionMedian": 75, "responseRate": "80.0"}
    files = {
        "cost_effective.json": yuan,
        "data_summary.json": fen | {"pictureReadCost": "77.0", "videoReadCost": "0.0"},
    }
    loading.load(*(loading.write(name, json.dumps(kol | {"data": data})) for name, data in files.items()))
    costs = "image_read_cost_fen, video_read_cost_fen, image_cpm_fen, is_rounded"
    assert loading.rows(f"select {costs} from kol_profiles order by source") == [
        (77, None, 5204, True),
        (77, None, None, False),
    ]
