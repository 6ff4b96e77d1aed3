"""Values that several slices share: documents, evidence, deadlines and the closed word lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Source = Literal["city", "ward", "plan", "conclusion", "dialogue", "feedback", "self"]
Nature = Literal["regular", "focus", "urgent", "very_urgent", "flash"]
Quality = Literal["met", "met_with_defects", "not_met"]
Schedule = Literal["on_time", "late", "no_deadline"]
Every = Literal["month", "quarter", "half", "year"]
Rank = Literal["head", "deputy", "officer", "clerk", "chair", "vice_chair"]
UnitKind = Literal[
    "leadership",
    "specialised",
    "public_service",
    "office",
    "committee",
    "council",
    "mass",
    "external",
]
Duty = Literal[
    "register_keeper",
    "reform_coordinator",
    "unit_clerk",
    "dossier_keeper",
    "auditor",
    "observer",
    "appraiser",
    "council_member",
    "self_score_preparer",
]

FIELDS = (1, 2, 3, 4, 5, 6, 7)
"""The seven fields (lĩnh vực) of administrative reform, in the order of part III of the plan."""


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A value without identity: equal when its parts are equal."""


class Doc(Value, frozen=True, kw_only=True):
    """An administrative document (văn bản) as it is cited: number/notation, day, issuer, signer."""

    number: str
    notation: str = ""
    issued_on: date
    issuer: str = ""
    signer: str = ""
    abstract: str = ""
    place_in_document: str = ""


class Evidence(Value, frozen=True, kw_only=True):
    """A file kept by its SHA-256, with the four dates a reader needs to weigh it."""

    sha256: str
    bytes: int
    media_type: str
    file_name: str
    about_on: date | None = None
    made_at: datetime | None = None
    captured_at: datetime | None = None
    received_at: datetime


class Fixed(Value, frozen=True, kw_only=True, tag="fixed", tag_field="kind"):
    """Due on a day; a rest day moves the last moment to the next working day."""

    on: date


class Before(Value, frozen=True, kw_only=True, tag="before", tag_field="kind"):
    """Due before a day: the last moment is 24:00 of the day before it, without rolling."""

    on: date


class Duration(Value, frozen=True, kw_only=True, tag="duration", tag_field="kind"):
    """Due a number of days after a starting event, which itself is not counted."""

    days: int
    unit: Literal["working", "calendar"] = "working"
    start: Literal["assigned", "accepted", "trigger"] = "assigned"


class Conditional(Value, frozen=True, kw_only=True, tag="conditional", tag_field="kind"):
    """No date until a recorded trigger; `latest_on` asks for a decision, it is no deadline."""

    awaits: str
    then: Fixed | Before | Duration
    latest_on: date | None = None


class Standing(Value, frozen=True, kw_only=True, tag="standing", tag_field="kind"):
    """Thường xuyên: no due date, a reporting duty per period, outside every rate."""

    report_every: Every = "quarter"


class NoDeadline(Value, frozen=True, kw_only=True, tag="none", tag_field="kind"):
    """No deadline, which needs a reason and a day on which it is looked at again."""

    why: str
    follow_up_on: date


Deadline = Fixed | Before | Duration | Conditional | Standing | NoDeadline


class Due(Value, frozen=True, kw_only=True):
    """What a deadline came to when it was decided; 24:00 local of `last_on` is the last moment."""

    nominal_on: date
    last_on: date
    calendar_version: int
    rule: str


class Link(Value, frozen=True, kw_only=True):
    """A pointer to another thing of the ward: plan item, finding, dialogue issue, case, task."""

    kind: str
    id: str
    why: str = ""


class PlanPlace(Value, frozen=True, kw_only=True):
    """Where in which version of which plan a task comes from."""

    plan_id: UUID
    version: int
    ref: str


class SeriesPlace(Value, frozen=True, kw_only=True):
    """Which occurrence of which recurring task this is, e.g. period `2025-Q3`."""

    series_id: UUID
    period: str
