"""What the address of a dossier asks: period, filters of the lines, page; the rest is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from domain.accountability.fact_line import Basis, FactLine
from domain.accountability.quantity import BY_CODE
from web.forms import asked as asked_word
from web.render import AnyRequest
from web.tasks.loading import read_day
from web.units.moment import Moment
from web.units.span import Span, read_span, span_with

PAGE = 50
BASES: tuple[str, ...] = get_args(Basis)
GROUPS = ("tasks", "inspections", "reports", "merits")
"""Kinds of facts as the tabs have them."""
EVERY = "every"
"""The tab of everything that was recorded, also of what counts for no quantity."""
CODES = tuple(code for code in BY_CODE if code != "W")
"""Quantities that people read; the products behind the arithmetic of a decree are not."""
STANDING = frozenset({"task_open", "task_stale"})
"""Every open task at the cut: the denominator and the numerator of K17."""
NAMES = ("period", "kind", "quantity", "rests", "head", "page")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an address of a dossier says; empty asks for nothing in particular."""

    span: Span
    moment: Moment
    is_default: bool = True
    """The period was not said."""
    kind: str = ""
    quantity: str = ""
    rests: str = ""
    head: str = ""
    page: int = 1
    wrong: tuple[str, ...] = ()
    """Names of what could not be read."""

    @property
    def said(self) -> dict[str, str]:
        """As it stands in the address, without the page."""
        said = {
            "period": "" if self.is_default else self.span.name,
            **self.moment.asked,
            "kind": self.kind,
            "quantity": self.quantity,
            "rests": self.rests,
            "head": self.head,
        }
        return {name: value for name, value in said.items() if value}

    def address(self, path: str, **changes: str) -> str:
        """The same with something changed; an empty word takes it off."""
        kept = {name: value for name, value in (self.said | changes).items() if value}
        return path + ("?" + urlencode(kept) if kept else "")

    @property
    def has_filters(self) -> bool:
        """The lines are narrowed."""
        return bool(self.kind or self.quantity or self.rests or self.head)


def read_asked(request: AnyRequest, moment: Moment) -> Asked:
    """Read an address; what it says wrongly is left out and named."""
    typed = {name: " ".join(asked_word(request, name, 80).split()) for name in NAMES}
    wrong: list[str] = []
    span = read_span(typed["period"])
    if typed["period"] and span is None:
        wrong.append("period")
    as_of = asked_word(request, "as_of", 40).strip()
    if as_of and not as_of.startswith("#") and read_day(as_of) is None:
        wrong.append("as_of")

    def among(name: str, allowed: Iterable[str]) -> str:
        value = typed[name]
        if value and value not in allowed:
            wrong.append(name)
            return ""
        return value

    return Asked(
        span=span or span_with("half", moment.on),
        moment=moment,
        is_default=span is None,
        kind=among("kind", (*GROUPS, EVERY)),
        quantity=among("quantity", CODES),
        rests=among("rests", BASES),
        head=_person(typed["head"], moment, wrong),
        page=_number(typed["page"]),
        wrong=tuple(wrong),
    )


def _person(typed: str, moment: Moment, wrong: list[str]) -> str:
    try:
        known = UUID(typed) in moment.ward.persons
    except ValueError:
        known = False
    if typed and not known:
        wrong.append("head")
    return str(UUID(typed)) if known else ""


def _number(typed: str) -> int:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 5
    return max(1, int(typed)) if is_number else 1


def group_of(line: FactLine) -> str:
    """Which tab a line stands under."""
    if any(effect.quantity in ("K10", "K13", "K14", "K15") for effect in line.effects):
        return "reports"
    match line.subject.kind:
        case "task":
            return "tasks"
        case "finding" | "inspection":
            return "inspections"
        case "initiative":
            return "merits"
    return "reports"


def is_counted(line: FactLine) -> bool:
    """It feeds a quantity by something that happened; what stands still is said in one line."""
    return line.kind not in STANDING and any(effect.quantity != "W" for effect in line.effects)


def fits(line: FactLine, asked: Asked, *, but: str = "") -> bool:
    """Whether a line passes the filters; one of them may be left out of account."""
    kind = "" if but == "kind" else asked.kind
    if kind in GROUPS and group_of(line) != kind:
        return False
    if kind != EVERY and not asked.quantity and not is_counted(line):
        return False
    if asked.quantity and all(effect.quantity != asked.quantity for effect in line.effects):
        return False
    if asked.rests and but != "rests" and line.basis != asked.rests:
        return False
    return not asked.head or str(line.head_person_id) == asked.head
