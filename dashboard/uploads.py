"""Files dropped on the data page: loaded in a thread of their own, so that no click elsewhere cuts a load in half.

The page only looks at the job: what it shows is whatever the job has reported by then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from campaigns.errors import KolbookError
from dashboard import blocks, mapping_form, viewer
from dashboard.blocks import Column
from dashboard.data import fact_name
from dashboard.formats import Voice
from dashboard.reading import root
from dashboard.words import WORDS

if TYPE_CHECKING:
    from ingest.outcome import SheetOutcome
    from ingest.progress import Progress

log = logging.getLogger("kolbook.dashboard")

STEPS = {
    "waiting": (0.0, 0.05),
    "reading": (0.05, 0.5),
    "typing": (0.5, 0.7),
    "writing": (0.7, 0.85),
    "models": (0.85, 1.0),
}
"""Which part of the bar a step of the load fills."""

UNKNOWN = {"E-FILE-UNKNOWN", "E-FILE-AMBIGUOUS"}
"""Refusals that a person can lift by saying what the columns are."""

LONG_SECONDS = 2
"""From when on it is said how many rows are done and how long the rest may take."""

KINDS = ["xlsx", "csv", "tsv", "txt", "json", "ndjson", "jsonl", "parquet", "db", "sqlite"]


@dataclass
class Job:
    """One running or finished load of uploaded files. Written by its thread, read by the page."""

    files: Mapping[str, bytes]
    who: str = "dashboard"
    step: str = ""
    share: float = 0.0
    rows: int = 0
    total: int | None = None
    step_began: float = field(default_factory=time.monotonic)
    outcomes: list[SheetOutcome] = field(default_factory=list)
    failure: str = ""
    is_done: bool = False
    unknown: dict[str, bytes] = field(default_factory=dict)
    """The files that no importer knows, kept for the person who may say what their columns are."""

    def run(self, target: Path) -> None:
        """Load the files; whatever happens, the job ends and its copies go, after a kill with the next load."""
        from ingest.load import load_files  # noqa: PLC0415 – reading libraries are heavy and pages open without them
        from ingest.workspace import open_workspace  # noqa: PLC0415

        try:
            with open_workspace(target) as folder:
                for name, content in self.files.items():
                    (folder / name).write_bytes(content)
                paths = [folder / name for name in self.files]
                self.outcomes = load_files(target, paths, who=self.who, on_progress=self._progress)
            refused = {Path(outcome.file).name for outcome in self.outcomes if outcome.code in UNKNOWN}
            self.unknown = {name: self.files[name] for name in sorted(refused)}
        except KolbookError as reason:
            self.failure = str(reason)
        except Exception as error:  # the edge of a thread: what is not kept here is lost
            log.error("An upload failed.", exc_info=error)
            self.failure = "?"
        finally:
            self.files = dict.fromkeys(self.files, b"")
            self.is_done = True

    def _progress(self, progress: Progress) -> None:
        since, before = STEPS.get(progress.step, (self.share, self.share))
        done = min(progress.rows / progress.total, 1.0) if progress.total else 0.0
        if progress.step != self.step:
            self.step_began = time.monotonic()
        self.step, self.rows, self.total = progress.step, progress.rows, progress.total
        self.share = max(self.share, since + (before - since) * done)


def start(files: Sequence[Any], target: Path) -> Job:
    """Keep the files under their own names, never a path, and begin to load them."""
    kept = {Path(file.name).name or f"file-{index}": bytes(file.getbuffer()) for index, file in enumerate(files)}
    return start_with(kept, target)


def start_with(files: Mapping[str, bytes], target: Path) -> Job:
    """Begin to load files that are in memory."""
    job = Job(files, viewer.actor().who)
    threading.Thread(target=job.run, args=(target,), name="upload", daemon=False).start()
    return job


def form(voice: Voice) -> None:
    """The drop zone, and what became of the last files dropped there."""
    job: Job | None = st.session_state.get("upload.job")
    st.html(blocks.chooser(voice("upload.choose"), voice("upload.kinds")))
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            voice("upload.label"), type=KINDS, accept_multiple_files=True, help=voice("upload.help"), key="upload.files"
        )
        sent = st.form_submit_button(voice("upload.load"), type="primary", icon=":material/upload:")
    if sent and files and (job is None or job.is_done):
        job = st.session_state["upload.job"] = start(files, root())
    elif sent and not files:
        st.html(blocks.banner(voice("upload.none")))
    if job is not None:
        watch(job, voice) if not job.is_done else result(job, voice)
    if job is not None and job.is_done and job.unknown and viewer.may("save_mapping"):
        _map(job, voice)


def _map(job: Job, voice: Voice) -> None:
    """Ask what the columns of a file are that nobody knows; once they are said, it is loaded."""
    names = list(job.unknown)
    name = names[0] if len(names) == 1 else st.selectbox(voice("mapping.file"), names, key="mapping.file")
    if mapping_form.panel(name, job.unknown[name], root(), voice):
        st.session_state["upload.job"] = start_with({name: job.unknown[name]}, root())
        st.rerun()


@st.fragment(run_every=0.5)
def watch(job: Job, voice: Voice) -> None:
    """How far the load is; when it ends, the whole page is made again from the new data."""
    if job.is_done:
        st.rerun()
    step = voice(f"upload.step.{job.step}" if f"upload.step.{job.step}" in WORDS else "upload.step.waiting")
    running = voice("upload.running", files=voice("list.separator").join(job.files), step=step)
    st.progress(job.share, " ".join([running, rest(job, time.monotonic() - job.step_began, voice)]).strip())


def rest(job: Job, seconds: float, voice: Voice) -> str:
    """How many rows are done and how long the others take at this pace, once a step takes longer than a moment."""
    if seconds < LONG_SECONDS or not job.rows:
        return ""
    if not job.total or job.total <= job.rows:
        return voice("upload.rows", rows=voice.exact(job.rows))
    left = round(seconds * (job.total - job.rows) / job.rows)
    return voice("upload.rest", rows=voice.exact(job.rows), total=voice.exact(job.total), seconds=voice.exact(left))


def result(job: Job, voice: Voice) -> None:
    """One line per sheet: loaded with its counts, already there, or refused with the reason."""
    if job.failure:
        text = voice("upload.unexpected") if job.failure == "?" else job.failure
        st.html(blocks.banner(voice("upload.refused_all", reason=text)))
        return
    columns = (
        Column(voice("column.file")), Column(voice("column.status")), Column(voice("column.loaded"), is_number=True),
        Column(voice("column.rejected"), is_number=True),
    )  # fmt: skip
    st.html(blocks.panel_head(voice("upload.done")))
    st.html(blocks.table(columns, [_outcome_line(outcome, voice) for outcome in job.outcomes]))


def _outcome_line(outcome: SheetOutcome, voice: Voice) -> list[str]:
    tables = outcome.tables
    below = voice("list.separator").join(fact_name(name, voice) for name in tables)
    status = voice(f"upload.{outcome.status}")
    reason = outcome.reason or "; ".join(outcome.remarks)
    loaded = sum(counts.loaded for counts in tables.values())
    refused = sum(counts.rejected for counts in tables.values())
    return [
        blocks.cell(Path(outcome.file).name, below),
        blocks.cell(status, reason, is_bad=outcome.status == "refused"),
        blocks.cell(voice.exact(loaded) if tables else "–"),
        blocks.cell(voice.exact(refused) if tables else "–", is_bad=refused > 0),
    ]
