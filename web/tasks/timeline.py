"""The history of a task as a page shows it: filtered by question, newest first, cut to a length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from web.tasks.acts import Act, Category
from web.texts import Language, say

SHOWN_MOST = 50
FILTERS: dict[str, str] = {
    "all": "task.filter_all",
    "decision": "task.filter_decisions",
    "deadline": "task.filter_deadlines",
    "evidence": "task.filter_evidence",
    "talk": "task.filter_talk",
    "system": "task.filter_system",
}
CATEGORIES: tuple[str, ...] = get_args(Category)


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Acts with the links that filter them."""

    acts: tuple[Act, ...]
    total: int
    tabs: tuple[tuple[str, str, bool], ...]
    rest_href: str = ""
    rest: int = 0


def timeline(
    acts: Sequence[Act], show: str, *, whole: bool, query: str, language: Language
) -> Timeline:
    """The chosen category; `query` keeps the page in the same past."""
    chosen = show if show in CATEGORIES else "all"
    found = [act for act in reversed(acts) if chosen in ("all", act.category)]
    shown = found if whole else found[:SHOWN_MOST]
    return Timeline(
        acts=tuple(shown),
        total=len(found),
        tabs=tuple(_tabs(acts, chosen, query, language)),
        rest=len(found) - len(shown),
        rest_href=_joined(query, f"show={chosen}&whole=1"),
    )


def _tabs(
    acts: Sequence[Act], chosen: str, query: str, language: Language
) -> Iterable[tuple[str, str, bool]]:
    for name, key in FILTERS.items():
        count = sum(name in ("all", act.category) for act in acts)
        href = _joined(query, f"show={name}" if name != "all" else "")
        yield say(language, key, n=count), f"{href}#history", name == chosen


def _joined(query: str, more: str) -> str:
    if not more:
        return query or "?"
    return f"{query}&{more}" if query else f"?{more}"
