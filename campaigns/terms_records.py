"""What terms refer to beside themselves: the platform's bands, taxes, rates of exchange."""

from __future__ import annotations
