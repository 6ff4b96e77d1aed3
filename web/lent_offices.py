"""The band that says for whom one acts, or may act: nobody stands for another without seeing it."""

from __future__ import annotations

from uuid import UUID

import msgspec

from service.offices import Office
from web import wording
from web.session import Visit
from web.texts import say


class Lent(msgspec.Struct, frozen=True):
    """One delegation held today, as a sentence."""

    post_id: UUID
    name: str
    """Who lends."""
    sentence: str
    is_chosen: bool


def told(visit: Visit) -> tuple[Lent, ...]:
    """The one that is used, else all that are held; none for who must choose a password first."""
    if visit.user is None or visit.user.must_change:
        return ()
    if visit.stands_for is not None:
        return (_told(visit, visit.stands_for, is_chosen=True),)
    return tuple(_told(visit, office, is_chosen=False) for office in visit.lent)


def _told(visit: Visit, office: Office, *, is_chosen: bool) -> Lent:
    lent, person_id = office.delegation, office.lent_by
    assert lent is not None, "a lent office speaks of its delegation"
    person = visit.ward.persons.get(person_id) if person_id else None
    name = person.full_name if person else office.post.title
    paper = lent.document
    return Lent(
        post_id=office.post.post_id,
        name=name,
        sentence=say(
            visit.language,
            "banner.delegation" if is_chosen else "banner.delegation_held",
            name=name,
            number=f"{paper.number}/{paper.notation}".rstrip("/") if paper else "–",
            date=wording.day(lent.until_on),
        ),
        is_chosen=is_chosen,
    )
