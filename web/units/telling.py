"""Lines of a history in words: sentence with its link, quantities, who it is charged to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
from markupsafe import Markup, escape

from domain.accountability.fact_line import FactLine
from web import wording
from web.tasks.naming import Names
from web.texts import has, placeholders, table
from web.units.moment import Moment

PLACES = {
    "task": "/tasks/",
    "finding": "/findings/",
    "inspection": "/inspections/",
}
"""Where the things have their pages."""
TITLE_MAX = 110
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
POINTS = frozenset({"reached", "applicable", "scaled", "points"})
"""Kept with a decimal point, written with a comma."""
COUNTS = frozenset({"satisfied", "answers", "in_time", "settled", "overdue_open"})
_WORD = re.compile(r"[a-z][a-z_]*", re.ASCII)


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line as pages and files show it."""

    on: date
    sentence: Markup
    """With links, for pages."""
    plain: str
    subject: str
    title: str
    href: str
    quantities: str
    charged: str
    basis: str
    own_words: str
    kind: str
    task_code: str = ""
    """Set where somebody may act on it: the unit explains, the leaders confirm the cause."""


class Teller:
    """Says lines in one language, by the names that were borne on their days."""

    def __init__(self, moment: Moment, names: Names) -> None:
        self._moment = moment
        self._names = names

    def told(self, line: FactLine) -> LineView:
        """One line."""
        names = Names(self._names.ward, self._names.language, line.on)
        facts = {name: self._worded(value, name, names) for name, value in line.facts.items()}
        href = self._address(line)
        name = line.subject.code or line.subject.title or "–"
        name = facts.get("month", name) if line.subject.kind == "figures" else name
        key = f"fact.{line.kind}" if has(f"fact.{line.kind}") else "fact.other"
        link = Markup('<a class="nowrap" href="{}">{}</a>').format(href, name) if href else name
        lacking = dict.fromkeys(placeholders(table()[key][names.language]), "–")
        given = {**lacking, "title": line.subject.title, **facts}
        given.pop("subject", None)
        after = f" {facts['cause']}" if "cause" in facts else ""
        marked = {place: escape(value) for place, value in given.items()}
        return LineView(
            on=line.on,
            sentence=Markup(names.say(key, subject=escape(link), **marked)) + after,
            plain=names.say(key, subject=name, **given) + after,
            subject=name,
            title=_clipped(line.subject.title) if line.subject.code else "",
            href=href,
            quantities=", ".join(quantities_of(line)),
            charged=self._charged(line, names),
            basis=line.basis,
            own_words=line.own_words,
            kind=line.kind,
            task_code=line.subject.code if line.subject.kind == "task" else "",
        )

    def _address(self, line: FactLine) -> str:
        subject = line.subject
        if subject.kind == "figures" and line.act is not None:
            return f"/figures/at/{line.act.position}"
        place = PLACES.get(subject.kind, "")
        return f"{place}{subject.code}{self._moment.query}" if place and subject.code else ""

    def _charged(self, line: FactLine, names: Names) -> str:
        if line.charged_post_id is not None:
            return names.say("dossier.charged_to", name=names.holder(line.charged_post_id))
        if line.head_person_id is None:
            return names.say("dossier.charged_to_nobody")
        return names.say("dossier.charged_to", name=names.person(line.head_person_id))

    def _worded(self, value: str, name: str, names: Names) -> str:
        """Days, numbers and ids of the domain as people write them."""
        if _DAY.fullmatch(value):
            return wording.day(date.fromisoformat(value))
        if name in POINTS and _NUMBER.fullmatch(value):
            return wording.decimal(names.language, value)
        if name in COUNTS and value.isdigit():
            return wording.number(names.language, int(value))
        if name == "month" and (found := _MONTH.fullmatch(value)) is not None:
            return f"{found[2]}/{found[1]}"
        if has(f"fact.word.{name}.{value}") and _WORD.fullmatch(value):
            return names.say(f"fact.word.{name}.{value}")
        try:
            known = UUID(value) if len(value) == 36 else None
        except ValueError:
            known = None
        return _named(known, names) if known is not None else value.rstrip(" .;,")


def _clipped(text: str) -> str:
    first = " ".join(text.split())
    if len(first) <= TITLE_MAX:
        return first
    return first[:TITLE_MAX].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _named(known: UUID, names: Names) -> str:
    if known in names.ward.units:
        return names.unit(known)
    if known in names.ward.posts:
        return names.holder(known)
    return names.person(known)


def quantities_of(line: FactLine) -> tuple[str, ...]:
    """Codes of what a line counts for, each once; the decree's products are not read."""
    return tuple(dict.fromkeys(e.quantity for e in line.effects if e.quantity != "W"))


def told_lines(lines: Iterable[FactLine], teller: Teller) -> list[LineView]:
    """Several lines in words."""
    return [teller.told(line) for line in lines]
