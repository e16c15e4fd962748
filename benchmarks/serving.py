"""How the dashboard serves: 50 people at once on the campaign page, then 2,000 reruns with an eye on memory.

    python benchmarks/serving.py [--root DIR] [--people 50] [--seconds 60] [--reruns 2000]

Starts `kol serve` on the root (default: KOL_ROOT, else the current folder; it must be loaded, `make run` does that) and
talks to it as a browser does: a websocket and Streamlit's own messages. Each person picks another campaign every five
seconds on average; a rerun lasts from the message sent to the script's end received. Prints JSON; exit code 1 where a
limit is broken: p95 ≤ 150 ms, memory after the reruns ≤ 1.05 × memory after the first tenth of them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAGE = "campaign"
THINK_SECONDS = 5.0
LIMIT_P95_SECONDS = 0.150
LIMIT_GROWTH = 1.05


class Person:
    """One browser tab on the campaign page."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.page_hash = ""
        self.select_id = ""
        self.options: list[str] = []
        self.errors = 0

    async def open(self) -> float:
        """Load the page; returns the seconds it took."""
        return await self._run("", page=PAGE)

    async def choose(self, option: str) -> float:
        """Pick a campaign; returns the seconds until the page is whole."""
        return await self._run(option)

    async def _run(self, option: str, page: str = "") -> float:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = "lang=en"
        if page:
            state.page_name = page
        else:
            state.page_script_hash = self.page_hash
        if option:
            widget = state.widget_states.widgets.add()
            widget.id = self.select_id
            widget.string_value = option
        since = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            heard = ForwardMsg()
            heard.ParseFromString(await self.socket.recv())
            if self._is_end(heard):
                return time.perf_counter() - since

    def _is_end(self, heard: ForwardMsg) -> bool:
        kind = heard.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = heard.new_session.page_script_hash
        elif kind == "navigation":
            self.page_hash = heard.navigation.page_script_hash
        elif kind == "delta" and heard.delta.new_element.WhichOneof("type") == "selectbox":
            self.select_id = heard.delta.new_element.selectbox.id
            self.options = list(heard.delta.new_element.selectbox.options)
        elif kind == "delta" and heard.delta.new_element.WhichOneof("type") == "exception":
            self.errors += 1
        # A run that a page's address cut short is followed by another; only the one that succeeded is the page.
        return kind == "script_finished" and heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


async def _join(port: int) -> Person:
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    connection = await websockets.connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=30)
    person = Person(connection)
    await person.open()
    return person


async def _visit(person: Person, until: float, taken: list[float]) -> None:
    dice = random.Random(id(person))  # noqa: S311 – when people click
    await asyncio.sleep(dice.uniform(0, THINK_SECONDS))
    while time.monotonic() < until:
        taken.append(await person.choose(dice.choice(person.options)))
        await asyncio.sleep(dice.expovariate(1 / THINK_SECONDS))


async def crowd(port: int, people: int, seconds: float) -> dict[str, Any]:
    """Latencies of `people` at once, in seconds."""
    everyone = [await _join(port) for _ in range(people)]
    warm = [await person.choose(option) for person in everyone[:1] for option in person.options]
    taken: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(_visit(person, until, taken) for person in everyone))
    errors = sum(person.errors for person in everyone)
    for person in everyone:
        await person.socket.close()
    cuts = statistics.quantiles(taken, n=100)
    return {
        "people": people, "reruns": len(taken), "first_seconds": round(max(warm), 4), "p50_seconds": round(cuts[49], 4),
        "p95_seconds": round(cuts[94], 4), "p99_seconds": round(cuts[98], 4), "page_errors": errors,
    }  # fmt: skip


async def march(port: int, reruns: int, process: int) -> dict[str, Any]:
    """Memory of the server while one person after another reruns the page."""
    resident = []
    person = await _join(port)
    for number in range(reruns):
        if number % 200 == 0:
            await person.socket.close()
            person = await _join(port)
            resident.append(_resident_mb(process))
        await person.choose(person.options[number % len(person.options)])
    await person.socket.close()
    resident.append(_resident_mb(process))
    return {"reruns": reruns, "resident_mb": resident, "growth": round(resident[-1] / resident[1], 3)}


def _resident_mb(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    before = time.monotonic() + 60
    while time.monotonic() < before and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
                if json.load(answer)["build"]:
                    return
                sys.exit("There is no warehouse in this root: run `make run` first, or name another with --root.")
        except urllib.error.HTTPError as refusal:
            sys.exit(f"The dashboard cannot read its data: {refusal.read().decode()}")
        except urllib.error.URLError:
            time.sleep(0.2)
    sys.exit("kol serve did not get ready.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(os.environ.get("KOL_ROOT") or "."))
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reruns", type=int, default=2000)
    chosen = parser.parse_args()
    port = _free_port()
    command = [str(Path(sys.executable).with_name("kol")), "serve", "--root", str(chosen.root), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_until_ready(port, server)
        found = {
            "crowd": asyncio.run(crowd(port, chosen.people, chosen.seconds)),
            "march": asyncio.run(march(port, chosen.reruns, server.pid)),
        }
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    is_held = found["crowd"]["p95_seconds"] <= LIMIT_P95_SECONDS and found["march"]["growth"] <= LIMIT_GROWTH
    print(json.dumps({**found, "is_held": is_held and not found["crowd"]["page_errors"]}, indent=2))
    sys.exit(0 if is_held else 1)


if __name__ == "__main__":
    main()
