"""What happens to a collaboration on its way: steps, quotes, comments, briefs, drafts."""

from __future__ import annotations
