"""People who may log in, their role, and the brands and agency they may see."""

from __future__ import annotations
