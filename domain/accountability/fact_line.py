"""A line of an accountability history: what happened, whom it is charged to, on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from domain.accountability.quantity import Effect
from domain.values import Value

Basis = Literal["verified", "claimed", "contested"]
"""Confirmed by somebody else; told by the unit alone; objected to by the unit."""
SubjectKind = Literal["task", "finding", "inspection", "figures", "feedback", "initiative"]


class Period(Value, frozen=True, kw_only=True):
    """Days counted, both inclusive, and the day at whose end the counting looks (the cut)."""

    from_on: date
    to_on: date
    cut_on: date


class Subject(Value, frozen=True, kw_only=True):
    """The thing a line speaks of."""

    kind: SubjectKind
    id: UUID
    code: str = ""
    title: str = ""


class ActPlace(Value, frozen=True, kw_only=True):
    """The act behind a line, so that it can be opened and proved."""

    stream_id: UUID
    version: int
    position: int


class FactLine(Value, frozen=True, kw_only=True):
    """One line; `kind` is the key of its sentence, `facts` fill the sentence's places."""

    kind: str
    on: date
    """The decisive day (T12), by which the head in office is found."""
    unit_id: UUID
    head_person_id: UUID | None = None
    """Who held the head's post on the decisive day; None while it was vacant."""
    charged_post_id: UUID | None = None
    """Another post the line is charged to (T12: extension, refusal, rating to the decider)."""
    subject: Subject
    act: ActPlace | None = None
    """None for what only time made, such as a day of delay."""
    facts: Mapping[str, str] = {}
    basis: Basis = "verified"
    own_words: str = ""
    """The unit's own words, where it contests or explains."""
    effects: tuple[Effect, ...] = ()
