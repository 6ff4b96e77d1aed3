"""The row of links under the heading of everything about inspections."""

from __future__ import annotations

from web.texts import Language, say

LOCAL = (
    ("local.calendar", "/inspections"),
    ("local.findings", "/findings"),
    ("local.follow_up", "/findings/follow-up"),
    ("local.checklists", "/checklists"),
    ("local.seals", "/seals"),
)


def local_links(language: Language, here: str) -> list[tuple[str, str, bool]]:
    """The row of links under the heading."""
    return [(say(language, key), href, href == here) for key, href in LOCAL]
