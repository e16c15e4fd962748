"""A vendor's list is taken in and ranked in one go, and nobody else is."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from dashboard.cli import app

HEAD = "kol_id,as_of_date,source,scope,followers,image_price_fen,read_median,engagement_median,female_share,male_share"


def test_only_the_kols_of_the_list_are_ranked(own_world: Path, tmp_path: Path) -> None:
    path = tmp_path / "vendor_2026-11-03.csv"
    lines = [f"v{n},2026-11-01,vendor,daily_30_all,{20_000 + n},{50_000 + n},{4_000 + n},300,0.8,0.2" for n in range(4)]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    asked = ["match", "--campaign", "AUTUMN", "--list", str(path), "--root", str(own_world), "--json"]
    first = CliRunner().invoke(app, asked)
    assert first.exit_code == 0, first.stderr
    assert sorted(one["kol_id"] for one in json.loads(first.stdout)["kols"]) == ["v0", "v1", "v2", "v3"]
    again = CliRunner().invoke(app, asked)
    assert json.loads(again.stdout)["kols"] == json.loads(first.stdout)["kols"]


def test_a_list_that_nobody_can_read_is_refused_in_one_line(own_world: Path, tmp_path: Path) -> None:
    path = tmp_path / "vendor.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["match", "--campaign", "AUTUMN", "--list", str(path), "--root", str(own_world)])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "vendor.csv gives no KOL to rank" in done.stderr
