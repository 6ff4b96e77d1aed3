"""The values that an inspection's commands and events are made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.values import Deadline, Due, Link, Value

Trigger = Literal["programme", "decision", "draw", "feedback", "anomaly", "leader"]
"""What set it off; a feedback case is named by its class only, never by the case."""
AnswerKind = Literal["met", "not_met", "not_applicable"]
Severity = Literal["commendation", "advice", "shortcoming", "serious", "breach_sign"]
Outcome = Literal["upheld", "softened", "dropped"]
SignRole = Literal["leader", "secretary", "head"]
SignMethod = Literal["password", "passkey"]
DocumentKind = Literal["order", "announcement", "minutes", "report", "conclusion"]
RunningLimit = Literal["report", "conclude", "remedy_plan"]
Countersign = Literal["signed", "silent"]


class Round(Value, frozen=True, kw_only=True):
    """A span of the programme in which these units are inspected."""

    no: int
    from_on: date
    to_on: date
    units: tuple[UUID, ...]


class Authorisation(Value, frozen=True, kw_only=True):
    """A leader whom the programme lets order inspections of these kinds himself."""

    post_id: UUID
    kinds: tuple[Literal["surprise", "thematic"], ...]
    max_orders: int
    """Per quarter."""
    until_on: date


class ProgrammePlace(Value, frozen=True, kw_only=True):
    """Which round of which programme an inspection belongs to."""

    programme_id: UUID
    round: int


class Figure(Value, frozen=True, kw_only=True):
    """What the read models came to for an item, with the acts behind it."""

    points: str
    text: str = ""
    """Both counts in words, e.g. `11/12`."""
    links: tuple[Link, ...] = ()
    position: int = 0
    """The place in the log it was computed at."""


class Sample(Value, frozen=True, kw_only=True):
    """How many were looked at, and how many conformed."""

    sampled: int
    conforming: int


class SelfLine(Value, frozen=True, kw_only=True):
    """A unit's own points for an item."""

    item_key: str
    points: str
    evidence: tuple[str, ...] = ()
    """SHA-256 of files."""
    note: str = ""


class Corrects(Value, frozen=True, kw_only=True):
    """What an addendum speaks of: an item's key or a finding's id."""

    kind: Literal["item", "finding", "other"] = "other"
    id: str = ""


class Score(Value, frozen=True, kw_only=True):
    """Reached and applicable points, and the first on a scale of 100 of the second."""

    reached: str
    applicable: str
    scaled: str
    """Empty when no item applies."""


class Drawing(Value, frozen=True, kw_only=True):
    """Minutes as the service rendered them: the hash of exactly what is shown."""

    content_hash: str
    rendered: str = ""
    """SHA-256 of the file that was made of it."""
    copies: int = 2
    pages: int = 1


class FindingFact(Value, frozen=True, kw_only=True):
    """What an inspection's decision knows of one of its findings; looked up by the service."""

    finding_id: UUID
    code: str = ""
    item_key: str = ""
    severity: Severity = "shortcoming"
    clock_until: date | None = None
    """The last day of an answering clock that still runs."""
    is_open: bool = True
    """Its life goes on; a dropped or handed-over one is not open."""
    is_dropped: bool = False


class Proposal(Value, frozen=True, kw_only=True):
    """What the leader proposes for a finding."""

    finding_id: UUID
    outcome: Outcome
    why: str = ""


class OutcomeAsked(Value, frozen=True, kw_only=True):
    """What the conclusion shall say of a finding; without a deadline the limit applies."""

    finding_id: UUID
    outcome: Outcome
    severity: Severity
    deadline: Deadline | None = None
    why: str = ""


class FindingOutcome(Value, frozen=True, kw_only=True):
    """What the conclusion says of a finding."""

    finding_id: UUID
    outcome: Outcome
    severity: Severity
    remedy_due: Due | None = None
    why: str = ""


class Answer(Value, frozen=True, kw_only=True):
    """One inspector's answer to one item; an earlier one of the same hand stays readable."""

    answer_id: UUID
    item_key: str
    answer: AnswerKind
    points: str
    by_post: UUID | None
    has_photo: bool
    finding_id: UUID | None = None
    computed: Figure | None = None
    at: datetime
    late: bool = False


class Signature(Value, frozen=True, kw_only=True):
    """A signature under the minutes, or its refusal."""

    role: SignRole
    post_id: UUID | None
    at: datetime
    refused: bool = False
