"""Walks the site as people would: every link of every page, a few of each kind of address."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.hostile.ground import Ground
from tests.hostile.sheets import FormSheet, _Reader, read_page

OF_A_KIND = 2
"""Addresses of one kind that one person opens: the same template, with the same act named."""
STARTS = (
    *("/my-work", "/tasks", "/tasks/new", "/plan", "/plan/read", "/plan/drafts"),
    *("/org", "/org/delegations", "/account", "/rules", "/calendar", "/status", "/audit/accounts"),
)


@dataclass
class Opened:
    """A page as somebody saw it."""

    login: str
    address: str
    status: int
    text: str
    read: _Reader


Found = list[tuple[Opened, FormSheet]]


class Kinds:
    """Which kind an address is: its route, and the act where the address names one."""

    def __init__(self, app: Any) -> None:
        self._routes = [
            (re.compile(_pattern(route.path)), route.path)
            for route in sorted(app.routes, key=lambda route: "{" in route.path)
        ]

    def of(self, address: str) -> tuple[str, ...] | None:
        """Template and act; nothing for an address that no route knows."""
        path = address.split("?")[0]
        for pattern, template in self._routes:
            if pattern.fullmatch(path):
                return (template, path.partition("/do/")[2])
        return None


def _pattern(template: str) -> str:
    pattern = re.sub(r"\{(\w+):int\}", r"(?P<\1>\\d+)", template)
    return re.sub(r"\{(\w+):\w+\}", r"(?P<\1>[^/]+)", pattern)


def walk(ground: Ground, login: str, *, of_a_kind: int = OF_A_KIND) -> Iterator[Opened]:
    """Pages within reach of a person."""
    kinds = Kinds(ground.site.app)
    visitor = ground.visitors[login]
    waiting = deque([*STARTS, *ground.addresses])
    seen: set[str] = set()
    counted: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.popleft()
        kind = kinds.of(address)
        if kind is None or address in seen or "/files/" in address or kind[0].startswith("/static"):
            continue
        seen.add(address)
        counted[kind] += 1
        if counted[kind] > of_a_kind and address not in ground.addresses:
            continue
        answer = visitor.get(address)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        opened = Opened(login, address, answer.status_code, answer.text, read_page(answer.text))
        yield opened
        waiting.extend(link for link in opened.read.links if "lang=" not in link)


def forms_within(ground: Ground, opened: list[Opened]) -> Found:
    """One form of each kind that changes something, with the page it stands on."""
    kinds = Kinds(ground.site.app)
    found: dict[Any, tuple[Opened, FormSheet]] = {}
    for page in opened:
        for form in page.read.forms:
            kind = kinds.of(form.action or page.address)
            if form.method == "post" and kind is not None:
                key = (kind, frozenset(form.inputs))
                found.setdefault(key, (page, form))
    return list(found.values())
