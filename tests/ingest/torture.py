"""Kill a load, or fail it, at every system call with which it writes; then one plain re-run must end in the same hash.

    python tests/ingest/torture.py              every call: about three quarters of an hour (`make torture`)
    python tests/ingest/torture.py --calls rename,fsync --faults kill

A scene is a root and the command that is tortured. Its calls are counted first, per process (the loader's own thread,
the reading child's threads); then the command runs once per call and fault. strace (Debian's package) injects them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from campaigns.errors import WarehouseMissing
from campaigns.warehouse import canonical_hash
from ingest.check import check
from ingest.load import load_files

WRITING = (
    "write", "pwrite64", "writev", "pwritev", "sendfile", "copy_file_range", "fsync", "fdatasync", "sync_file_range",
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "symlink", "symlinkat", "link", "linkat",
    "ftruncate", "truncate", "fallocate", "mkdir", "mkdirat", "open", "openat", "creat", "chmod", "fchmod",
)  # fmt: skip
OPENING = {"open", "openat"}
"""Count as writing where they may make a file."""

FAULTS = {"kill": "signal=KILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
CHILD = "child"
LOADER = "loader"
START = """
import sys
sys.executable = sys.argv.pop(1)
from ingest import worker
worker.SECONDS_PER_FILE = 10
from dashboard.cli import app
app()
"""
"""`kol` with another Python for the child, and less patience with it: an error where the kernel never gives one (at the
wake-up calls between threads) makes it wait for ever."""

CLICKS = "click_id,slug,clicked_at,note_id,product_id,buyer_id,section,channel"
STOCK = "product_id,captured_at,available"
SECONDS = 120


@dataclass(frozen=True)
class Point:
    """The `number`-th call of that name in one process."""

    process: str
    call: str
    number: int


@dataclass(frozen=True)
class Scene:
    """Files to load into a copy of `root`, and the hashes before and afterwards."""

    name: str
    root: Path
    files: tuple[Path, ...]
    before: str
    after: str


@dataclass(frozen=True)
class Ended:
    """What became of one run: how often the fault was injected, and what was wrong afterwards (empty: nothing)."""

    point: Point
    fault: str
    injected: int
    wrong: str


def next_load(folder: Path) -> Scene:
    """Three files on top of another load."""
    files, root = folder / "files", folder / "one"
    files.mkdir(parents=True, exist_ok=True)
    load_files(root, [_clicks(files / "first.csv", range(50), "explore")], who="torture")
    more = [
        _clicks(files / "a.csv", range(40, 900), "explore"),
        _stock(files / "stock_2026-03-01.csv"),
        _clicks(files / "b.csv", range(600, 1200), "search"),
    ]
    return _scene("next load", root, more)


def first_load(folder: Path) -> Scene:
    """One file into a folder that is empty: records, key and archive are made."""
    files, root = folder / "files", folder / "empty"
    files.mkdir(parents=True, exist_ok=True)
    root.mkdir()
    return _scene("first load", root, [_clicks(files / "first.csv", range(50), "explore")])


def points(scene: Scene, folder: Path) -> list[Point]:
    """Every writing call of an undisturbed run."""
    found = []
    for process in (LOADER, CHILD):
        root = _copy(scene, folder)
        log = folder / f"{root.name}.log"
        done = _run(scene, root, process, ["-o", str(log), "-e", "trace=" + ",".join(f"?{c}" for c in WRITING)])
        assert done.returncode == 0, done.stderr
        assert canonical_hash(root) == scene.after
        found += [Point(process, call, number) for call, number in _counted(log.read_text(errors="replace"))]
        shutil.rmtree(root)
    return sorted(set(found), key=lambda point: (point.process, point.call, point.number))


def torture(scene: Scene, point: Point, fault: str, folder: Path) -> Ended:
    """Run the load with one fault, look at what it left, run it again plainly, and compare."""
    root = _copy(scene, folder)
    log = folder / f"{root.name}.log"
    inject = f"inject={point.call}:{FAULTS[fault]}:when={point.number}"
    done = _run(scene, root, point.process, ["-o", str(log), "-e", f"trace={point.call}", "-e", inject])
    told = log.read_text(errors="replace") if log.exists() else ""
    injected = len(re.findall(r"\(INJECTED\)|killed by SIGKILL", told))
    if re.search(r"open(at)?\((?!.*O_CREAT).*\(INJECTED\)", told):  # numbers of opened files vary by a few
        injected = 0
    wrong = "; ".join(_wrong_at_once(scene, root, done)) if injected else ""
    wrong = wrong or "; ".join(_wrong_after_again(scene, root))
    shutil.rmtree(root)
    log.unlink(missing_ok=True)
    return Ended(point, fault, injected, wrong)


def has_strace() -> bool:
    """Whether calls can be traced here: strace is installed and may trace."""
    path = shutil.which("strace")
    return bool(path) and subprocess.run([str(path), "-o", os.devnull, "true"], check=False).returncode == 0


def _scene(name: str, root: Path, files: list[Path]) -> Scene:
    return Scene(name, root, tuple(files), _hash(root), _hash_with(root, files))


@cache
def _between(scene: Scene) -> set[str]:
    """What readers may see after a disk error, too: it refuses a file and not the others."""
    numbers = range(1, len(scene.files))
    return {_hash_with(scene.root, some) for number in numbers for some in combinations(scene.files, number)}


def _hash_with(root: Path, files: Iterable[Path]) -> str:
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        calm = Path(folder) / "calm"
        shutil.copytree(root, calm, symlinks=True)
        load_files(calm, list(files), who="torture")
        return canonical_hash(calm)


def _clicks(path: Path, numbers: Iterable[int], section: str) -> Path:
    note = "66a1b2c3d4e5f60718293a4b"
    lines = [f"c{n},s1,2026-03-01T10:00:00+08:00,{note},sku-1,buyer-{n % 40},{section},xiaohongshu" for n in numbers]
    path.write_text("\n".join([CLICKS, *lines, ""]), encoding="utf-8")
    return path


def _stock(path: Path) -> Path:
    path.write_text(f"{STOCK}\nsku-1,2026-03-01T00:00:00+08:00,5\nsku-1,2026-03-02T00:00:00+08:00,x\n", "utf-8")
    return path


def _copy(scene: Scene, folder: Path) -> Path:
    root = Path(tempfile.mkdtemp(prefix="root-", dir=folder))
    shutil.copytree(scene.root, root, symlinks=True, dirs_exist_ok=True)
    return root


def _run(scene: Scene, root: Path, process: str, options: list[str]) -> subprocess.CompletedProcess[str]:
    """`kol load` with one of its processes under strace: the loader's own thread, or all threads of the child."""
    traced, python = ["strace", "--seccomp-bpf", "-f", *options], sys.executable
    if process == CHILD:
        python = str(root.with_suffix(".sh"))
        Path(python).write_text(f'#!/bin/sh\nexec {" ".join(traced)} {sys.executable} "$@"\n', encoding="utf-8")
        Path(python).chmod(0o700)
    before = ["strace", *options] if process == LOADER else []
    command = [*before, sys.executable, "-c", START, python, "load", *map(str, scene.files)]
    environment = {**os.environ, "KOL_ROOT": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    running = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        told = running.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        told = (running.communicate()[0], f"Traceback: it took more than {SECONDS} seconds")
    root.with_suffix(".sh").unlink(missing_ok=True)
    return subprocess.CompletedProcess(command, running.returncode, *told)


def _counted(log: str) -> Iterator[tuple[str, int]]:
    """Names and numbers of writing calls, by thread; strace counts each thread's calls of a name from one."""
    seen: Counter[tuple[str, str]] = Counter()
    for line in log.splitlines():
        found = re.match(r"(?:(\d+) +)?(\w+)\((.*)", line)
        if found:
            thread, call, rest = found.groups()
            seen[thread, call] += 1
            if call not in OPENING or "O_CREAT" in rest:
                yield call, seen[thread, call]


def _wrong_at_once(scene: Scene, root: Path, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    if "Traceback" in done.stderr:
        yield "a traceback: " + done.stderr.strip().splitlines()[-1][:200]
    if done.returncode not in {0, 1, -9, 137}:
        yield f"exit code {done.returncode}"
    found = _hash(root)
    if found not in {scene.before, scene.after} and found not in _between(scene):
        yield f"readers see {found[:60]}"


def _wrong_after_again(scene: Scene, root: Path) -> Iterator[str]:
    outcomes = load_files(root, list(scene.files), who="again")
    yield from (f"again: {one.file} {one.code} {one.reason}" for one in outcomes if one.code)
    if canonical_hash(root) != scene.after:
        yield "another hash after the re-run"
    yield from (f"check: {finding.code} {finding.text}" for finding in check(root))
    litter = {path.name for path in (root / ".work").iterdir()} - {"intake"}
    litter |= {path.name for path in (root / ".warehouse").iterdir()} - {"lock", _current(root)}
    if litter:
        yield f"left behind: {sorted(litter)}"


def _hash(root: Path) -> str:
    try:
        return canonical_hash(root)
    except WarehouseMissing:
        return "none"
    except Exception as error:  # noqa: BLE001 - whatever readers see is told
        return f"{type(error).__name__}: {error}"


def _current(root: Path) -> str:
    return (root / "warehouse.duckdb").resolve().name


def main() -> None:
    """Everything, and a table: calls, injections, failures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--calls", help="names of system calls, with commas; all when not given")
    options.add_argument("--faults", default=",".join(FAULTS))
    options.add_argument("--scene", choices=("next load", "first load"))
    options.add_argument("--process", choices=(LOADER, CHILD))
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kol-torture-") as name:
        folder = Path(name)
        scenes = [make(folder) for make in (next_load, first_load)]
        failures = sum(_sweep(scene, folder, given) for scene in scenes if given.scene in {None, scene.name})
    sys.exit(1 if failures else 0)


def _sweep(scene: Scene, folder: Path, given: argparse.Namespace) -> int:
    wanted = set(given.calls.split(",")) if given.calls else set(WRITING)
    all_points = [
        point for point in points(scene, folder) if point.call in wanted and given.process in {None, point.process}
    ]
    cases = [(point, fault) for point in all_points for fault in given.faults.split(",")]
    print(f"{scene.name}: {len(all_points)} points, {len(cases)} runs", flush=True)
    with ThreadPoolExecutor(given.jobs) as pool:
        ended = []
        for one in pool.map(lambda case: torture(scene, *case, folder), cases):
            ended.append(one)
            if one.wrong:
                print(
                    f"  FAIL {one.point.process} {one.point.call} #{one.point.number} {one.fault}: {one.wrong}",
                    flush=True,
                )
    print(f"  {'process':8} {'call':16} {'points':>6} {'injected':>8} {'failures':>8}")
    for process, call in sorted({(one.point.process, one.point.call) for one in ended}):
        rows = [one for one in ended if (one.point.process, one.point.call) == (process, call)]
        places = len({one.point for one in rows})
        hit, bad = sum(one.injected > 0 for one in rows), sum(bool(one.wrong) for one in rows)
        print(f"  {process:8} {call:16} {places:6} {hit:8} {bad:8}", flush=True)
    return sum(bool(one.wrong) for one in ended)


if __name__ == "__main__":
    main()
