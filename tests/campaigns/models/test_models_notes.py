"""Notes, KOLs and their figures, merged from every source."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import pytest

SECOND = 0x68230C80  # 2025-05-13 17:10:24 in Shanghai
REAL = f"{SECOND:08x}" + "0" * 16
OTHER = f"{SECOND + 3:08x}" + "1" * 16


def _provisional(scene: Any, note_id: str, title: str | None, second: int = SECOND, **values: Any) -> None:
    scene.given(
        "raw.notes", note_id=note_id, source="creator_center", account="us", is_provisional=True, title=title,
        published_at=_instant(second), **values,
    )  # fmt: skip


def _instant(second: int) -> str:
    minute, rest = divmod(second - SECOND + 24, 60)
    return f"2025-05-13 17:{10 + minute:02d}:{rest:02d}+08"


@pytest.mark.parametrize("apart", [-6, -5, 0, 5, 6])
def test_a_provisional_note_meets_the_second_hidden_in_the_id_within_five_seconds(scene: Any, apart: int) -> None:
    _provisional(scene, "p", "Glow", SECOND + apart)
    scene.given("raw.notes", note_id=REAL, title="Glow", published_at=None)
    assert len(scene.rows("note_identity")) == int(abs(apart) <= 5)
    assert len(scene.rows("notes")) == 2 - int(abs(apart) <= 5)


def test_the_explicit_time_counts_where_the_id_tells_another(scene: Any) -> None:
    _provisional(scene, "p", "Glow", SECOND)
    scene.given("raw.notes", note_id="0" * 24, title="Glow", published_at=_instant(SECOND + 2))
    assert scene.row("note_identity") == {"provisional_id": "p", "note_id": "0" * 24}


def test_another_title_keeps_the_notes_apart(scene: Any) -> None:
    _provisional(scene, "p", "Glow")
    scene.given("raw.notes", note_id=REAL, title="Glow up")
    assert scene.rows("note_identity") == []


def test_a_blank_title_meets_a_title_cut_from_the_body(scene: Any) -> None:
    _provisional(scene, "p", None)
    _provisional(scene, "q", None, SECOND + 120)
    scene.given("raw.notes", note_id=REAL, title="Ten days", body="Ten days with this mask")
    scene.given(
        "raw.notes", note_id=f"{SECOND + 120:08x}" + "2" * 16, title="Own title", body="Ten days with this mask"
    )
    assert scene.row("note_identity") == {"provisional_id": "p", "note_id": REAL}


def test_of_two_provisional_notes_the_nearer_one_takes_the_real_note(scene: Any) -> None:
    _provisional(scene, "far", "Glow", SECOND + 4)
    _provisional(scene, "near", "Glow", SECOND - 1)
    scene.given("raw.notes", note_id=REAL, title="Glow")
    assert scene.row("note_identity") == {"provisional_id": "near", "note_id": REAL}
    assert [(n["note_id"], n["is_provisional"]) for n in scene.rows("notes", order="note_id")] == [
        (REAL, False), ("far", True)
    ]  # fmt: skip


def test_a_provisional_note_takes_the_nearest_of_two_real_ones(scene: Any) -> None:
    _provisional(scene, "p", "Glow", SECOND + 1)
    scene.given("raw.notes", note_id=OTHER, title="Glow")
    scene.given("raw.notes", note_id=REAL, title="Glow")
    assert scene.row("note_identity")["note_id"] == REAL


def test_the_history_of_a_provisional_note_moves_to_the_real_one(scene: Any) -> None:
    _provisional(scene, "p", "Glow")
    scene.given("raw.note_metrics", note_id="p", source="creator_center", captured_at="2025-06-01 00:00+08", reads=10)
    scene.given("raw.note_metrics", note_id="p", source="creator_center", captured_at="2025-06-02 00:00+08", reads=20)
    assert {m["note_id"] for m in scene.rows("note_metrics")} == {"p"}
    scene.given("raw.notes", note_id=REAL, title="Glow", kol_id="K1")
    scene.given("raw.note_metrics", note_id=REAL, captured_at="2025-06-03 00:00+08", likes=3)
    metrics = scene.rows("note_metrics", order="captured_at")
    assert [(m["note_id"], m["reads"], m["likes"]) for m in metrics] == [
        (REAL, 10, None), (REAL, 20, None), (REAL, None, 3)
    ]  # fmt: skip
    note = scene.row("notes")
    assert (note["note_id"], note["kol_id"], note["account"], note["is_provisional"]) == (REAL, "K1", "us", False)
    latest = scene.row("note_latest")
    assert (latest["reads"], latest["likes"], latest["engagement"]) == (20, 3, None)
    assert not scene.broken()


def test_each_column_takes_the_newest_version_that_has_a_value_whatever_the_order_of_files(scene: Any) -> None:
    scene.given("loads", load_id=2, sha256="t", captured_at="2026-06-02 00:00+08")
    scene.given("loads", load_id=3, sha256="u", captured_at="2026-06-02 00:00+08")
    rows = [
        {"load_id": 1, "source": "a", "title": "old", "body": "only here", "kind": "image"},
        {"load_id": 2, "source": "b", "title": "newer", "kind": "video"},
        {"load_id": 3, "source": "c", "title": " ", "url": "u"},
    ]
    seen = []
    for order in itertools.permutations(rows):
        scene.query("delete from raw.notes")
        for row in order:
            scene.given("raw.notes", note_id="N1", **row)
        seen.append(scene.row("notes"))
    assert all(note == seen[0] for note in seen)
    assert (seen[0]["title"], seen[0]["body"], seen[0]["kind"], seen[0]["url"], seen[0]["load_id"]) == (
        "newer", "only here", "video", "u", 3
    )  # fmt: skip


def test_a_note_that_knows_only_the_hash_of_its_author_finds_the_kol(scene: Any) -> None:
    author = hashlib.sha256(b"K1").hexdigest()[:16]
    scene.given("raw.notes", note_id="N1", creator_hash=author)
    assert scene.row("notes")["kol_id"] is None
    scene.given("raw.kols", kol_id="K1", nickname="Lin")
    assert scene.row("notes")["kol_id"] == "K1"


@pytest.mark.parametrize(
    ("followers", "tier"),
    [(None, None), (0, "koc"), (9999, "koc"), (10000, "tail"), (49999, "tail"), (50000, "waist"), (499999, "waist"),
     (500000, "head")],
)  # fmt: skip
def test_the_tier_follows_the_latest_known_followers(scene: Any, followers: int | None, tier: str | None) -> None:
    scene.given("kol_profiles", kol_id="K1", as_of_date="2026-05-02", followers=followers)
    scene.given("kol_profiles", kol_id="K1", as_of_date="2026-05-03", followers=None)
    kol = scene.row("kols")
    assert (kol["followers"], kol["tier"]) == (followers, tier)


def test_a_later_profile_counts_and_an_earlier_one_loaded_later_does_not(scene: Any) -> None:
    scene.given("kol_profiles", kol_id="K1", as_of_date="2026-05-02", followers=60000)
    scene.given("kol_profiles", kol_id="K1", as_of_date="2026-04-02", followers=100)
    scene.given("raw.kols", kol_id="K1", nickname="Lin", source="a")
    scene.given("raw.kols", kol_id="K1", home_city="上海", source="b", source_row=2)
    kol = scene.row("kols")
    assert (kol["tier"], kol["nickname"], kol["home_city"]) == ("waist", "Lin", "上海")


def test_engagement_is_the_sum_of_its_four_parts(scene: Any) -> None:
    scene.given("raw.note_metrics", note_id="N1", likes=1, collects=20, comments=300, shares=4000)
    assert scene.row("note_latest")["engagement"] == 4321


def test_a_figure_that_only_an_older_capture_knows_stays(scene: Any) -> None:
    scene.given("raw.note_metrics", note_id="N1", captured_at="2026-05-01 00:00+08", reads=7, likes=1)
    scene.given("raw.note_metrics", note_id="N1", captured_at="2026-05-02 00:00+08", likes=0)
    latest = scene.row("note_latest")
    assert (latest["reads"], latest["likes"]) == (7, 0)


def test_of_two_provisional_histories_of_one_capture_the_newer_file_stands(scene: Any) -> None:
    scene.given("loads", load_id=2, sha256="t", captured_at="2026-06-02 00:00+08")
    _provisional(scene, "blank", None)
    _provisional(scene, "named", "Glow")
    scene.given("raw.notes", note_id=REAL, title="Glow", body="Glow at last")
    for load_id, note_id, reads in ((1, "blank", 10), (2, "named", 11)):
        scene.given("raw.note_metrics", note_id=note_id, source="creator_center", load_id=load_id, reads=reads)
    assert [m["reads"] for m in scene.rows("note_metrics")] == [11]
    assert not scene.broken()
