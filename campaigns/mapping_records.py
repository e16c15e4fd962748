"""Column mappings: which column of an unknown file means what, confirmed by a person."""

from __future__ import annotations
