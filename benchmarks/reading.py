"""Reading files in the child: against fastexcel and bare DuckDB, and memory against the size of the file.

    python benchmarks/reading.py             all scenes
    python benchmarks/reading.py --only xlsx

xlsx: a sheet of 100,000 orders read, keyed, archived and typed by a child that has started, against fastexcel reading
the same sheet as text; limit 2.
tables: two million clicks from CSV and from Parquet, read, keyed, archived and typed by a child that has started,
against DuckDB reading the same file as text into a table; limit 3. Beside it the whole load, publication included.
memory: the peak of the child on CSV, NDJSON and Parquet of one, four and sixteen times as many clicks; sixteen times
the rows may take at most a fifth more than four times.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import fastexcel
import xlsxwriter

from campaigns.store import open_store
from ingest.load import load_files
from ingest.worker import Worker

XLSX_LIMIT, TABLE_LIMIT, FLAT = 2.0, 3.0, 1.2
XLSX_ROWS, CLICKS, TABLE_CLICKS = 100_000, 400_000, 2_000_000
ROUNDS = 5
HEADER = (
    "订单号,订单状态,规格ID,SKU名称,SKU件数,商品总价(元),用户应付金额(元),平台优惠(元),店铺优惠(元),支付渠道优惠(元),"
    "商家应收金额(元)（支付金额）,支付时间,包裹总运费(元),快递单号,订单创建时间,订单完成时间,用户编号,商品ID,商品名称,达人ID"
)
CLICKS_SQL = """
select printf('c%012d', i) as click_id, printf('s%03d', i % 600) as slug,
    strftime(timestamp '2026-03-01' + to_seconds(i * 10), '%Y-%m-%dT%H:%M:%S+08:00') as clicked_at,
    printf('%08x%016x', 1767225600 + (i * 7919) % 600, (i * 7919) % 600) as note_id,
    printf('66a1b2c3%016x', 1 + i % 20) as product_id, 'u' || (i * 7919) % 20000 as buyer_id,
    ['explore', 'search', 'follow'][1 + i % 3] as section, 'xiaohongshu' as channel
from range({rows}) t(i)
"""
FORMATS = {"csv": "header", "ndjson": "format json", "parquet": "row_group_size 100000"}


def main() -> None:
    """Run the scenes and fail when a limit is broken."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--only", choices=SCENES)
    options.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.read:
        print(_peak_megabytes(given.read))
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("KOL_BENCH")) as name:
        fine = [scene(Path(name)) for key, scene in SCENES.items() if given.only in {None, key}]
    sys.exit(0 if all(fine) else 1)


def xlsx_scene(folder: Path) -> bool:
    """The best of some rounds of each, taken in turn."""
    path = _orders(folder / "orders.xlsx")
    bare = ours = float("inf")
    with closing(Worker()) as worker:
        _read(worker, path, folder / "warm")
        for number in range(ROUNDS):
            bare = min(bare, _seconds(lambda: _bare(path)))
            ours = min(ours, _seconds(lambda number=number: _read(worker, path, folder / str(number))))
    is_fine = ours <= XLSX_LIMIT * bare
    what = f"{XLSX_ROWS:,} orders of {HEADER.count(',') + 1} columns from XLSX"
    print(f"{_word(is_fine)} {what}: {ours:.2f} s, fastexcel {bare:.2f} s, ratio {ours / bare:.2f} ({XLSX_LIMIT:g})")
    return is_fine


def tables_scene(folder: Path) -> bool:
    """The best of some rounds of each, taken in turn; reading as text means all_varchar, of Parquet a cast."""
    fine = [_is_near_bare(folder, kind) for kind in ("csv", "parquet")]
    return all(fine)


def _is_near_bare(folder: Path, kind: str) -> bool:
    path = folder / f"clicks.{kind}"
    duckdb.execute(f"copy ({CLICKS_SQL.format(rows=TABLE_CLICKS)}) to '{path}' ({FORMATS[kind]})")
    bare = ours = whole = float("inf")
    with closing(Worker()) as worker:
        _read(worker, path, folder / f"{kind}-warm")
        for number in range(ROUNDS):
            place = folder / f"{kind}{number}"
            bare = min(bare, _seconds(lambda place=place: _bare_table(place.with_suffix(".duckdb"), path)))
            ours = min(ours, _seconds(lambda place=place: _read(worker, path, place)))
            open_store(place / "root").close()
            whole = min(whole, _seconds(lambda place=place: _load(place / "root", path)))
            shutil.rmtree(place)
    path.unlink()
    is_fine = ours <= TABLE_LIMIT * bare
    print(
        f"{_word(is_fine)} {TABLE_CLICKS:,} clicks from {kind}: {ours:.2f} s, bare {bare:.2f} s, "
        f"ratio {ours / bare:.2f} ({TABLE_LIMIT:g}); the whole load {whole:.2f} s, {whole / bare:.2f} ×"
    )
    return is_fine


def _bare_table(database: Path, path: Path) -> None:
    columns = "columns(*)::varchar" if path.suffix == ".parquet" else "*"
    source = f"'{path}'" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar = true)"
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table clicks as select {columns} from {source}")
    database.unlink()


def _load(root: Path, path: Path) -> None:
    outcomes = load_files(root, [path], who="benchmark")
    assert all(outcome.status == "loaded" for outcome in outcomes), outcomes


def memory_scene(folder: Path) -> bool:
    """Peaks of children that read one file each."""
    fine = [_is_flat(folder, kind, option) for kind, option in FORMATS.items()]
    return all(fine)


SCENES: dict[str, Callable[[Path], bool]] = {"xlsx": xlsx_scene, "tables": tables_scene, "memory": memory_scene}


def _is_flat(folder: Path, kind: str, option: str) -> bool:
    peaks = []
    for times in (1, 4, 16):
        path = folder / f"clicks.{kind}"
        duckdb.execute(f"copy ({CLICKS_SQL.format(rows=CLICKS * times)}) to '{path}' ({option})")
        size = path.stat().st_size / 2**20
        command = [sys.executable, __file__, "--read", str(path)]
        peaks.append(int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
        print(f"     {kind} of {CLICKS * times:,} clicks, {size:.0f} MiB: child's peak {peaks[-1]} MiB")
        path.unlink()
    is_flat = peaks[2] <= FLAT * peaks[1]
    print(f"{_word(is_flat)} {kind}: four times the file takes {peaks[2] / peaks[1]:.2f} × the memory ({FLAT:g})")
    return is_flat


def _peak_megabytes(path: Path) -> int:
    with tempfile.TemporaryDirectory(dir=path.parent) as name, closing(Worker()) as worker:
        _read(worker, path, Path(name))
        status = Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _orders(path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, HEADER.split(","))
        for row in range(1, XLSX_ROWS + 1):
            order = row - (row % 10 == 0)  # a tenth of the orders has two lines
            clock = f"2026-03-{1 + order % 28:02d} {order % 24:02d}:{order % 60:02d}:{order % 59:02d}"
            ids = (f"P{700000000000000000 + order}", f"61a0000000000000{row % 40:08x}", f"66a1b2c3{row % 20:016x}")
            amounts = (300, 230, 30, 40, 0, 260)
            cells = [ids[0], "已完成", ids[1], f"玻尿酸面膜 {row % 40}", 2, *amounts, clock, 8, f"SF{order:013d}"]
            sheet.write_row(row, 0, [*cells, clock, clock, f"u{order % 20000}", ids[2], f"面膜 {row % 20}", ""])
    return path


def _bare(path: Path) -> None:
    fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()


def _read(worker: Worker, path: Path, out: Path) -> None:
    context = {"name": path.name, "captured_at": "2026-06-01T00:00:00+00:00", "account": "a", "key": "00" * 32}
    job = {"job": "read", "path": str(path), "archive": str(out / "archive"), "typed": str(out / "typed"), **context}
    answer = worker.run(job, path.stat().st_size, lambda *_: None)
    rejected = sum(table["rejected"] for sheet in answer["typed"] for table in sheet["tables"])
    assert rejected == 0, f"{rejected} rows were rejected"


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _word(is_fine: bool) -> str:
    return "ok  " if is_fine else "FAIL"


if __name__ == "__main__":
    main()
