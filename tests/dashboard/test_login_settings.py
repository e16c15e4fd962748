"""The login is whole or refused by name, secrets are said nowhere, and others get in only through it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.errors import Refused
from dashboard import login
from dashboard.commands.serve import configured, options

SECRETS = {"client_secret": "canary-1", "cookie_secret": "canary-2-0123456789abcdef0123456789"}
WHOLE = {"metadata_url": "https://id.example.com", "client_id": "kolbook", **SECRETS}
URL = "https://kol.example.com"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*login.NEEDED, *login.OPTIONAL):
        monkeypatch.delenv(f"KOL_LOGIN_{name.upper()}", raising=False)


def write(root: Path, **values: str) -> Path:
    path = root / "auth.toml"
    path.write_text("".join(f'{name} = "{value}"\n' for name, value in values.items()), encoding="utf-8")
    path.chmod(0o600)
    return path


def test_nothing_configured_is_local_mode(tmp_path: Path) -> None:
    assert login.read(tmp_path, "") is None
    assert configured(tmp_path, "127.0.0.1", 8501, "") is None


def test_a_file_is_read_and_the_environment_goes_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, **WHOLE, contact="Lin", hours="8")
    monkeypatch.setenv("KOL_LOGIN_CLIENT_ID", "other")
    found = login.read(tmp_path, f"{URL}/")
    assert found is not None
    assert (found.url, found.client_id, found.contact, found.hours) == (URL, "other", "Lin", 8)
    assert found.metadata_url == "https://id.example.com/.well-known/openid-configuration"
    assert found.secrets()["auth"]["redirect_uri"] == f"{URL}/oauth2callback"


def test_the_environment_alone_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WHOLE.items():
        monkeypatch.setenv(f"KOL_LOGIN_{name.upper()}", value)
    found = login.read(tmp_path, URL)
    assert found is not None
    assert found.client_id == "kolbook"


@pytest.mark.parametrize("missing", login.NEEDED)
def test_half_a_login_is_refused_by_what_it_lacks(tmp_path: Path, missing: str) -> None:
    write(tmp_path, **{name: value for name, value in WHOLE.items() if name != missing})
    with pytest.raises(Refused, match=rf"lacks {missing} \(or KOL_LOGIN_{missing.upper()}\)") as refusal:
        login.read(tmp_path, URL)
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cookie_secret": "canary-short"}, "32 or more"),
        ({"metadata_url": "http://id.example.com"}, "expected https"),
        ({"metadata_url": "id.example.com"}, "expected an address"),
        ({"hours": "0"}, "1 to 720"),
        ({"hours": "soon"}, "1 to 720"),
        ({"client_key": "canary"}, "has client_key"),
    ],
)
def test_a_wrong_value_is_refused_without_saying_a_secret(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    write(tmp_path, **{**WHOLE, **changed})
    with pytest.raises(Refused, match=said) as refusal:
        login.read(tmp_path, URL)
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://kol.example.com",
        "https://kol.example.com/path",
        "https://a@kol.example.com",
        "ftp://x",
        "kol",
        "https://x:99999",
    ],
)
def test_an_address_over_which_a_login_would_leak_is_refused(tmp_path: Path, url: str) -> None:
    write(tmp_path, **WHOLE)
    with pytest.raises(Refused, match=r"--url is"):
        login.read(tmp_path, url)


def test_secrets_that_everybody_can_read_are_refused(tmp_path: Path) -> None:
    write(tmp_path, **WHOLE).chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        login.read(tmp_path, URL)


@pytest.mark.parametrize(
    "text", ['client_secret = "canary', "client_secret = canary", "canary", 'client_id = ["canary"]', "\x00canary"]
)
def test_a_broken_file_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    path = write(tmp_path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        login.read(tmp_path, URL)
    assert "canary" not in str(refusal.value)


def test_no_secret_stands_in_a_login_that_is_shown(tmp_path: Path) -> None:
    write(tmp_path, **WHOLE)
    assert "canary" not in repr(login.read(tmp_path, URL))


def test_beyond_this_machine_it_takes_a_login_and_an_address_for_it(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nobody would have to log in"):
        configured(tmp_path, "0.0.0.0", 8501, URL)  # noqa: S104
    write(tmp_path, **WHOLE)
    with pytest.raises(Refused, match="give --url"):
        configured(tmp_path, "0.0.0.0", 8501, "")  # noqa: S104
    found = configured(tmp_path, "0.0.0.0", 8501, URL)  # noqa: S104
    assert found is not None
    assert options(8501, "0.0.0.0", found)["server.allowedHosts"] == ["kol.example.com"]  # noqa: S104


def test_on_this_machine_a_login_needs_no_address(tmp_path: Path) -> None:
    write(tmp_path, **WHOLE)
    found = configured(tmp_path, "127.0.0.1", 8600, "")
    assert found is not None
    assert found.url == "http://127.0.0.1:8600"


def test_what_guards_sessions_is_set_whatever_files_say() -> None:
    chosen = options(8501, "127.0.0.1", None)
    assert chosen["server.enableCORS"]
    assert chosen["server.enableXsrfProtection"]
    assert chosen["server.corsAllowedOrigins"] == []
    assert chosen["secrets.files"] == []
    assert set(chosen["server.allowedHosts"]) == {"localhost", "127.0.0.1", "::1"}


def test_a_login_ends_by_its_own_age(tmp_path: Path) -> None:
    write(tmp_path, **WHOLE, hours="2")
    found = login.read(tmp_path, URL)
    assert found is not None
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    claims = {"iat": int((noon - timedelta(hours=2)).timestamp()), "exp": int(noon.timestamp()) + 9999}
    assert found.is_over(claims, noon)
    assert not found.is_over(claims, noon - timedelta(seconds=1))
    assert found.is_over({"exp": 2**40}, noon), "without a moment it counts as over"
    assert found.is_over({"iat": True}, noon)
