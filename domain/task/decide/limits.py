"""What a new calendar does to the answers that are waited for: their last days move, only later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from domain import due as dues
from domain.calendar import Calendar
from domain.fact import local_date
from domain.task import events as t
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.values import Due
from domain.ward import Ward


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is waited for, and the day by which it is expected."""

    limit: t.AnswerLimit
    about: UUID | None = None
    since: date
    until: date


DAYS_OF: dict[t.AnswerLimit, str] = {
    "acceptance": "accept_silence_days",
    "review": "review_days",
    "direction": "direction_days",
    "extension": "extension_decision_days",
}
"""Answers whose day is always so many working days after they were asked for."""


def moved_limits(task: Task, version: int, ward: Ward) -> Decided:
    """T10 for everything but the due: a limit in working days keeps its number of days."""
    calendar = ward.calendar_version(version)
    again = [(each, _counted_again(each, task, calendar, ward)) for each in _by_rule(task)]
    again += [(each, _due_again(each, due, calendar, ward)) for each, due in _by_due(task)]
    return [
        t.LimitRecalculated(
            limit=each.limit,
            about=each.about,
            before=each.until,
            after=after,
            calendar_version=version,
        )
        for each, after in again
        if after > each.until
    ]


def _counted_again(each: Waiting, task: Task, calendar: Calendar, ward: Ward) -> date:
    after = calendar.after(each.since, ward.days(DAYS_OF[each.limit], each.since))
    if each.limit == "acceptance":  # silence stands still with the task
        return dues.prolonged(after, each.since, calendar, task.pauses)
    return after


def _due_again(each: Waiting, due: Due, calendar: Calendar, ward: Ward) -> date:
    """A day that was named only moves off a rest day."""
    moved = dues.moved_by_calendar(due, each.since, calendar, ward)
    return moved.last_on if moved is not None else due.last_on


def _by_rule(task: Task) -> Iterator[Waiting]:
    if task.stage == "assigned" and task.acceptance_limit_on is not None:
        since = local_date(task.leads[-1].since)
        yield Waiting(limit="acceptance", since=since, until=task.acceptance_limit_on)
    if task.stage == "submitted" and task.submission is not None:
        handed = task.submission
        yield Waiting(
            limit="review", about=handed.submission_id, since=handed.on, until=handed.review_by
        )
    for obstacle in task.obstacles:
        if obstacle.directed_at is None:
            yield Waiting(
                limit="direction",
                about=obstacle.obstacle_id,
                since=local_date(obstacle.at),
                until=obstacle.direction_by,
            )
    if task.request is not None:
        yield Waiting(
            limit="extension",
            about=task.request.request_id,
            since=local_date(task.request.at),
            until=task.request.decide_by,
        )


def _by_due(task: Task) -> Iterator[tuple[Waiting, Due]]:
    for asked in task.cooperation:
        if asked.outcome == "open":
            due, about = asked.reply_by, asked.request_id
            yield Waiting(limit="reply", about=about, since=asked.asked_on, until=due.last_on), due
    if task.urgings:
        letter = task.urgings[-1]
        since, due = local_date(letter.at), letter.reply_by
        yield Waiting(limit="urging", since=since, until=due.last_on), due
