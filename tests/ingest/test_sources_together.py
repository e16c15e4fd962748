"""Every golden file of every source in one root: any order ends in the same facts, and nobody's data stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from campaigns.warehouse import canonical_hash

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.rglob("*.*") if not path.name.endswith(".expected.json"))
PEOPLE = ("路人甲", "路人乙", "张三", "13800138000", "139000", "上海市某路1号", "example.com", "203.0.113.7")
COMMENTER = "5f3c0000000000000101ffff"


@pytest.fixture(scope="module")
def forward(make_loading: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A root with every golden file."""
    loading = make_loading(tmp_path_factory.mktemp("forward"))
    outcomes = loading.load(*INPUTS, account="brand-lin")
    assert {outcome.status for outcome in outcomes} == {"loaded"}, [one.reason for one in outcomes if one.reason]
    return loading


def test_any_order_of_all_sources_ends_in_the_same_facts(
    forward: Any, make_loading: Callable[[Path], Any], tmp_path: Path
) -> None:
    backward = make_loading(tmp_path)
    backward.root.mkdir()
    shutil.copy(forward.root / "buyer.key", backward.root / "buyer.key")
    half = len(INPUTS) // 2
    backward.load(*reversed(INPUTS[half:]), account="brand-lin")
    backward.load(*reversed(INPUTS[:half]), account="brand-lin")
    assert canonical_hash(forward.root) == canonical_hash(backward.root)


def test_nobody_in_any_export_is_found_anywhere_afterwards(forward: Any) -> None:
    kept = [str(pl.read_parquet(path).rows()) for path in sorted((forward.root / "archive").rglob("*.parquet"))]
    assert len(kept) >= len(INPUTS)
    everything = forward.all_bytes() + "\n".join(kept).encode()
    assert not [word for word in (*PEOPLE, COMMENTER) if word.encode() in everything]
