"""An entry was wrong: authors mend their words, offices mend facts by document (SD-5)."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from domain.fact import Moment
from domain.grounds import need_document
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.task.parts import Act
from domain.values import Quality
from domain.ward import Ward

TEXT_FIELDS = frozenset(
    (
        "text",
        "remark",
        "obstacle",
        "proposal",
        "decision",
        "question",
        "answer",
        "defects",
        "why",
        "work",
        "remedy",
        "about",
        "place",
        "reason",
    )
)
"""Words: the author may mend them."""

FACT_FIELDS = frozenset(
    (
        "happened_at",
        "document",
        "quality",
        "days_late",
        "last_on",
        "submitted_at",
        "claims_done_on",
        "new_date_hoped",
        "to_on",
        "until_on",
        "reply_by",
        "percent",
        "share",
        "points",
        "weight",
        "cause",
    )
)
"""Dates, verdicts and numbers: only an office that gains nothing by it, with a document."""


def correct(command: c.CorrectEntry, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The old entry stays readable beside the correction."""
    act = _act(command.event_id, task)
    if command.field not in TEXT_FIELDS | FACT_FIELDS:
        raise Refused("task.not_correctable", field=command.field)
    by_author = bool(act.people & moment.actor.people)
    if command.field in FACT_FIELDS:
        _refuse_own_date(command.field, task, by_author, moment, ward)
        need_document(moment)
        _refuse_unknown_verdict(command)
    elif not by_author:
        need_document(moment)
    correction = t.EntryCorrected(
        event_id=command.event_id,
        field=command.field,
        was=command.was,
        should_be=command.should_be,
        why=command.why,
    )
    return [correction]


def _act(event_id: UUID, task: Task) -> Act:
    for act in task.acts:
        if act.event_id == event_id:
            return act
    raise Refused("not_found")


def _refuse_own_date(field: str, task: Task, by_author: bool, moment: Moment, ward: Ward) -> None:
    """SD-5: whoever is judged by a date, verdict or number does not mend it."""
    owing = {task.lead_id, *task.former_leads}
    worked = separation.worked(task, moment.actor.people, moment.happened_on, ward)
    if by_author or worked or separation.units_of(moment, ward) & owing:
        raise Refused("task.own_decisive_date", rule="SD-5", field=field)


def _refuse_unknown_verdict(command: c.CorrectEntry) -> None:
    if command.field == "quality" and command.should_be not in get_args(Quality):
        raise Refused("task.not_correctable", field=command.field)
