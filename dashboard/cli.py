"""The command `kol`: every group registers its commands here."""

# ruff: noqa: E402 - Ctrl-C is one line also while the imports below run, which takes most of a second

from __future__ import annotations

import sys
from types import TracebackType


def _one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("Stopped.\n")
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _one_line

import importlib

import typer

app = typer.Typer(name="kol", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

GROUPS = (
    "demo", "load", "serve", "money", "match", "plan", "terms", "reconcile", "ledger", "mapping", "trace", "digest",
    "backup", "campaign", "products", "statement", "pipeline", "drafts", "notes", "people", "audit", "samples",
    "models",
)  # fmt: skip


@app.callback()
def main() -> None:
    """Run KOL campaigns on Xiaohongshu and prove what they earned."""


def _register_all() -> None:
    for group in GROUPS:
        importlib.import_module(f"dashboard.commands.{group}").register(app)


_register_all()
