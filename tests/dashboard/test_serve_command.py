"""`kol serve` refuses in one line what it should not do."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app

RUN = CliRunner()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.20", "::", "example.org"])  # noqa: S104 – must be refused
def test_an_address_others_can_reach_is_refused(address: str, tmp_path: Path) -> None:
    done = RUN.invoke(app, ["serve", "--root", str(tmp_path), "--address", address])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "--address 127.0.0.1" in done.stderr


def test_a_taken_port_is_one_line_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = RUN.invoke(app, ["serve", "--root", str(tmp_path), "--port", str(port)])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port}" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["serve", "--root", str(tmp_path / "missing"), "--port", "18999"])
    assert done.exit_code == 1
    assert "is no folder" in done.stderr
