"""The dashboard as a server: health, security headers, and a warm start. Run by `kol serve`."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from campaigns.errors import Refused
from dashboard import login
from dashboard.doorway import Doorway

log = logging.getLogger("kolbook.dashboard")

PRESENT_LOGIN = login.present()


async def ready(_: Request) -> JSONResponse:
    """200 once the warehouse can be read, or when there is none yet; 503 while it cannot."""
    from campaigns.errors import KolbookError  # noqa: PLC0415 – warm imports belong to the lifespan
    from dashboard import reading  # noqa: PLC0415

    try:
        present = reading.whole()
    except reading.NothingLoaded:
        return JSONResponse({"status": "ok", "build": None})
    except (KolbookError, OSError) as reason:
        log.warning("The dashboard is not ready: %s", reason)
        told = {} if PRESENT_LOGIN else {"reason": str(reason)}  # whoever asks has not logged in
        return JSONResponse({"status": "unavailable", **told}, status_code=503)
    return JSONResponse({"status": "ok", "build": present.build})


async def first_page(request: Request) -> RedirectResponse:
    """The overview stands at `/`; its name leads there, with everything the link chose."""
    return RedirectResponse("/" + (f"?{request.url.query}" if request.url.query else ""))


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Import what the first page needs, open the warehouse, and take all of it out of the collector's sight."""
    from campaigns.errors import KolbookError  # noqa: PLC0415
    from dashboard import campaign, data, overview, panels, reading, states, uploads  # noqa: F401, PLC0415

    _refuse_strangers()
    with suppress(KolbookError):  # nothing loaded yet, or not readable: the page says which, and what to do
        reading.whole()
    gc.collect()
    gc.freeze()
    yield {}
    reading.release()
    gc.unfreeze()


def _refuse_strangers() -> None:
    """The same rule as `kol serve`, for whoever starts this file in another way."""
    if PRESENT_LOGIN is None and not login.is_loopback(str(st.get_option("server.address") or "0.0.0.0")):  # noqa: S104
        raise Refused("Without a login only a loopback address may be served: start it with kol serve.")
    if PRESENT_LOGIN is not None and not PRESENT_LOGIN.url:
        raise Refused("A login is configured: say in KOL_URL where people open the dashboard.")


def on_error(error: Exception) -> bool:
    """What a page did not expect."""
    from dashboard.states import unexpected  # noqa: PLC0415

    return unexpected(error)


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=lifespan,
    routes=[Route("/health/ready", ready), Route("/overview", first_page)],
    middleware=[Middleware(Doorway, login=PRESENT_LOGIN)],
    secrets=PRESENT_LOGIN.secrets() if PRESENT_LOGIN else None,
    on_script_error=on_error,
)
