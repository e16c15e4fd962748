"""`kol demo`: exports of an invented story in the formats users really have, and the decisions that go with them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from campaigns.errors import KolbookError
from campaigns.store import open_store
from ingest.demo.decisions import enter_decisions, entered_seed
from ingest.demo.exports import Demo, write_demo

DEFAULT_SEED = 7


def register(app: typer.Typer) -> None:
    """Add `kol demo`."""
    app.command("demo")(demo)


def demo(
    root: Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of campaigns.db and warehouse.")] = Path(),
    out: Annotated[Path | None, typer.Option(help="Folder for the exports; ROOT/demo by default.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed tells the story with other people.")] = DEFAULT_SEED,
    scale: Annotated[float, typer.Option(help="Times 250,000 clicks and 20,000 orders.")] = 1.0,
    files_only: Annotated[bool, typer.Option("--files-only", help="Write the exports, enter no decisions.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was done as JSON.")] = False,
) -> None:
    """Write demo exports and enter the demo's campaigns, terms and samples; a second run changes nothing."""
    started = time.monotonic()
    try:
        written, entered = _make(root, out or root / "demo", seed, scale, files_only)
    except (KolbookError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    seconds = time.monotonic() - started
    typer.echo(_as_json(written, entered, seconds) if as_json else _as_text(written, entered, seconds))


def _make(root: Path, folder: Path, seed: int, scale: float, files_only: bool) -> tuple[Demo, int]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking at what is there")
        if files_only:
            return write_demo(folder, seed, scale, lambda step: bar.update(task, description=step)), 0
        store = open_store(root)
        try:
            _refuse_another_seed(entered_seed(store), seed)
            written = write_demo(folder, seed, scale, lambda step: bar.update(task, description=step))
            bar.update(task, description="entering what was decided")
            return written, enter_decisions(store, seed)
        finally:
            store.close()


def _refuse_another_seed(standing: int | None, seed: int) -> None:
    if standing not in (None, seed):
        raise KolbookError(
            f"These records hold the demo of seed {standing}. Choose an empty folder with --root, or --seed {standing}."
        )


def _as_json(written: Demo, entered: int, seconds: float) -> str:
    return json.dumps(
        {
            "folder": str(written.folder),
            "seed": written.seed,
            "scale": written.scale,
            "files": len(written.files),
            "was_there": written.was_there,
            "decisions_entered": entered,
            "counts": written.truth["counts"],
            "seconds": round(seconds, 2),
        },
        ensure_ascii=False,
    )


def _as_text(written: Demo, entered: int, seconds: float) -> str:
    files = f"{len(written.files)} demo exports {'are' if written.was_there else 'written'} in {written.folder}"
    decisions = f"{entered} decisions entered" if entered else "no decision to enter"
    return f"{files}; {decisions} ({seconds:.1f} s)."
