"""Strangers' names and pages are refused at the door, a login leads back, and cookies are safe behind https."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dashboard.doorway import Doorway, refused
from dashboard.login import Login

HERE = Login("https://kol.example.com", "https://id.example.com", "kolbook", "secret", "cookies")
PORT = Login("http://localhost:8501", "https://id.example.com", "kolbook", "secret", "cookies")


def scope(path: str = "/", client: str | None = "127.0.0.1", kind: str = "http", **headers: str) -> dict[str, Any]:
    given = {"host": "localhost:8501", "accept": "text/html", **headers}
    return {
        "type": kind, "method": "GET", "path": path.partition("?")[0],
        "query_string": path.partition("?")[2].encode(), "client": (client, 5) if client else None,
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
    }  # fmt: skip


def answered(asked: dict[str, Any], login: Login | None, *sent: tuple[bytes, bytes], status: int = 200) -> list[Any]:
    """What comes out of the door when the server behind it answers with these headers."""
    out: list[Any] = []

    async def server(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": list(sent)})

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        out.append(message)

    asyncio.run(Doorway(server, login)(asked, receive, send))
    return out


def headers(out: list[Any], name: bytes) -> list[bytes]:
    return [value for given, value in out[0]["headers"] if given == name]


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "127.0.0.5:80"])
def test_without_a_login_this_machine_gets_in_by_its_own_names(host: str) -> None:
    assert refused(scope(host=host), None) == ""
    assert refused(scope(host=host, origin=f"http://{host}"), None) == ""
    assert refused(scope(host=host, client=None), None) == "", "a socket of this machine has no address"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "127.0.0.1@evil.example", "[::1", "10.0.0.5"]
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_another_name_is_refused_whoever_it_points_at(host: str, kind: str) -> None:
    assert refused(scope(host=host, kind=kind), None)
    assert refused(scope(host=host, kind=kind), HERE)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:3000", "https://kol.example.com.evil"]
)
def test_a_page_of_another_address_is_refused(origin: str) -> None:
    assert refused(scope(origin=origin), None)
    assert refused(scope(origin=origin), PORT)
    assert refused(scope(host="kol.example.com", origin=origin), HERE)


def test_without_a_login_nobody_else_gets_in_whatever_name_they_use() -> None:
    assert refused(scope(client="192.168.1.7"), None)
    assert refused(scope("/health/ready", client="192.168.1.7"), None)
    assert refused(scope(host="kol.example.com", client="192.168.1.7"), HERE) == ""


def test_a_load_balancer_may_ask_for_health_by_any_name() -> None:
    assert refused(scope("/health/ready", host="10.0.0.5"), HERE) == ""
    assert refused(scope("/people", host="10.0.0.5"), HERE)


def test_what_is_refused_reaches_no_server() -> None:
    out = answered(scope(host="evil.example"), None)
    assert out[0]["status"] == 403
    assert headers(out, b"x-content-type-options") == [b"nosniff"]
    closed = answered(scope(host="evil.example", kind="websocket"), None)
    assert closed == [{"type": "websocket.close", "code": 1008}]


def test_a_login_leads_back_to_the_page_that_was_asked_for() -> None:
    asked = answered(scope("/conversion?by=kol&lang=zh"), PORT)
    (kept,) = headers(asked, b"set-cookie")
    assert b"HttpOnly" in kept
    cookie = kept.decode().partition(";")[0]
    back = answered(
        scope("/oauth2callback?code=1", cookie=cookie), PORT, (b"location", b"/"),
        (b"set-cookie", b"_streamlit_user=x; HttpOnly"), status=302,
    )  # fmt: skip
    assert headers(back, b"location") == [b"/conversion?by=kol&lang=zh"]
    assert b"Max-Age=0" in headers(back, b"set-cookie")[-1]


@pytest.mark.parametrize(
    "wanted", ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2Fa%0D%0Ax%3A1", "%2F%5Cevil", ""]
)
def test_a_login_leads_nowhere_else(wanted: str) -> None:
    back = answered(
        scope("/oauth2callback", cookie=f"kol_wanted={wanted}"), PORT, (b"location", b"/"),
        (b"set-cookie", b"_streamlit_user=x"), status=302,
    )  # fmt: skip
    assert headers(back, b"location") == [b"/"]


def test_a_login_that_failed_leads_to_the_first_page() -> None:
    back = answered(scope("/oauth2callback", cookie="kol_wanted=%2Fpeople"), PORT, (b"location", b"/"), status=302)
    assert headers(back, b"location") == [b"/"]


def test_behind_https_cookies_stay_on_it() -> None:
    out = answered(
        scope(host="kol.example.com"), HERE, (b"set-cookie", b"a=1; HttpOnly"), (b"set-cookie", b"b=2; Secure")
    )
    assert headers(out, b"set-cookie")[:2] == [b"a=1; HttpOnly; Secure", b"b=2; Secure"]
    assert headers(out, b"strict-transport-security")
    assert headers(answered(scope(), None), b"strict-transport-security") == []
    assert headers(answered(scope(), None), b"x-frame-options") == [b"DENY"]
