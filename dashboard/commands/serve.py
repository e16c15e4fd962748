"""`kol serve`: the dashboard, on this machine alone or for everybody who logs in."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.errors import KolbookError, Refused
from dashboard import login
from dashboard.login import Login


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    app.command()(serve)


def serve(
    root: Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse, records and archive.")] = Path(),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to listen on; one that others can reach takes a login.")
    ] = "127.0.0.1",
    url: Annotated[
        str, typer.Option(envvar="KOL_URL", help="Where people open it, such as https://kol.example.com.")
    ] = "",
) -> None:
    """Serve the dashboard until Ctrl-C. Without a login (docs/login.md) only this machine can open it."""
    folder = root.resolve()
    if not folder.is_dir():
        _refuse(f"{root} is no folder. Make it, or name another one with --root.")
    try:
        found = configured(folder, address, port, url)
    except Refused as reason:
        _refuse(str(reason))
    _refuse_if_taken(address, port)
    os.environ["KOL_ROOT"] = str(folder)
    _mend(folder)
    os.environ["KOL_URL"] = found.url if found else ""
    told = f"{found.url}, after a login" if found else f"http://{_in_url(address)}:{port}"
    typer.echo(f"The dashboard of {folder} is at {told} – Ctrl-C ends it.")
    _run(options(port, address, found))


def configured(root: Path, address: str, port: int, url: str) -> Login | None:
    """The login of this root. Raises Refused where others could reach a dashboard that asks nobody who they are."""
    is_local = login.is_loopback(address)
    given = url or (f"http://{_in_url(address)}:{port}" if is_local else "")
    found = login.read(root, given)
    if found is None and not is_local:
        raise Refused(
            f"{address} can be reached by others and nobody would have to log in. Use --address 127.0.0.1, or "
            f"configure a login in {root / login.FILE} (docs/login.md)."
        )
    if found is not None and not found.url:
        raise Refused(f"On {address} people need to know where to open it: give --url https://kol.example.com.")
    return found


def options(port: int, address: str, found: Login | None) -> dict[str, Any]:
    """Streamlit's settings that must hold whatever its files and environment say."""
    hosts = [found.host] if found else ["localhost", "127.0.0.1", "::1"]
    return {
        "server.port": port,
        "server.address": address,
        "server.allowedHosts": hosts,
        "server.corsAllowedOrigins": [],
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "secrets.files": [],  # what logs people in comes from `auth.toml` or KOL_LOGIN_… alone
    }


def _mend(folder: Path) -> None:
    """A warehouse that cannot be shown is made again first. Where that fails too, the pages say what to do."""
    from ingest.load import mend  # noqa: PLC0415 – as below
    from ingest.progress import Progress  # noqa: PLC0415

    def tell(progress: Progress) -> None:
        if progress.step in {"rebuilding", "waiting"}:
            typer.echo(progress.text)

    try:
        mend(folder, tell)
    except (KolbookError, OSError) as reason:
        typer.echo(str(reason), err=True)


def _run(chosen: dict[str, Any]) -> None:
    script = Path(__file__).resolve().parent.parent / "asgi.py"
    sys.argv = [
        str(script)
    ]  # Streamlit looks for .streamlit/config.toml beside the script it believes it was started with
    from dashboard.asgi import app  # noqa: PLC0415 – streamlit takes a second to import; other commands need not wait

    app.run(config=chosen)


def _in_url(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _refuse_if_taken(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as reason:
            another = f"--port {port + 1}, or PORT={port + 1} make run"
            _refuse(f"Port {port} on {address} cannot be used ({reason.strerror}). Choose another: {another}.")


def _refuse(reason: str) -> None:
    typer.echo(reason, err=True)
    raise typer.Exit(1)
