"""What every fact has in common: the event, the moment it was decided in, and its envelope."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from domain.values import Doc, Value

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Legal dates are local dates of the ward; instants are stored in UTC."""

Capacity = Literal[
    "own",
    "deputy",
    "acting",
    "delegate",
    "by_order",
    "clock",
    "reaction",
    "sealed",
    "founding",
]


def local_date(instant: datetime) -> date:
    """The local calendar day an instant falls on; 23:59 and 00:01 local are different days."""
    return instant.astimezone(LOCAL).date()


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact of the domain. `stored_name` is written to the journal and never changes."""

    stored_name: ClassVar[str]
    shape: ClassVar[int] = 1


class Actor(Value, frozen=True, kw_only=True):
    """Who acted, in which office, and on whose behalf: facts of that moment."""

    person_id: UUID | None = None
    post_id: UUID | None = None
    unit_id: UUID | None = None
    capacity: Capacity = "own"
    delegation_id: UUID | None = None
    on_behalf_of: UUID | None = None
    """The post that lent its duty."""
    on_behalf_of_person: UUID | None = None
    """Who held that post; separation of duties is checked against both people."""
    signs_as: Literal["TM", "KT", "TL", "TUQ"] | None = None

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody a separation rule must be checked against."""
        return frozenset(p for p in (self.person_id, self.on_behalf_of_person) if p is not None)


CLOCK = Actor(capacity="clock")
REACTION = Actor(capacity="reaction")


class Device(Value, frozen=True, kw_only=True):
    """What a phone said about itself when it recorded something off-line."""

    captured_at: datetime
    skew_ms: int = 0


class Moment(Value, frozen=True, kw_only=True):
    """When, who and in what capacity: fixed once per command, handed to the decision."""

    now: datetime
    """The instant of recording, UTC."""
    happened_at: datetime
    """The instant the act happened; equal to `now` unless it was entered later."""
    actor: Actor
    command_id: UUID
    cause: UUID | None = None
    reason: str | None = None
    document: Doc | None = None
    device: Device | None = None
    number: int | None = None
    """The next number of the register that the command draws from, if it draws from one."""

    @property
    def today(self) -> date:
        """Local day of recording."""
        return local_date(self.now)

    @property
    def happened_on(self) -> date:
        """Local day the act happened; being in time is judged by this day."""
        return local_date(self.happened_at)


class Meta(Value, frozen=True, kw_only=True):
    """The envelope written beside every event."""

    event_id: UUID
    happened_at: datetime
    recorded_at: datetime
    actor: Actor
    command_id: UUID
    cause: UUID | None = None
    reason: str | None = None
    document: Doc | None = None
    device: Device | None = None
    salt: bytes = b""
    """16 random bytes, so that a published hash of the event does not give its content away."""
    shape: int = 1

    @property
    def happened_on(self) -> date:
        """Local day the act happened."""
        return local_date(self.happened_at)

    @property
    def recorded_on(self) -> date:
        """Local day the act was recorded."""
        return local_date(self.recorded_at)


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """An event in its place in the journal; the names of the first two follow the library."""

    originator_id: UUID
    originator_version: int
    event: Event
    meta: Meta
    position: int = 0
    """Place in the whole log; 0 until it has been appended."""

    @property
    def name(self) -> str:
        """The stored name, e.g. `task.assigned`."""
        return self.event.stored_name


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for; each slice's base adds the id that names the stream."""

    decision: ClassVar[bool] = False
    """Decisions may be entered back only minutes, work acts days, unless a document proves it."""
    may_precede: ClassVar[bool] = False
    """Work that may be entered with an earlier hour than the last entry (progress, evidence)."""
    draws: ClassVar[str | None] = None
    """The register that the command draws a number from, e.g. `task-code`."""

    @property
    def stream_id(self) -> UUID:
        """The stream the command speaks to."""
        raise NotImplementedError


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a decision puts into another stream, in the same append.

    `version=None` appends after whatever that stream holds; a number demands exactly that
    version, so `version=1` is how a claim is taken.
    """

    stream_id: UUID
    event: Event
    version: int | None = None
