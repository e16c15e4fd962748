"""Where everything stands: the folder this process serves, and the records in it."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from campaigns.store import Store, open_store


def root() -> Path:
    """The folder that holds the warehouse, the records and the archive: KOL_ROOT, or the current one."""
    return Path(os.environ.get("KOL_ROOT") or ".").resolve()


def warehouse_path(folder: Path) -> Path:
    """The symlink every reader follows."""
    return folder / "warehouse.duckdb"


@st.cache_resource(show_spinner=False, on_release=Store.close)
def store_in(folder: str) -> Store:
    """The records of a folder, opened once."""
    return open_store(Path(folder))


def records() -> Store:
    """The records, also before anything was loaded."""
    return store_in(str(root()))
