"""A cluster of Spark's own kind on loopback: a master, two workers with one core each, settings for little data."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = """
spark.sql.shuffle.partitions 2
spark.default.parallelism 2
spark.sql.adaptive.enabled false
spark.ui.enabled false
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
spark.driver.memory 1g
spark.executor.memory 512m
spark.locality.wait 0
spark.log.level ERROR
"""
DEADLINE_SECONDS = 300
"""A cluster that is not up by then never will be."""


class Cluster:
    """The master's address and the processes; `lose_a_worker` kills one with all it runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.master = self._start(
            "master", r"Starting Spark master at (spark://\S+)", "org.apache.spark.deploy.master.Master", "--port", "0"
        )
        for name in ("worker-1", "worker-2"):
            self._start(
                name, r"(Successfully registered with master)", "org.apache.spark.deploy.worker.Worker", "--port", "0",
                "--cores", "1", "--memory", "1g", "--work-dir", str(folder / name), self.master,
            )  # fmt: skip

    def lose_a_worker(self) -> None:
        """As if its machine had gone: no goodbye, and its executors are gone with it."""
        os.killpg(self.processes[-1].pid, signal.SIGKILL)
        self.processes[-1].wait()

    def stop(self) -> None:
        """Stop what still runs."""
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, name: str, is_up: str, kind: str, *arguments: str) -> str:
        """Start a daemon in a process group of its own; what its log says once it is up."""
        import pyspark

        home = Path(pyspark.__file__).parent
        log = self.folder / f"{name}.log"
        command = [home / "bin" / "spark-class", kind, "--host", "127.0.0.1", "--webui-port", "0", *arguments]
        around = os.environ | {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "512m", "SPARK_NO_DAEMONIZE": "1"}
        around |= {"SPARK_CONF_DIR": str(self.folder)}  # no settings: those are the driver's
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=out, start_new_session=True, env=around,
                preexec_fn=_die_with_the_tests,  # noqa: PLW1509  (no thread of ours runs while the cluster starts)
            )  # fmt: skip
        self.processes.append(process)
        return _until(lambda: re.search(is_up, log.read_text(errors="replace")), process, log)


def _die_with_the_tests() -> None:
    """Linux kills the process when the one that started it is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _until(look: Callable[[], re.Match[str] | None], process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if found := look():
            return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"{log.name} is not up: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster, and the end of everything that was started for it, the driver's Java included."""
    settings = folder / "settings"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(SETTINGS + f"spark.local.dir {folder}/spill\n")
    cluster = Cluster.__new__(Cluster)
    try:
        Cluster.__init__(cluster, folder)
        yield cluster
    finally:
        cluster.stop()
        _end_driver()


def _end_driver() -> None:
    from pyspark import SparkContext

    gateway = SparkContext._gateway
    if gateway is not None:
        gateway.shutdown()
        gateway.proc.kill()
        gateway.proc.wait()
        SparkContext._gateway = SparkContext._jvm = None
