"""`kol serve`: the dashboard on this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

LOCAL_NAMES = {"localhost"}


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    app.command()(serve)


def serve(
    root: Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse, records and archive.")] = Path(),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Loopback address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the dashboard until Ctrl-C. Only this machine can open it."""
    _refuse_unless_local(address)
    _refuse_if_taken(address, port)
    folder = root.resolve()
    if not folder.is_dir():
        _refuse(f"{root} is no folder. Make it, or name another one with --root.")
    os.environ["KOL_ROOT"] = str(folder)
    typer.echo(f"The dashboard of {folder} is at http://{address}:{port} – Ctrl-C ends it.")
    _run(port, address)


def _run(port: int, address: str) -> None:
    script = Path(__file__).resolve().parent.parent / "asgi.py"
    sys.argv = [
        str(script)
    ]  # Streamlit looks for .streamlit/config.toml beside the script it believes it was started with
    from dashboard.asgi import app  # noqa: PLC0415 – streamlit takes a second to import; other commands need not wait

    app.run(config={"server.port": port, "server.address": address})


def _refuse_unless_local(address: str) -> None:
    try:
        is_local = address in LOCAL_NAMES or ipaddress.ip_address(address).is_loopback
    except ValueError:
        is_local = False
    if not is_local:
        _refuse(f"{address} can be reached by others and nobody would have to log in. Use --address 127.0.0.1.")


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
