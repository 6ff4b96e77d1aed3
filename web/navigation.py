"""The main menu: at most six entries, the same order for everybody; roles only lose some."""

from __future__ import annotations

import msgspec

from web.session import Visit

SECTIONS: dict[str, str] = {
    "my_work": "/my-work",
    "tasks": "/tasks",
    "plan": "/plan",
    "inspections": "/inspections",
    "units": "/units",
    "evaluations": "/evaluations",
    "org": "/org",
    "status": "/status",
    "accounts": "/admin/accounts",
    "account_acts": "/audit/accounts",
}
"""Sections that exist; a slice with pages of its own adds its entry here."""

ALSO_OF: dict[str, tuple[str, ...]] = {
    "units": ("/people",),
    "evaluations": ("/rule-sets", "/figures"),
    "inspections": ("/findings", "/checklists", "/sealed", "/seals"),
}
"""Addresses that belong to a section without lying under it."""

OF_ROLE: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (frozenset({"T"}), ("status", "accounts", "account_acts")),
    (frozenset({"A"}), ("tasks", "plan", "inspections", "units", "evaluations", "account_acts")),
    (frozenset({"OB"}), ("tasks", "plan", "inspections")),
    (
        frozenset({"C", "V", "K", "H", "D", "L", "DK"}),
        ("my_work", "tasks", "plan", "inspections", "units", "evaluations"),
    ),
    (frozenset({"O"}), ("my_work", "tasks", "plan", "inspections", "units", "org")),
    (frozenset({"S"}), ("my_work", "tasks", "plan", "inspections", "org")),
)
"""The first row that shares a role with the visitor counts.

Whoever keeps the organisation and leads a unit besides has more use for the evaluations: a link to
the organisation stands at the foot of every page.
"""


class Entry(msgspec.Struct, frozen=True):
    """One link of the menu."""

    key: str
    address: str
    is_current: bool


def menu(visit: Visit, path: str) -> list[Entry]:
    """What the visitor can choose from, with the section he is in."""
    return [
        Entry(key=key, address=SECTIONS[key], is_current=_is_current(path, key))
        for key in _keys(visit)
    ]


def start_of(visit: Visit) -> str:
    """Where the visitor begins: the first entry of the menu, else the own account."""
    if "O" in visit.roles and not visit.ward.calendars:
        return "/begin"
    return next((SECTIONS[key] for key in _keys(visit)), "/account")


def _keys(visit: Visit) -> tuple[str, ...]:
    if visit.user is None or visit.user.must_change:
        return ()
    return next((keys for roles, keys in OF_ROLE if roles & visit.roles), ())


def _is_current(path: str, key: str) -> bool:
    return any(_is_within(path, each) for each in (SECTIONS[key], *ALSO_OF.get(key, ())))


def _is_within(path: str, section: str) -> bool:
    return path == section or path.startswith(f"{section}/")
