"""Groups fan out to one child per unit; series open one dated occurrence per period."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from domain.fact import Moment
from domain.ids import derived
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import (
    Decided,
    authority_of,
    count,
    count_at_assignment,
    next_code,
    refuse_beyond_city,
    refuse_inactive,
    refuse_missing_words,
    refuse_past,
    refuse_secret,
    stands_on,
)
from domain.task.decide.working import refuse_unknown_period
from domain.task.events import Content
from domain.task.memory import Task
from domain.task.parts import Rhythm
from domain.task.periods import deadline_in, every_of, opens_on
from domain.values import Before, Fixed
from domain.ward import Ward


def group_child_id(task_id: UUID, unit_id: UUID) -> UUID:
    """The stream of one unit's share of a group."""
    return derived("group-child", task_id, unit_id)


def occurrence_id(series_id: UUID, period: str) -> UUID:
    """The stream of one period of a series."""
    return derived("occurrence", series_id, period)


def assign_group(command: c.AssignGroup, task: Task | None, moment: Moment, ward: Ward) -> Decided:
    """One duty, one child per unit; the parent has no work of its own."""
    on, content = moment.happened_on, command.content
    stands_on(moment, document=True)
    refuse_secret(command.secrecy)
    for unit_id in command.units or (None,):
        refuse_inactive(unit_id, on, ward)
        separation.refuse_reviewer(task, unit_id, content.reviewer_post_id, ward)
    for place, unit_id in enumerate(command.units):
        if unit_id in command.units[:place]:
            raise Refused("task.unit_already_in_group", unit=unit_id)
    refuse_missing_words(content, moment, ward)
    due = count_at_assignment(content.deadline, on, ward)
    refuse_beyond_city(due, content.city_last_on, moment, ward)
    refuse_past(due, on)
    code, register = next_code(moment, ward, command.task_id)
    assigned = t.GroupAssigned(
        code=code,
        content=content,
        units=command.units,
        child_ids=tuple(group_child_id(command.task_id, unit) for unit in command.units),
        authority_post_id=authority_of(command.authority_post_id, moment),
    )
    return [assigned, register]


def widen(command: c.WidenGroup, task: Task, moment: Moment, ward: Ward) -> Decided:
    """One more unit shares the duty."""
    if any(child.unit_id == command.unit_id for child in task.children):
        raise Refused("task.unit_already_in_group", unit=command.unit_id)
    refuse_inactive(command.unit_id, moment.happened_on, ward)
    child_id = group_child_id(command.task_id, command.unit_id)
    return [t.GroupWidened(unit_id=command.unit_id, child_id=child_id)]


def conclude(command: c.ConcludeGroup, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Every child is confirmed or withdrawn, at least one confirmed."""
    still_open = len(task.children) - command.confirmed - command.withdrawn
    if still_open > 0 or command.confirmed < 1:
        raise Refused(
            "task.children_open", ids=[x.child_id for x in task.children], n=max(still_open, 0)
        )
    return [t.GroupConcluded(confirmed=command.confirmed, withdrawn=command.withdrawn)]


def start_series(command: c.StartSeries, task: Task | None, moment: Moment, ward: Ward) -> Decided:
    """A recurring duty; its first occurrence must still be possible."""
    on, content = moment.happened_on, command.content
    stands_on(moment, document=True)
    refuse_secret(command.secrecy)
    lead_id = refuse_inactive(content.lead_id, on, ward)
    separation.refuse_reviewer(task, lead_id, content.reviewer_post_id, ward)
    first_deadline = _deadline(command.first_period, command.every, command.due_day)
    refuse_missing_words(with_deadline(content, first_deadline), moment, ward)
    refuse_past(count(first_deadline, on, on, ward), on)
    code, register = next_code(moment, ward, command.task_id)
    started = t.SeriesStarted(
        code=code,
        content=content,
        every=command.every,
        due_day=command.due_day,
        first_period=command.first_period,
        last_period=command.last_period,
        authority_post_id=authority_of(command.authority_post_id, moment),
    )
    return [started, register]


def _deadline(period: str, every: str, due_day: int | None) -> Fixed | Before:
    refuse_unknown_period(period)
    if every_of(period) != every:
        raise Refused("task.no_such_period", period=period)
    return deadline_in(period, due_day)


def with_deadline(content: Content, deadline: Fixed | Before) -> Content:
    """The words of a series with the deadline of one occurrence."""
    return replace(content, deadline=deadline)


def occurrence_content(task: Task, period: str) -> Content:
    """What the child of a period is assigned with: the words that hold, and its own deadline."""
    rhythm = _rhythm(task)
    deadline = deadline_in(period, rhythm.due_day)
    return with_deadline(rhythm.template(period), deadline)


def child_content(task: Task, unit_id: UUID) -> Content:
    """What the child of a unit is assigned with."""
    return replace(task.content, lead_id=unit_id)


def _rhythm(task: Task) -> Rhythm:
    assert task.rhythm is not None, "the state table lets only series through"
    return task.rhythm


def revise_series(command: c.ReviseSeries, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Other words from a period on; occurrences that are open stay as they are."""
    _refuse_opened(command.from_period, task)
    if command.after == task.content:
        return []
    refuse_inactive(command.after.lead_id, moment.happened_on, ward)
    return [
        t.SeriesRevised(from_period=command.from_period, before=task.content, after=command.after)
    ]


def end_series(command: c.EndSeries, task: Task, moment: Moment, ward: Ward) -> Decided:
    """No occurrence from this period on."""
    if _rhythm(task).ends_before == command.from_period:
        return []
    _refuse_opened(command.from_period, task)
    return [t.SeriesEnded(from_period=command.from_period)]


def _refuse_opened(from_period: str, task: Task) -> None:
    rhythm = _rhythm(task)
    _deadline(from_period, rhythm.every, None)
    opened = [x.period for x in rhythm.occurrences if x.period >= from_period]
    if opened:
        raise Refused("task.past_occurrences_stay", periods=opened)


def open_occurrence(command: c.OpenOccurrence, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A period has begun; a reaction assigns its child."""
    rhythm, period, on = _rhythm(task), command.period, moment.happened_on
    if any(x.period == period for x in rhythm.occurrences):
        return []
    deadline = _deadline(period, rhythm.every, rhythm.due_day)
    if not _runs(period, rhythm):
        raise Refused("task.no_such_period", period=period)
    opening = opens_on(period, rhythm.started_on)
    if on < opening:
        raise Refused("task.not_yet", on=opening)
    due = count(deadline, opening, on, ward)
    assert due is not None, "an occurrence is dated"
    return [
        t.OccurrenceOpened(period=period, child_id=occurrence_id(command.task_id, period), due=due)
    ]


def _runs(period: str, rhythm: Rhythm) -> bool:
    after_last = rhythm.last_period is not None and period > rhythm.last_period
    ended = rhythm.ends_before is not None and period >= rhythm.ends_before
    return period >= rhythm.first_period and not after_last and not ended
