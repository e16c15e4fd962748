"""Who may speak to the server at all, before any page is made: this machine, or browsers that came by the right name.

A page of a stranger must not reach a dashboard through the reader's own browser: neither by a name of its own that it
points at this machine (DNS rebinding: the Host is wrong), nor from its own address (the Origin is wrong).
"""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.login import CALLBACK, Login, is_loopback

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")
PROBES = ("/health/ready", "/_stcore/health")
"""What a load balancer asks, by whatever name; they tell no more than whether the server is well."""

WANTED = "kol_wanted"
WANTED_SECONDS = 600
_PAGE = re.compile(r"/[a-z_]{0,40}(?:\?[!-~]{0,1500})?\Z")


class Doorway:
    """Refuses what must not come in, and adds HEADERS to every answer; plain ASGI, so that websockets pass untouched.

    It also brings people back to the page they had asked for: a login ends at `/` otherwise.
    """

    def __init__(self, app: ASGIApp, login: Login | None) -> None:
        self.app = app
        self.login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = refused(scope, self.login)
        if refusal:
            await _answer(scope, receive, send, refusal)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._headers(scope, message)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _headers(self, scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
        headers = [*message.get("headers", []), *HEADERS]
        if self.login is None:
            return headers
        headers = _return_to_page(scope, message["status"], headers)
        if self.login.is_https:
            headers = [(name, _secure(value) if name == b"set-cookie" else value) for name, value in headers]
            headers.append(ONLY_HTTPS)
        return headers


def refused(scope: Scope, login: Login | None) -> str:
    """Why this request is not answered; empty where it is."""
    client, path = scope.get("client"), scope["path"]
    if login is None and client is not None and not is_loopback(client[0]):
        return "Nobody logs in to this dashboard, so it answers its own machine only."
    if path in PROBES:
        return ""
    host = _header(scope, b"host")
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        origin = urlsplit(_header(scope, b"origin"))
    except ValueError:
        return "The address was not understood."
    if not (name == login.host if login else is_loopback(name)):
        return f"This dashboard does not go by that name.{f' It is at {login.url}.' if login else ''}"
    if _header(scope, b"origin") and origin.netloc.lower() != host.lower():
        return "That came from a page of another address."
    return ""


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")


async def _answer(scope: Scope, receive: Receive, send: Send, reason: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = (reason + "\n").encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _return_to_page(scope: Scope, status: int, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Remember the page asked for; once a login came back, lead there."""
    query = scope["query_string"].decode("latin-1")
    page = scope["path"] + (f"?{query}" if query else "")
    if scope["path"] == CALLBACK:
        wanted = _wanted(scope)
        is_back = any(name == b"set-cookie" and value.startswith(b"_streamlit_user=") for name, value in headers)
        if is_back and wanted and status in (302, 307):
            kept = [(name, value) for name, value in headers if name != b"location"]
            return [*kept, (b"location", wanted.encode("latin-1")), (b"set-cookie", _cookie("", 0))]
        return headers
    is_page = scope["method"] == "GET" and b"text/html" in dict(scope["headers"]).get(b"accept", b"")
    if is_page and status == 200 and _PAGE.match(page):
        return [*headers, (b"set-cookie", _cookie(quote(page, safe=""), WANTED_SECONDS))]
    return headers


def _wanted(scope: Scope) -> str:
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(WANTED)
    except CookieError:
        return ""
    page = unquote(found.value) if found else ""
    return page if _PAGE.match(page) else ""


def _cookie(value: str, seconds: int) -> bytes:
    return f"{WANTED}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax".encode()


def _secure(cookie: bytes) -> bytes:
    return cookie if b"secure" in cookie.lower().split(b"; ") else cookie + b"; Secure"
