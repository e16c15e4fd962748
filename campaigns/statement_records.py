"""Statements of parties, their lines and payments."""

from __future__ import annotations
