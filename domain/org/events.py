"""What happens to the organisation."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.calendar import CalendarDay
from domain.fact import Event
from domain.limits import LimitValue
from domain.values import Duty, Rank, UnitKind


class AuthorityFounded(Event, frozen=True, kw_only=True):
    """The authority whose ledger this is."""

    stored_name: ClassVar[str] = "org.authority_founded"
    name: str
    code: str
    """Prefix of task codes, e.g. PL."""
    invented: bool = False


class UnitFounded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.unit_founded"
    unit_id: UUID
    code: str
    name: str
    kind: UnitKind
    inspected: bool = False
    handles_dossiers: bool = False
    from_on: date


class UnitRenamed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.unit_renamed"
    unit_id: UUID
    name: str
    from_on: date


class AliasAdded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.alias_added"
    unit_id: UUID
    alias: str


class AliasDropped(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.alias_dropped"
    unit_id: UUID
    alias: str


class FunctionsRestated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.functions_restated"
    unit_id: UUID
    functions: str
    from_on: date


class UnitsMerged(Event, frozen=True, kw_only=True):
    """Open duties of the absorbed units move to the survivor; closed history stays."""

    stored_name: ClassVar[str] = "org.units_merged"
    survivor_id: UUID
    absorbed: tuple[UUID, ...]
    from_on: date


class UnitDissolved(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.unit_dissolved"
    unit_id: UUID
    successor_id: UUID | None = None
    from_on: date


class PostCreated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.post_created"
    post_id: UUID
    unit_id: UUID
    title: str
    rank: Rank
    signs_as: str = ""
    fields: tuple[int, ...] = ()


class PostEnded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.post_ended"
    post_id: UUID
    until_on: date


class PersonRegistered(Event, frozen=True, kw_only=True):
    """Official name only; contacts are kept outside the journal."""

    stored_name: ClassVar[str] = "org.person_registered"
    person_id: UUID
    full_name: str


class PersonNameCorrected(Event, frozen=True, kw_only=True):
    """The name was entered wrongly or has changed; the former one stays readable."""

    stored_name: ClassVar[str] = "org.person_name_corrected"
    person_id: UUID
    before: str
    after: str


class PersonAppointed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.person_appointed"
    post_id: UUID
    person_id: UUID
    from_on: date
    until_on: date | None = None
    acting: bool = False


class PersonRelieved(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.person_relieved"
    post_id: UUID
    person_id: UUID
    until_on: date


class DutyGranted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.duty_granted"
    post_id: UUID
    duty: Duty
    scope: str = "all"
    from_on: date
    until_on: date | None = None


class DutyRevoked(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.duty_revoked"
    post_id: UUID
    duty: Duty
    until_on: date


class DelegationGranted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.delegation_granted"
    delegation_id: UUID
    from_post: UUID
    to_post: UUID
    duties: tuple[str, ...]
    scope: str = "all"
    from_on: date
    until_on: date


class DelegationRevoked(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.delegation_revoked"
    delegation_id: UUID
    from_on: date


class CalendarDecided(Event, frozen=True, kw_only=True):
    """A new version of the calendar: days added to and taken back from the former one."""

    stored_name: ClassVar[str] = "org.calendar_decided"
    version: int
    days: tuple[CalendarDay, ...]
    taken_back: tuple[date, ...] = ()


class LimitAdopted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "org.limit_adopted"
    key: str
    value: LimitValue
    unit: str
    from_on: date


OrgEvent = (
    AuthorityFounded
    | UnitFounded
    | UnitRenamed
    | AliasAdded
    | AliasDropped
    | FunctionsRestated
    | UnitsMerged
    | UnitDissolved
    | PostCreated
    | PostEnded
    | PersonRegistered
    | PersonNameCorrected
    | PersonAppointed
    | PersonRelieved
    | DutyGranted
    | DutyRevoked
    | DelegationGranted
    | DelegationRevoked
    | CalendarDecided
    | LimitAdopted
)
