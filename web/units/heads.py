"""Who answered for a unit and when, and how the tasks due are split between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine
from domain.ward import Post, Term, Unit, Ward
from web.texts import Language, say
from web.units.counts import amount_of, figures_behind, not_done
from web.units.span import Span


class HeadTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A term of a head."""

    person_id: UUID
    name: str
    post: Post
    term: Term

    def until(self, on: date) -> date | None:
        """Its last day, as far as that has come by a day."""
        last = self.term.until_on
        return last if last is not None and last < on else None


class Heads(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of a unit, and since when there is somebody to be missed."""

    terms: tuple[HeadTerm, ...]
    since: date
    """The unit's first day."""


def head_terms(ward: Ward, unit: Unit, on: date) -> tuple[HeadTerm, ...]:
    """Everybody who has headed the unit up to a day, the newest first."""
    posts = {
        post.post_id: post
        for post in ward.posts.values()
        if post.unit_id == unit.unit_id and post.rank in ("head", "chair")
    }
    found = [
        HeadTerm(
            person_id=term.person_id,
            name=ward.persons[term.person_id].full_name,
            post=posts[term.post_id],
            term=term,
        )
        for term in ward.terms
        if term.post_id in posts and term.from_on <= on
    ]
    return tuple(sorted(found, key=lambda each: each.term.from_on, reverse=True))


def in_office(terms: Sequence[HeadTerm], on: date) -> HeadTerm | None:
    """The head of a day; None while the post is vacant."""
    held = [each for each in terms if each.term.in_force(on)]
    return min(held, key=lambda each: (each.term.acting, each.term.from_on), default=None)


def within(terms: Sequence[HeadTerm], span: Span) -> tuple[HeadTerm, ...]:
    """Those who headed the unit in a span, the earliest first."""
    return tuple(
        each
        for each in reversed(terms)
        if each.term.from_on <= span.to_on
        and (each.term.until_on is None or each.term.until_on >= span.from_on)
    )


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks due that fall to one head."""

    name: str
    due: int
    on_time: int
    late: int
    overdue: int


def split_of(lines: Sequence[FactLine], ward: Ward, language: Language) -> tuple[Split, ...]:
    """Tasks due by the head of their decisive day; days without a head come last."""
    by_head: dict[UUID | None, list[FactLine]] = {}
    for line in lines:
        if any(effect.quantity == "K1" for effect in line.effects):
            by_head.setdefault(line.head_person_id, []).append(line)
    found = [_split(head, charged, ward, language) for head, charged in by_head.items()]
    vacant = say(language, "dossier.vacant")
    return tuple(sorted(found, key=lambda each: (each.name == vacant, each.name)))


def _split(head: UUID | None, lines: Sequence[FactLine], ward: Ward, language: Language) -> Split:
    figures = figures_behind(lines)
    completed, on_time = amount_of(figures, "K1", "completed"), amount_of(figures, "K2", "on_time")
    person = ward.persons.get(head) if head is not None else None
    return Split(
        name=person.full_name if person else say(language, "dossier.vacant"),
        due=amount_of(figures, "K1", "due"),
        on_time=on_time,
        late=completed - on_time,
        overdue=not_done(lines),
    )
