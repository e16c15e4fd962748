"""Writes the demo: every export into one folder, and `.truth.json` beside them, which a folder load leaves alone.

The same seed, scale and generator version give the same bytes and file times; what is there is not written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaigns.errors import Refused
from ingest.demo import comments, kol_files, money_files, note_files, order_files, plain_files, story
from ingest.demo.truth import truth_of
from ingest.demo.world import World, make_world

TRUTH = ".truth.json"
SMALLEST_SCALE, LARGEST_SCALE = 0.02, 20.0


@dataclass(frozen=True)
class Demo:
    """What lies in `folder`; `was_there` when nothing had to be written."""

    folder: Path
    seed: int
    scale: float
    files: tuple[str, ...]
    truth: dict[str, object]
    was_there: bool


def write_demo(folder: Path, seed: int, scale: float = 1.0, on_step: Callable[[str], None] | None = None) -> Demo:
    """Write the exports of `seed` into `folder` unless they are there; files of another demo are replaced.

    Raises Refused when the scale is out of bounds or the folder holds something that is no demo.
    """
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise Refused(f"--scale must lie between {SMALLEST_SCALE} and {LARGEST_SCALE:g}, not {scale:g}.")
    stamp = {"version": story.GENERATOR_VERSION, "seed": seed, "scale": scale}
    earlier = _earlier(folder)
    if earlier.get("generator") == stamp and _is_whole(folder, earlier):
        return Demo(folder, seed, scale, tuple(_sizes(earlier)), earlier, was_there=True)
    _clear(folder, earlier)
    say = on_step or (lambda _step: None)
    say("inventing people, notes, clicks and orders")
    world = make_world(seed, scale)
    files, breaks = _write_files(world, folder, say)
    say("writing the truth")
    sizes = {str(path.relative_to(folder)): path.stat().st_size for path in sorted(files)}
    truth = {"generator": stamp, "files": sizes, **truth_of(world, breaks)}
    for path in files:
        os.utime(path, (story.EXPORTED, story.EXPORTED))
    (folder / TRUTH).write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return Demo(folder, seed, scale, tuple(sizes), truth, was_there=False)


def _write_files(world: World, folder: Path, say: Callable[[str], None]) -> tuple[list[Path], money_files.Breaks]:
    say("writing notes and KOLs")
    files = note_files.write_creator_center(world, folder / "创作服务平台")
    files += note_files.write_crawls(world, folder / "MediaCrawler")
    files += comments.write_comments(world, folder / "MediaCrawler")
    files += kol_files.write_profiles(world, folder / "蒲公英")
    say("writing orders, after-sale cases and settlements")
    files += order_files.write_orders(world, folder / "千帆")
    files += money_files.write_cases(world, folder / "千帆")
    settlements, breaks = money_files.write_settlements(world, folder / "千帆")
    say("writing clicks and tables")
    files += (
        settlements
        + plain_files.write_clicks(world, folder / "短链")
        + plain_files.write_tables(world, folder / "表格")
    )
    return files, breaks


def _earlier(folder: Path) -> dict[str, object]:
    """The truth of the demo that is there; empty where there is none."""
    path = folder / TRUTH
    if path.exists():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise Refused(
                f"{path} cannot be read ({error}). Delete the folder {folder} and run kol demo again."
            ) from error
        return dict(found)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} holds files that no demo wrote. Choose an empty folder with --out.")
    return {}


def _sizes(truth: dict[str, object]) -> dict[str, int]:
    files = truth.get("files")
    return dict(files) if isinstance(files, dict) else {}


def _is_whole(folder: Path, truth: dict[str, object]) -> bool:
    sizes = _sizes(truth)
    return bool(sizes) and all(
        (folder / name).is_file() and (folder / name).stat().st_size == size for name, size in sizes.items()
    )


def _clear(folder: Path, truth: dict[str, object]) -> None:
    """Take away what an earlier demo wrote: two demos in one folder would be loaded as one."""
    for name in _sizes(truth):
        (folder / name).unlink(missing_ok=True)
    (folder / TRUTH).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
