"""The reading child as seen from outside: give it a job, hear how far it is, and get its answer or a refusal."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.refusal import FileRefused, over_limit

SECONDS_PER_FILE = 180
SECONDS_PER_MEGABYTE = 3

Say = Callable[[str, int, int | None], None]


class Worker:
    """One child process, started ahead of its first job and again whenever one of its files has killed it."""

    def __init__(self) -> None:
        self._process = _start()
        self._rest = b""

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def run(self, job: dict[str, Any], size_bytes: int, say: Say) -> dict[str, Any]:
        """The answer to one job; raises FileRefused, also when the file took the child down or took too long."""
        if self._process.poll() is not None:
            self._restart()
        seconds = SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * size_bytes // 2**20
        try:
            self._send({**job, "cpu_seconds": 2 * seconds})
            answer = self._hear(time.monotonic() + seconds, say)
        except (TimeoutError, EOFError, OSError) as error:
            how = self._stop(grace_seconds=0 if isinstance(error, TimeoutError) else 5)
            self._restart()
            raise _death(error, how, seconds) from error
        if "refused" in answer:
            raise FileRefused(**answer["refused"])
        done: dict[str, Any] = answer["done"]
        return done

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._stop()

    def _send(self, job: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        self._process.stdin.flush()

    def _hear(self, until: float, say: Say) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = json.loads(self._line(until))
            if "progress" in message:
                say(*message["progress"])
            elif "ready" not in message:
                return message

    def _line(self, until: float) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 - it was opened with a pipe
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError
                heard = os.read(self._process.stdout.fileno(), 2**16)
                if not heard:
                    raise EOFError
                self._rest += heard
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _restart(self) -> None:
        self._process = _start()
        self._rest = b""

    def _stop(self, grace_seconds: float = 0) -> int:
        """End the child and say how it ended, as a return code."""
        try:
            how = self._process.wait(grace_seconds)  # one that is dying by itself gets to say of what
        except subprocess.TimeoutExpired:
            self._process.kill()
            how = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return how


def _start() -> subprocess.Popen[bytes]:
    """`-P` keeps modules of the current folder out; the environment holds only what reading a file needs."""
    project = str(Path(__file__).resolve().parent.parent)
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "TMPDIR") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, "PYTHONPATH": project},
        start_new_session=True,
        bufsize=0,
    )


def _death(error: Exception, how: int, seconds: int) -> FileRefused:
    if isinstance(error, TimeoutError):
        return over_limit(f"reading it took more than {seconds} seconds")
    if how == -signal.SIGXCPU:
        return over_limit(f"reading it took more than {2 * seconds} seconds of processor time")
    return over_limit(f"reading it broke the process that reads files (ended with {how}); it may need too much memory")
