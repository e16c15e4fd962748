"""For which roles a page is. Whoever may not open one does not see it, and its address leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

OPEN_TO = {
    "today": ("admin", "marketer", "agency", "finance"),
    "overview": ("admin", "marketer", "finance"),
    "products": ("admin", "marketer"),
    "campaigns": ("admin", "marketer", "finance"),
    "campaign": ("admin", "marketer", "finance"),
    "pipeline": ("admin", "marketer", "agency"),
    "agencies": ("admin", "marketer"),
    "samples": ("admin", "marketer", "agency"),
    "drafts": ("admin", "marketer", "agency"),
    "notes": ("admin", "marketer"),
    "celebrity": ("admin", "marketer"),
    "conversion": ("admin", "marketer", "agency"),
    "attribution": ("admin", "marketer"),
    "timing": ("admin", "marketer"),
    "terms": ("admin", "marketer", "agency", "finance"),
    "reconcile": ("admin", "finance"),
    "cash": ("admin", "finance"),
    "match": ("admin", "marketer", "agency"),
    "vet": ("admin", "marketer", "agency"),
    "compare": ("admin", "marketer", "agency"),
    "plan": ("admin", "marketer", "agency"),
    "statements": ("admin", "agency", "finance"),
    "data": ("admin",),
    "methods": ("admin", "marketer", "agency", "finance"),
    "people": ("admin",),
    "audit": ("admin",),
    "account": ("admin", "marketer", "agency", "finance"),
}
"""A page that is not listed is for administrators."""


def is_open_to(page: str, role: str) -> bool:
    """Whether somebody of this role may open the page at all; what it shows them is narrowed besides."""
    return role in OPEN_TO.get(page, ("admin",))


def open_pages(pages: Mapping[str, Iterable[str]], role: str) -> dict[str, list[str]]:
    """The pages for a role by section, in their order; sections without one are left out."""
    listed = {section: [name for name in names if is_open_to(name, role)] for section, names in pages.items()}
    return {section: names for section, names in listed.items() if names}
