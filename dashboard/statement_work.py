"""Long work beside a page: it runs in a thread of its own, so that a click elsewhere cannot cut it in half."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import streamlit as st

from dashboard.formats import Voice

Done = TypeVar("Done")
Tell = Callable[[str, int, int], None]

_WORKERS = ThreadPoolExecutor(4, thread_name_prefix="statements")


def watched(work: Callable[[Tell], Done], voice: Voice) -> Done:
    """Do `work`, which tells what it does and how far it is, and show that meanwhile; raises what it raises.

    When the page goes away the work goes on to its end; the same request again finds it done.
    """
    told: list[tuple[str, int, int]] = [("reading", 0, 0)]

    def tell(what: str, done: int, everything: int) -> None:
        told[0] = (what, done, everything)

    running = _WORKERS.submit(work, tell)
    bar = st.progress(0.0)
    while not running.done():
        what, done, everything = told[0]
        facts = {"done": voice.exact(done), "all": voice.exact(everything)}
        bar.progress(done / everything if everything else 0.0, text=voice(f"statement.working.{what}", **facts))
        time.sleep(0.1)
    bar.empty()
    return running.result()
