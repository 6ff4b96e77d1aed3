"""What a form of the organisation may look at."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.values import Doc
from domain.ward import Person, Post, Unit, Ward
from web.act_form import Option, options

NOBODY = UUID(int=0)


class OrgContext(msgspec.Struct, frozen=True, kw_only=True):
    """The ward, the day, and what the address of the form names."""

    ward: Ward
    today: date
    query: dict[str, str] = {}
    unit: Unit | None = None
    person: Person | None = None
    own_posts: tuple[UUID, ...] = ()
    """Posts that the person who asks holds today."""
    leads: bool = False
    """Whether the person may take back the delegations of others."""
    new_id: UUID = NOBODY
    second_id: UUID = NOBODY
    open_duties: int = 0
    paper: Doc | None = None
    """The document this person entered an act by a moment ago: the next act often has the same."""

    @property
    def plan_id(self) -> UUID | None:
        """The draft under review that sent somebody here."""
        try:
            return UUID(self.query.get("plan", ""))
        except ValueError:
            return None

    @property
    def unit_id(self) -> UUID:
        """The unit of the address."""
        return self.unit.unit_id if self.unit else NOBODY


def unit_choices(context: OrgContext, *, without: UUID | None = None) -> tuple[Option, ...]:
    """Units that act today, by name."""
    active = [
        u
        for u in context.ward.units.values()
        if u.active_on(context.today) and u.unit_id != without
    ]
    return options((u.unit_id, u.name) for u in sorted(active, key=lambda u: u.name))


def posts_of(context: OrgContext, unit_id: UUID | None = None) -> list[Post]:
    """Posts that exist today, of one unit or of all."""
    return [
        post
        for post in context.ward.posts.values()
        if (post.ended_on is None or post.ended_on >= context.today)
        and (unit_id is None or post.unit_id == unit_id)
    ]


def post_choices(context: OrgContext, unit_id: UUID | None = None) -> tuple[Option, ...]:
    """Posts with their unit and who holds them."""
    return options((p.post_id, post_title(context, p)) for p in posts_of(context, unit_id))


def post_title(context: OrgContext, post: Post) -> str:
    """A post on one line: title, unit, holder."""
    unit = context.ward.units[post.unit_id].name
    term = context.ward.holder(post.post_id, context.today)
    person = context.ward.persons.get(term.person_id) if term else None
    held = f" – {person.full_name}" if person else ""
    return f"{post.title}, {unit}{held}"


def person_choices(context: OrgContext) -> tuple[Option, ...]:
    """Persons by given name."""
    people = sorted(
        context.ward.persons.values(), key=lambda p: (p.full_name.split()[-1], p.full_name)
    )
    return options((p.person_id, p.full_name) for p in people)
