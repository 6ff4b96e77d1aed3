"""Shapes of findings as the API tells them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from domain.finding.values import Measure
from domain.values import Evidence
from web.api.task_shapes import ActTold, UnitRef


class FindingToldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as the list shows it."""

    name: str
    href: str
    view: str
    """`full`, or `limited` to what everybody reads after the conclusion."""
    unit: UnitRef | None
    inspection: str
    """Code of the inspection; empty for what was entered from older paper."""
    item_key: str
    item_code: str
    field: int
    severity: str
    description: str
    stage: str
    is_open: bool
    is_repeated: bool
    stance: str | None
    is_silent: bool
    recorded_on: date
    last_on: date | None
    """The next last day of the clock that runs."""
    is_late: bool


class FindingList(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that the reader may know of, by the next last day."""

    items: tuple[FindingToldLine, ...]


class AnswerTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the unit said; whoever sees a finding in part reads the words of a contest alone."""

    stance: str
    text: str
    at: datetime
    is_late: bool
    content_hash: str
    files: tuple[Evidence, ...]


class SpellTold(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to put it right."""

    no: int
    last_on: date | None
    reported_at: datetime | None
    verdict: str
    """`verified`, `returned`, or empty while it waits."""
    verdict_at: datetime | None
    defects: str


class FindingTold(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of a finding tells."""

    line: FindingToldLine
    version: int
    found_severity: str
    basis: str
    proposal: str
    evidence: tuple[Evidence, ...]
    acknowledge_by: date | None
    explain_by: date | None
    assess_by: date | None
    answers: tuple[AnswerTold, ...]
    outcome: str | None
    over_objection: bool
    measures: tuple[Measure, ...]
    spells: tuple[SpellTold, ...]
    tasks: tuple[str, ...]
    """Names of the remedial tasks."""


class FindingActs(msgspec.Struct, frozen=True, kw_only=True):
    """Every act of a finding as a sentence."""

    items: tuple[ActTold, ...]
    version: int


class EffectTold(msgspec.Struct, frozen=True, kw_only=True):
    """What one way of answering changes, as far as it is known today."""

    stance: str
    sentences: tuple[str, ...]


class EffectsTold(msgspec.Struct, frozen=True, kw_only=True):
    """What each of the four ways changes, and what holds for all of them."""

    items: tuple[EffectTold, ...]
    always: tuple[str, ...]
    remedy_days: int | None
    """Calendar days from the conclusion that the severity allows."""
    points: None = None
    """Not known while no rules of scoring are in force."""
