"""The ward as it stands: units, posts, persons, terms, delegations, calendars and limits.

A frozen picture folded from the organisation's stream. It is handed to every decision and to every
page, so nobody looks an office up in two places. Past dates are answerable: terms are dated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from domain.calendar import Calendar
from domain.limits import DEFAULTS, LimitValue
from domain.values import Doc, Duty, Rank, UnitKind, Value


class NameSince(Value, frozen=True, kw_only=True):
    """A name a unit bears from a day on."""

    name: str
    from_on: date


class Unit(Value, frozen=True, kw_only=True):
    """An agency or unit of the ward (cơ quan, đơn vị)."""

    unit_id: UUID
    code: str
    names: tuple[NameSince, ...]
    kind: UnitKind
    inspected: bool = False
    handles_dossiers: bool = False
    from_on: date
    aliases: tuple[str, ...] = ()
    functions: str = ""
    ended_on: date | None = None
    """First day on which the unit no longer acts; merged and dissolved units stay readable."""
    successor_id: UUID | None = None

    @property
    def name(self) -> str:
        """The newest name."""
        return self.names[-1].name

    def name_on(self, on: date) -> str:
        """The name borne on a day; before the founding day, the first one."""
        borne = [n.name for n in self.names if n.from_on <= on]
        return borne[-1] if borne else self.names[0].name

    def active_on(self, on: date) -> bool:
        """Whether the unit can be given work on a day."""
        return self.ended_on is None or on < self.ended_on


class DutyGrant(Value, frozen=True, kw_only=True):
    """A standing duty of a post: who keeps the register, who coordinates, who audits."""

    duty: Duty
    scope: str = "all"
    from_on: date
    until_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Terms are inclusive at both ends."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Post(Value, frozen=True, kw_only=True):
    """A post (chức danh) of a unit."""

    post_id: UUID
    unit_id: UUID
    title: str
    rank: Rank
    signs_as: str = ""
    fields: tuple[int, ...] = ()
    """Fields in charge; empty for a head of unit, all seven for the chair."""
    duties: tuple[DutyGrant, ...] = ()
    ended_on: date | None = None


class Person(Value, frozen=True, kw_only=True):
    """An official, by the name that stands under documents; contacts are not kept here."""

    person_id: UUID
    full_name: str
    former_names: tuple[str, ...] = ()
    """Names it was registered under before it was corrected, oldest first."""


class Term(Value, frozen=True, kw_only=True):
    """Who held which post from when to when (inclusive)."""

    post_id: UUID
    person_id: UUID
    from_on: date
    until_on: date | None = None
    acting: bool = False

    def in_force(self, on: date) -> bool:
        """Terms are inclusive at both ends."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Delegation(Value, frozen=True, kw_only=True):
    """A lending of duties (ủy quyền) from one post to another for a term."""

    delegation_id: UUID
    from_post: UUID
    to_post: UUID
    duties: tuple[str, ...]
    """Names of command groups, see `domain.org.delegable`."""
    scope: str = "all"
    from_on: date
    until_on: date
    revoked_from: date | None = None
    document: Doc | None = None

    def in_force(self, on: date) -> bool:
        """In its term and not yet revoked."""
        return self.from_on <= on <= self.until_on and (
            self.revoked_from is None or on < self.revoked_from
        )


class AdoptedLimit(Value, frozen=True, kw_only=True):
    """A limit that was decided, from a day on."""

    key: str
    value: LimitValue
    from_on: date


class DecidedCalendar(Value, frozen=True, kw_only=True):
    """A calendar version and the instant its decision was recorded."""

    calendar: Calendar
    decided_at: datetime


class Ward(Value, frozen=True, kw_only=True):
    """Everything a decision or a page may ask about the organisation."""

    authority: str = ""
    code: str = ""
    """Prefix of task codes, e.g. PL."""
    invented: bool = False
    """Persons and events are made up for demonstration; shown on every page and export."""
    units: Mapping[UUID, Unit] = {}
    posts: Mapping[UUID, Post] = {}
    persons: Mapping[UUID, Person] = {}
    terms: tuple[Term, ...] = ()
    delegations: Mapping[UUID, Delegation] = {}
    calendars: tuple[DecidedCalendar, ...] = ()
    limits: tuple[AdoptedLimit, ...] = ()

    # -- calendar and limits -------------------------------------------------

    @property
    def calendar(self) -> Calendar:
        """The newest calendar; weekends only until the first decision."""
        return self.calendars[-1].calendar if self.calendars else Calendar()

    def calendar_version(self, version: int) -> Calendar:
        """The calendar that a stored `Due` was counted with."""
        for decided in self.calendars:
            if decided.calendar.version == version:
                return decided.calendar
        return Calendar()

    def limit(self, key: str, on: date) -> LimitValue:
        """The value of a limit on a day: the last adopted one, else the default."""
        adopted = [x.value for x in self.limits if x.key == key and x.from_on <= on]
        return adopted[-1] if adopted else DEFAULTS[key].value

    def days(self, key: str, on: date) -> int:
        """A limit that counts days."""
        value = self.limit(key, on)
        assert isinstance(value, int), f"{key} is not a number of days"
        return value

    # -- who is who ----------------------------------------------------------

    def holder(self, post_id: UUID, on: date) -> Term | None:
        """Who holds a post on a day; an appointed holder goes before an acting one."""
        held = [t for t in self.terms if t.post_id == post_id and t.in_force(on)]
        held.sort(key=lambda t: (t.acting, t.from_on))
        return held[0] if held else None

    def posts_of(self, person_id: UUID, on: date) -> tuple[Post, ...]:
        """Posts a person holds on a day, oldest term first."""
        held = sorted(
            (t for t in self.terms if t.person_id == person_id and t.in_force(on)),
            key=lambda t: t.from_on,
        )
        return tuple(self.posts[t.post_id] for t in held)

    def head_post(self, unit_id: UUID) -> Post | None:
        """The post that answers for a unit."""
        for post in self.posts.values():
            if post.unit_id == unit_id and post.rank == "head" and post.ended_on is None:
                return post
        return None

    def head_of(self, unit_id: UUID, on: date) -> Term | None:
        """Who answers for a unit on a day; posts that ended since still answer for their days."""
        for post in self.posts.values():
            if post.unit_id == unit_id and post.rank == "head":
                term = self.holder(post.post_id, on)
                if term is not None:
                    return term
        return None

    def delegations_to(self, post_id: UUID, on: date) -> tuple[Delegation, ...]:
        """Delegations in force on a day that a post may act under; both posts must be held."""
        return tuple(
            d
            for d in self.delegations.values()
            if d.to_post == post_id and d.in_force(on) and self.holder(d.from_post, on)
        )

    def posts_with_duty(self, duty: Duty, on: date) -> tuple[Post, ...]:
        """Posts that carry a standing duty on a day."""
        return tuple(
            post
            for post in self.posts.values()
            if any(g.duty == duty and g.in_force(on) for g in post.duties)
        )

    def unit_named(self, text: str) -> Unit | None:
        """The unit that bears a name or alias; spelling is compared without case and spaces."""
        wanted = fold(text)
        for unit in self.units.values():
            names = (*(n.name for n in unit.names), *unit.aliases, unit.code)
            if any(fold(name) == wanted for name in names):
                return unit
        return None

    def follow_up_unit(self, source: str, lead_id: UUID | None, on: date) -> UUID | None:
        """Who follows a task up: by its source, and the other office if it leads itself (D7)."""
        by_plan = source in ("plan", "conclusion")
        first: Duty = "reform_coordinator" if by_plan else "register_keeper"
        second: Duty = "register_keeper" if by_plan else "reform_coordinator"
        for duty in (first, second):
            for post in self.posts_with_duty(duty, on):
                if post.unit_id != lead_id:
                    return post.unit_id
        return None


def fold(name: str) -> str:
    """Compare names without case, doubled spaces and the spacing of dashes."""
    return " ".join(name.replace("–", "-").replace("-", " - ").split()).casefold()
