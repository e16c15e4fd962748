"""What a planner keeps: weights per brand, blocked KOLs, shared shortlists."""

from __future__ import annotations
