"""The dashboard as a server: health, security headers, and a warm start. Run by `kol serve`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class SecurityHeaders:
    """Adds HEADERS to every answer; plain ASGI, so that websockets pass untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def ready(_: Request) -> JSONResponse:
    """200 once the warehouse can be read, or when there is none yet; 503 while it cannot."""
    from campaigns.errors import KolbookError  # noqa: PLC0415 – warm imports belong to the lifespan
    from dashboard import reading  # noqa: PLC0415

    try:
        present = reading.scope()
    except reading.NothingLoaded:
        return JSONResponse({"status": "ok", "build": None})
    except (KolbookError, OSError) as reason:
        return JSONResponse({"status": "unavailable", "reason": str(reason)}, status_code=503)
    return JSONResponse({"status": "ok", "build": present.build})


async def first_page(request: Request) -> RedirectResponse:
    """The overview stands at `/`; its name leads there, with everything the link chose."""
    return RedirectResponse("/" + (f"?{request.url.query}" if request.url.query else ""))


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Import what the first page needs, open the warehouse, and take all of it out of the collector's sight."""
    from campaigns.errors import KolbookError  # noqa: PLC0415
    from dashboard import campaign, data, overview, panels, reading, states, uploads  # noqa: F401, PLC0415

    with suppress(KolbookError):  # nothing loaded yet, or not readable: the page says which, and what to do
        reading.scope()
    gc.collect()
    gc.freeze()
    yield {}
    reading.release()
    gc.unfreeze()


def on_error(error: Exception) -> bool:
    """What a page did not expect."""
    from dashboard.states import unexpected  # noqa: PLC0415

    return unexpected(error)


app = st.App(
    Path(__file__).with_name("app.py"),
    lifespan=lifespan,
    routes=[Route("/health/ready", ready), Route("/overview", first_page)],
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=on_error,
)
