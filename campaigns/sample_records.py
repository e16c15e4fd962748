"""Samples by unit: their way, their deadlines, their stock."""

from __future__ import annotations
