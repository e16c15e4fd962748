"""How people log in: the OpenID Connect provider that `kol serve` is given by environment or `auth.toml`.

The provider only says who somebody is; what they may do stands in the records. Secrets are never shown or logged.
docs/login.md tells how to set it up.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from campaigns.errors import Refused

FILE = "auth.toml"
NEEDED = ("metadata_url", "client_id", "client_secret", "cookie_secret")
OPTIONAL = ("contact", "hours")
DISCOVERY = "/.well-known/openid-configuration"
CALLBACK = "/oauth2callback"
SHORTEST_SECRET = 32
DEFAULT_HOURS, MOST_HOURS = 12, 24 * 30


@dataclass(frozen=True)
class Login:
    """One provider, and this dashboard as its client. `url` is where people find the dashboard, without a path."""

    url: str
    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    contact: str = ""
    hours: int = DEFAULT_HOURS

    @property
    def host(self) -> str:
        """The name in the address, as a browser sends it; brackets and port left out."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https://")

    def secrets(self) -> dict[str, Any]:
        """What Streamlit's `st.login` reads."""
        return {
            "auth": {
                "redirect_uri": self.url + CALLBACK,
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
                "client_kwargs": {"scope": "openid email profile", "prompt": "select_account"},
            }
        }

    def is_over(self, claims: Mapping[str, Any], now: datetime) -> bool:
        """Whether a login is older than it may be. Streamlit's cookie lives for 30 days whatever the provider said.

        The token's own `exp` is not used: it bounds how long the token may be presented (often minutes), and it was.
        """
        issued = claims.get("iat")
        if isinstance(issued, bool) or not isinstance(issued, int | float):
            return True
        return now.timestamp() >= issued + timedelta(hours=self.hours).total_seconds()


def read(root: Path, url: str) -> Login | None:
    """The login configured for `root`; None where there is none. Environment (KOL_LOGIN_…) goes before `auth.toml`.

    `url` may be empty where it is not known yet; nobody can log in then.
    Raises Refused naming what is missing or wrong, never a secret's value.
    """
    given = _file(root / FILE) | _environment()
    if not given:
        return None
    missing = [name for name in NEEDED if not given.get(name)]
    if missing:
        listed = " and ".join(f"{name} (or {_variable(name)})" for name in missing)
        raise Refused(f"The login is half configured: {root / FILE} lacks {listed}. docs/login.md has an example.")
    if len(given["cookie_secret"]) < SHORTEST_SECRET:
        raise Refused(
            f"cookie_secret has {len(given['cookie_secret'])} characters; it takes {SHORTEST_SECRET} or more. "
            'Make one: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return Login(
        url=checked_url(url) if url else "",
        metadata_url=_metadata_url(given["metadata_url"]),
        client_id=given["client_id"],
        client_secret=given["client_secret"],
        cookie_secret=given["cookie_secret"],
        contact=given.get("contact", ""),
        hours=_hours(given.get("hours", str(DEFAULT_HOURS))),
    )


def present() -> Login | None:
    """The login of this process, by KOL_ROOT and KOL_URL; read once, as Streamlit reads it once."""
    return _read_once(os.environ.get("KOL_ROOT") or ".", os.environ.get("KOL_URL", ""))


@cache
def _read_once(root: str, url: str) -> Login | None:
    return read(Path(root).resolve(), url)


def is_loopback(host: str) -> bool:
    """Whether only this machine can be meant by a name or an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def checked_url(url: str) -> str:
    """The address people open, without a slash at its end. Raises Refused for one over which a login would leak."""
    parts = _split(url, "--url")
    if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username is not None:
        raise Refused(f"--url is {url}; expected scheme and host alone, such as https://kol.example.com.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _metadata_url(url: str) -> str:
    parts = _split(url, "metadata_url")
    return url if "/.well-known/" in parts.path else url.rstrip("/") + DISCOVERY


def _split(url: str, what: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f"{what} is {url[:200]!r}; expected an address such as https://kol.example.com.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise Refused(f"{what} is {url}; expected https, because logins pass over it. Only this machine may use http.")
    return parts


def _hours(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= MOST_HOURS:
        raise Refused(f"hours is {value[:20]!r}; expected a whole number of hours from 1 to {MOST_HOURS}.")
    return int(value)


def _environment() -> dict[str, str]:
    values = {name: os.environ.get(_variable(name), "") for name in (*NEEDED, *OPTIONAL)}
    return {name: value for name, value in values.items() if value}


def _variable(name: str) -> str:
    return f"KOL_LOGIN_{name.upper()}"


def _file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
        is_open = bool(path.stat().st_mode & 0o007)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as reason:
        raise Refused(f"{path} cannot be read: {reason}.") from reason
    if is_open:
        raise Refused(f"{path} holds secrets and everybody on this machine can read it. Run: chmod 600 {path}")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise Refused(f"{path} is no TOML: {_without_values(reason)}.") from None
    unknown = sorted(values.keys() - {*NEEDED, *OPTIONAL})
    if unknown:
        raise Refused(f"{path} has {', '.join(unknown)}; expected only {', '.join((*NEEDED, *OPTIONAL))}.")
    wrong = [name for name, value in values.items() if isinstance(value, bool) or not isinstance(value, str | int)]
    if wrong:
        raise Refused(f"{path}: {', '.join(wrong)} must be text in quotes.")
    return {name: str(value) for name, value in values.items()}


def _without_values(reason: Exception) -> str:
    """The place alone: the rest of the message may quote a secret."""
    text = str(reason)
    return "the mistake is " + text[text.rindex("(") + 1 : text.rindex(")")] if "(at " in text else "it breaks off"
