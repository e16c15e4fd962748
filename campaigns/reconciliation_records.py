"""The cases of a reconciliation: breaks with age, owner and close."""

from __future__ import annotations
