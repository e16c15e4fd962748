"""A file that means harm is dropped by one person while another one works: only the first one hears of it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from streamlit.testing.v1 import AppTest

from campaigns.warehouse import canonical_hash
from dashboard.uploads import Job

MOST_MEGABYTES = 400


def _bomb() -> bytes:
    """Five kilobytes that are seventeen billion cells when laid out."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "click_id")
        sheet.write(1_048_575, 16_383, "far")
    return buffer.getvalue()


def _memory_megabytes() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def test_a_bomb_is_refused_while_pages_of_others_are_answered(
    own_world: Path, open_page: Callable[..., AppTest], read_page: Callable[[AppTest], str]
) -> None:
    before, calm = canonical_hash(own_world), read_page(open_page(own_world, "overview"))
    memory = _memory_megabytes()
    job = Job({"bomb.xlsx": _bomb(), "again.xlsx": _bomb() + b" "})
    thread = threading.Thread(target=job.run, args=(own_world,))
    thread.start()
    answered = 0
    while not job.is_done:
        page = open_page(own_world, "overview")
        assert not page.exception
        assert read_page(page) == calm
        answered += not job.is_done
    thread.join()
    assert answered > 0
    assert {outcome.code for outcome in job.outcomes} == {"E-FILE-LIMIT"}, job.failure
    assert _memory_megabytes() - memory < MOST_MEGABYTES
    assert canonical_hash(own_world) == before
