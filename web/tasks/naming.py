"""Who and what, by the names they bore on the day an act happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.fact import Actor
from domain.values import (
    Before,
    Conditional,
    Deadline,
    Doc,
    Duration,
    Fixed,
    NoDeadline,
    Standing,
)
from domain.ward import Post, Ward
from service.documents.naming import joined
from web.tasks.days import day
from web.texts import Language, say

UNKNOWN = "–"


class Names:
    """The words for ids of a ward, in one language, as of one day."""

    def __init__(self, ward: Ward, language: Language, on: date) -> None:
        self.ward = ward
        self.language = language
        self.on = on

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the text tables in this language."""
        return say(self.language, key, **facts)

    def unit(self, unit_id: UUID | None) -> str:
        """The name the unit bore on the day."""
        unit = self.ward.units.get(unit_id) if unit_id is not None else None
        return unit.name_on(self.on) if unit else UNKNOWN

    def units(self, ids: Iterable[UUID]) -> str:
        """Several units, one after another."""
        return "; ".join(self.unit(each) for each in ids) or UNKNOWN

    def person(self, person_id: UUID | None) -> str:
        """The name that stands under documents."""
        person = self.ward.persons.get(person_id) if person_id is not None else None
        return person.full_name if person else UNKNOWN

    def office(self, post_id: UUID | None) -> str:
        """The title with its unit: `Giám đốc Trung tâm …`, `Trưởng phòng Văn hóa …`."""
        post = self.ward.posts.get(post_id) if post_id is not None else None
        if post is None:
            return UNKNOWN
        return post.title if is_leader(post) else joined(post.title, self.unit(post.unit_id))

    def holder(self, post_id: UUID | None) -> str:
        """Who holds a post on the day, with the office; the office alone while it is vacant."""
        post = self.ward.posts.get(post_id) if post_id is not None else None
        if post is None:
            return UNKNOWN
        term = self.ward.holder(post.post_id, self.on)
        if term is None:
            return self.office(post_id)
        if is_leader(post):
            return f"{post.title} {self.person(term.person_id)}"
        return f"{self.person(term.person_id)}, {self.office(post_id)}"

    def holder_name(self, post_id: UUID | None) -> str:
        """The person in a post, else the office."""
        term = self.ward.holder(post_id, self.on) if post_id is not None else None
        return self.person(term.person_id) if term else self.office(post_id)

    def actor(self, actor: Actor) -> str:
        """Who acted, in the office held that day, ready to be followed by `đã …`."""
        if actor.person_id is None:
            return self.say("role.clock")
        name = self.person(actor.person_id)
        post = self.ward.posts.get(actor.post_id) if actor.post_id is not None else None
        if post is None:
            return name
        mark = self._capacity(actor)
        if is_leader(post):
            return f"{post.title} {name}{mark}"
        return f"{name}, {self.office(actor.post_id)}{mark},"

    def _capacity(self, actor: Actor) -> str:
        if actor.signs_as == "KT":
            return self.say("act.signs_kt")
        key = {"acting": "act.acting", "deputy": "act.deputy"}.get(actor.capacity)
        return self.say(key) if key else ""

    def deadline(self, deadline: Deadline | None) -> str:
        """What was decided about time, before it is counted."""
        match deadline:
            case None:
                return self.say("deadline.unknown")
            case Fixed(on=on):
                return self.say("deadline.fixed", date=day(on))
            case Before(on=on):
                return self.say("deadline.before", date=day(on))
            case Duration(days=days, unit=unit, start=start):
                return self.say(
                    f"deadline.{unit}", days=days, start=self.say(f"deadline.start.{start}")
                )
            case Conditional(awaits=awaits, then=then):
                return self.say("deadline.conditional", awaits=awaits, then=self.deadline(then))
            case Standing(report_every=every):
                return self.say("deadline.standing", every=self.say(f"every.{every}"))
            case NoDeadline(why=why, follow_up_on=on):
                return self.say("deadline.none", why=why, date=day(on))


def is_leader(post: Post) -> bool:
    """Chair and vice-chairs are called by title and name."""
    return post.rank in ("chair", "vice_chair")


def document(doc: Doc, language: Language) -> str:
    """41/QĐ-UBND ngày 04/8/2025, with issuer and signer where they are known."""
    number = f"{doc.number}/{doc.notation}" if doc.notation else doc.number
    parts = [say(language, "doc.cited", number=number, date=day(doc.issued_on))]
    if doc.issuer:
        parts.append(doc.issuer)
    if doc.signer:
        parts.append(say(language, "doc.signed_by", signer=doc.signer))
    return ", ".join(parts)
