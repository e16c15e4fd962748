"""Statements of parties, their payments, and the breaks of a reconciliation."""

from __future__ import annotations
