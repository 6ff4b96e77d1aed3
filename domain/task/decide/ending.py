"""Rating, withdrawal, reopening, filing, links."""

from __future__ import annotations

from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import Decided, count, refuse_past, stands_on
from domain.task.decide.working import refuse_not_standing, refuse_unknown_period
from domain.task.memory import Task
from domain.ward import Ward


def rate(command: c.RateTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The leader's word on a finished task."""
    return [t.Rated(points=command.points, remark=command.remark)]


def withdraw(command: c.WithdrawTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Nobody owes it any more; children follow by reaction."""
    _refuse_remedy(task, moment)
    stands_on(moment, document=True, reason=True)
    return [t.Withdrawn()]


def reopen(command: c.ReopenTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A new spell with its own due; what was confirmed stays confirmed for its spell."""
    _refuse_remedy(task, moment)
    if task.kind == "standing" or task.submission is None:
        raise Refused("task.not_confirmed", stage=task.stage, at=task.stage_since)
    stands_on(moment, reason=True)
    on = moment.happened_on
    due = count(command.deadline, on, on, ward)
    if due is None:
        raise Refused("task.no_deadline_without_reason")
    refuse_past(due, on)
    return [t.Reopened(spell=task.spell + 1, due=due)]


def _refuse_remedy(task: Task, moment: Moment) -> None:
    if task.finding_id is not None and moment.actor.capacity != "reaction":
        raise Refused("task.remedy_of_open_finding", finding=task.finding_id)


def file(command: c.FileTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The last act: the file gets its code and its term of keeping."""
    separation.refuse_own_follow_up(task, moment, ward)
    _refuse_open_cooperation(task)
    return [t.Filed(file_code=command.file_code, retention=command.retention)]


def close_standing(command: c.CloseStanding, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A standing duty ends with a period."""
    refuse_not_standing(task)
    refuse_unknown_period(command.period)
    separation.refuse_own_follow_up(task, moment, ward)
    _refuse_open_cooperation(task)
    return [t.StandingClosed(period=command.period)]


def _refuse_open_cooperation(task: Task) -> None:
    still_open = [x.request_id for x in task.cooperation if x.outcome == "open"]
    if still_open:
        raise Refused("task.open_cooperation", ids=still_open, n=len(still_open))


def link(command: c.LinkTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A pointer to another thing of the ward."""
    if any((x.kind, x.id) == (command.to.kind, command.to.id) for x in task.content.links):
        return []
    return [t.Linked(to=command.to)]
