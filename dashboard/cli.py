"""The command `kol`: every group registers its commands here."""

from __future__ import annotations

import importlib

import typer

app = typer.Typer(name="kol", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

GROUPS = ("demo", "load", "serve", "money", "plan", "reconcile", "ledger")


@app.callback()
def main() -> None:
    """Run KOL campaigns on Xiaohongshu and prove what they earned."""


def _register_all() -> None:
    for group in GROUPS:
        importlib.import_module(f"dashboard.commands.{group}").register(app)


_register_all()
