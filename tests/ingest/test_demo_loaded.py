"""The demo, loaded: the models find what was planted, to the fen, and nothing personal is left anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import dashboard
from campaigns.store import open_store
from campaigns.warehouse import Reader, open_reader
from ingest.demo import story, words
from ingest.demo.decisions import enter_decisions
from ingest.demo.exports import Demo, write_demo
from ingest.load import SheetOutcome, load_files


class Loaded:
    """One small demo, loaded and read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.demo: Demo = write_demo(root / "demo", seed=7, scale=0.05)
        self.outcomes: list[SheetOutcome] = load_files(root, [root / "demo"], who="test")
        store = open_store(root)
        enter_decisions(store, 7)
        self.reader: Reader = open_reader(root)
        snapshot = store.snapshot()
        self.reader.put_records(snapshot.tables, snapshot.version)
        store.close()

    @property
    def truth(self) -> dict[str, Any]:
        return self.demo.truth

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.reader.query(sql).to_dicts()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    made = Loaded(tmp_path_factory.mktemp("loaded"))
    yield made
    made.reader.close()


def test_every_export_is_recognised_and_no_row_is_refused(loaded: Loaded) -> None:
    assert {outcome.status for outcome in loaded.outcomes} == {"loaded"}
    assert len({outcome.file for outcome in loaded.outcomes}) == len(loaded.demo.files)
    assert loaded.rows("select count(*) as n from rejects") == [{"n": 0}]


def test_all_notes_clicks_and_orders_arrive_once(loaded: Loaded) -> None:
    counts = loaded.truth["counts"]
    assert loaded.rows("select count(*) as n from notes") == [{"n": counts["notes"]}]
    assert loaded.rows("select count(*) as n from clicks") == [{"n": counts["clicks"]}]
    found = loaded.rows(
        "select count(distinct order_id) as n, count(*) as lines, sum(paid_fen)::bigint as paid from orders"
    )
    assert found == [{"n": counts["orders"], "lines": counts["order_lines"], "paid": counts["gmv_fen"]}]


def test_crawled_own_notes_take_the_creator_centers_figures_and_the_rest_stays_provisional(loaded: Loaded) -> None:
    own = loaded.truth["own_notes"]
    provisional = loaded.rows("select count(*) as n from notes where is_provisional")
    assert provisional == [{"n": own["never_crawled"]}]
    known = loaded.rows(
        "select count(*) as n from note_latest as m join notes as n on n.note_id = m.note_id "
        "where m.reads > 0 and n.account <> ''"
    )
    assert known == [{"n": own["exported"]}]


def test_the_last_touch_is_found_for_the_lines_that_have_one(loaded: Loaded) -> None:
    found = loaded.rows(
        "select count(*) as n, sum(credit_fen)::bigint as gmv from order_credits "
        "where rule = 'last' and click_id is not null"
    )
    planted = loaded.truth["attribution"]
    assert found == [{"n": planted["lines_with_last_touch"], "gmv": planted["last_touch_gmv_fen"]}]


def test_conversion_by_channel_is_what_was_planted(loaded: Loaded) -> None:
    found = {row["key"]: row for row in loaded.rows("select * from conversion where dimension = 'channel'")}
    for channel, planted in loaded.truth["conversion"].items():
        assert (found[channel]["clickers"], found[channel]["buyers"]) == (planted["clickers"], planted["buyers"])
    assert found["xiaohongshu"]["benchmark"] == pytest.approx(story.BENCHMARKS["xiaohongshu"])


@pytest.mark.parametrize("code", [plan.code for plan in story.CAMPAIGNS])
def test_the_last_click_of_a_campaign_is_what_was_planted_to_the_fen(loaded: Loaded, code: str) -> None:
    found = loaded.rows(
        "select k.touchpoint, k.credit_fen from kol_credits as k join records.campaign as c on c.id = k.campaign_id "
        f"where c.code = '{code}' and k.rule = 'last' and k.lookback_days = 15"
    )
    assert {row["touchpoint"]: row["credit_fen"] for row in found} == loaded.truth["last_click_fen"][code]


def test_the_countdown_stands_out_by_the_orders_that_were_planted(loaded: Loaded) -> None:
    sql = (Path(dashboard.__file__).parent / "sql" / "countdown_hours.sql").read_text(encoding="utf-8")
    hours = loaded.reader.query(sql, {"campaign": story.COUNTDOWN}).filter(pl.col("is_in_window"))
    assert hours["orders"].sum() == loaded.truth["countdown"]["product_orders_in_window"]
    assert hours["orders"].sum() > 3 * hours["expected"].sum() > 0


def test_refunds_reach_the_lines_they_belong_to(loaded: Loaded) -> None:
    found = loaded.rows("select sum(refunded_fen)::bigint as refunded from line_refunds")
    assert found == [{"refunded": loaded.truth["counts"]["refunds_fen"]}]


@pytest.mark.parametrize("code", [plan.code for plan in story.CAMPAIGNS])
def test_each_campaign_earns_what_was_planted_to_the_fen(loaded: Loaded, code: str) -> None:
    found = loaded.rows(
        "select t.* from campaign_totals as t join records.campaign as c on c.id = t.campaign_id "
        f"where c.code = '{code}'"
    )
    planted = loaded.truth["campaigns"][code]
    compared = [name for name in planted if name in found[0]]
    assert "contribution_fen" in compared
    assert {name: found[0][name] for name in compared} == {name: planted[name] for name in compared}


def test_nothing_personal_is_left_in_archive_warehouse_or_records(loaded: Loaded) -> None:
    canaries = [*words.CANARIES.values()]
    for path in sorted(loaded.root.rglob("*")):
        if not path.is_file() or path.is_relative_to(loaded.demo.folder):
            continue
        content = path.read_bytes()
        texts = " ".join(_archived_texts(path)) if path.suffix == ".parquet" else ""
        for canary in canaries:
            assert canary.encode() not in content, f"{canary} in {path}"
            assert canary not in texts, f"{canary} in {path}"


def test_no_buyer_id_is_kept_as_it_came(loaded: Loaded) -> None:
    first = next(loaded.demo.folder.rglob("clicks_*.csv")).read_text(encoding="utf-8").splitlines()[1:200]
    buyers = [line.split(",")[5] for line in first if line.split(",")[5]]
    archived = [text for path in (loaded.root / "archive").rglob("*.parquet") for text in _archived_texts(path)]
    assert archived
    kept = set(archived)
    assert not kept & set(buyers)


def _archived_texts(path: Path) -> list[str]:
    frame = pl.read_parquet(path)
    return [text for column in frame.select(pl.col(pl.String)) for text in column.drop_nulls().unique().to_list()]
