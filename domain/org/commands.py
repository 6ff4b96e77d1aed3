"""What may be asked of the organisation; document and reason come in the moment."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain import ids
from domain.calendar import CalendarDay
from domain.fact import Command
from domain.limits import LimitValue
from domain.values import Duty, Rank, UnitKind, Value


class OrgCommand(Command, frozen=True, kw_only=True):
    """The whole organisation is one stream."""

    @property
    def stream_id(self) -> UUID:
        """The stream of the organisation."""
        return ids.ORGANISATION


class FirstHolder(Value, frozen=True, kw_only=True):
    """Who keeps the register of an empty ledger, so that everything else can be entered."""

    unit_code: str
    unit_name: str
    unit_kind: UnitKind = "office"
    inspected: bool = True
    post_id: UUID
    post_title: str
    rank: Rank = "head"
    person_id: UUID
    full_name: str


class FoundAuthority(OrgCommand, frozen=True, kw_only=True):
    """Begin an empty ledger; the only act of the technical administrator in it."""

    name: str
    code: str
    invented: bool = False
    from_on: date
    first: FirstHolder


class FoundUnit(OrgCommand, frozen=True, kw_only=True):
    """A unit begins; its id hangs on the code (`domain.ids.unit_id`)."""

    code: str
    name: str
    kind: UnitKind
    inspected: bool = False
    handles_dossiers: bool = False
    from_on: date


class RenameUnit(OrgCommand, frozen=True, kw_only=True):
    unit_id: UUID
    name: str
    from_on: date


class AddAlias(OrgCommand, frozen=True, kw_only=True):
    unit_id: UUID
    alias: str


class DropAlias(OrgCommand, frozen=True, kw_only=True):
    unit_id: UUID
    alias: str


class RestateFunctions(OrgCommand, frozen=True, kw_only=True):
    unit_id: UUID
    functions: str
    from_on: date


class MergeUnits(OrgCommand, frozen=True, kw_only=True):
    survivor_id: UUID
    absorbed: tuple[UUID, ...]
    from_on: date


class DissolveUnit(OrgCommand, frozen=True, kw_only=True):
    """`open_duties` is counted by a look-up when the command is made."""

    unit_id: UUID
    successor_id: UUID | None = None
    from_on: date
    open_duties: int = 0


class CreatePost(OrgCommand, frozen=True, kw_only=True):
    post_id: UUID
    unit_id: UUID
    title: str
    rank: Rank
    signs_as: str = ""
    fields: tuple[int, ...] = ()


class EndPost(OrgCommand, frozen=True, kw_only=True):
    """`until_on` is the last day of the post."""

    post_id: UUID
    until_on: date


class RegisterPerson(OrgCommand, frozen=True, kw_only=True):
    person_id: UUID
    full_name: str


class CorrectPersonName(OrgCommand, frozen=True, kw_only=True):
    """Needs a reason; a document where a decision changed the name."""

    person_id: UUID
    full_name: str


class AppointPerson(OrgCommand, frozen=True, kw_only=True):
    decision: ClassVar[bool] = True
    post_id: UUID
    person_id: UUID
    from_on: date
    until_on: date | None = None
    acting: bool = False


class RelievePerson(OrgCommand, frozen=True, kw_only=True):
    """`until_on` is the last day in office; a successor takes over on the day after."""

    decision: ClassVar[bool] = True
    post_id: UUID
    person_id: UUID
    until_on: date
    successor_id: UUID | None = None
    successor_acting: bool = False


class GrantDuty(OrgCommand, frozen=True, kw_only=True):
    post_id: UUID
    duty: Duty
    scope: str = "all"
    from_on: date
    until_on: date | None = None


class RevokeDuty(OrgCommand, frozen=True, kw_only=True):
    """`until_on` is the last day of the duty."""

    post_id: UUID
    duty: Duty
    until_on: date


class GrantDelegation(OrgCommand, frozen=True, kw_only=True):
    """Lend command groups (`domain.org.delegable`) to another post; number in the document."""

    decision: ClassVar[bool] = True
    delegation_id: UUID
    from_post: UUID
    to_post: UUID
    duties: tuple[str, ...]
    scope: str = "all"
    """`all`, or `field:<n>` to lend the duties in one field only."""
    from_on: date
    until_on: date


class RevokeDelegation(OrgCommand, frozen=True, kw_only=True):
    """`from_on` is the first day on which it no longer holds."""

    delegation_id: UUID
    from_on: date


class DecideCalendar(OrgCommand, frozen=True, kw_only=True):
    """Days added to and taken back from the calendar in force; the version is counted here."""

    days: tuple[CalendarDay, ...]
    taken_back: tuple[date, ...] = ()


class AdoptLimit(OrgCommand, frozen=True, kw_only=True):
    key: str
    value: LimitValue
    from_on: date


ALL_COMMANDS: tuple[type[OrgCommand], ...] = (
    FoundAuthority,
    FoundUnit,
    RenameUnit,
    AddAlias,
    DropAlias,
    RestateFunctions,
    MergeUnits,
    DissolveUnit,
    CreatePost,
    EndPost,
    RegisterPerson,
    CorrectPersonName,
    AppointPerson,
    RelievePerson,
    GrantDuty,
    RevokeDuty,
    GrantDelegation,
    RevokeDelegation,
    DecideCalendar,
    AdoptLimit,
)
