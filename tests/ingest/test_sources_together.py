"""Every golden file of every source, and corrected versions of them: any order ends in the same facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.rglob("*.*") if not path.name.endswith(".expected.json"))
CORRECTIONS = {"已完成": "已取消", "00": "01", "1": "2", "5f3c": "5f3d", "\n": "\n\n", "2026-05-0": "2026-05-1"}
"""What a corrected version of a file writes in place of what; not all of it makes sense, all of it must converge."""


@pytest.fixture(scope="module")
def versions(typed_file: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Every golden file as it is, and corrected versions of the text ones from before and after it, typed."""
    folder = tmp_path_factory.mktemp("versions")
    paths = list(INPUTS)
    for number, path in enumerate(one for one in INPUTS if one.suffix in {".csv", ".json", ".jsonl"}):
        old, new = list(CORRECTIONS.items())[number % len(CORRECTIONS)]
        text = path.read_bytes().decode("utf-8", "surrogateescape").replace(old, new)
        corrected = folder / f"{path.parent.name}-{number}_{'2030' if number % 2 else '2020'}-01-01{path.suffix}"
        corrected.write_bytes(text.encode("utf-8", "surrogateescape"))
        paths.append(corrected)
    return [file for load_id, path in enumerate(paths, 1) if (file := _typed_or_none(typed_file, path, load_id))]


def _typed_or_none(typed_file: Any, path: Path, load_id: int) -> Any:
    try:
        return typed_file(path, load_id)
    except Exception:  # noqa: BLE001 - a correction may spoil a file; a load would refuse it
        return None


def test_all_files_of_all_sources_end_alike_forward_and_backward(versions: list[Any], apply_files: Any) -> None:
    golden = [file for file in versions if file.path in INPUTS]
    assert len(golden) == len(INPUTS)
    assert apply_files(golden)[0] == apply_files([*golden[::-1], golden[0], golden[-1]])[0]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_of_any_files_with_repeats_and_corrections_has_one_hash(
    versions: list[Any], apply_files: Any, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from(sorted({typed.table for file in versions for typed in file.facts})))
    of_table = [file for file in versions if any(typed.table == table for typed in file.facts)]
    drawn = data.draw(st.lists(st.sampled_from(of_table), min_size=2, max_size=5, unique_by=lambda one: one.stamp))
    repeats = data.draw(st.lists(st.sampled_from(drawn), max_size=2))
    order = data.draw(st.permutations([*drawn, *repeats]))
    assert apply_files(drawn)[0] == apply_files(order)[0]
