"""The unit works: allocation, progress, evidence, obstacles and the direction they ask for."""

from __future__ import annotations

from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.task.periods import every_of
from domain.ward import Ward


def allocate(command: c.AllocateTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The head gives the work, or a share of it, to a post of the unit."""
    post = ward.posts.get(command.to_post_id)
    if post is None or post.unit_id != task.lead_id:
        raise Refused("task.post_not_of_unit", unit=task.lead_id, post=command.to_post_id)
    wanted = (command.to_post_id, command.role, command.share, command.work)
    if any((a.to_post_id, a.role, a.share, a.work) == wanted for a in task.allocations):
        return []
    return [
        t.Allocated(
            to_post_id=command.to_post_id,
            role=command.role,
            share=command.share,
            work=command.work,
        )
    ]


def report_progress(command: c.ReportProgress, task: Task, moment: Moment, ward: Ward) -> Decided:
    """How far the work is."""
    return [
        t.ProgressReported(text=command.text, percent=command.percent, evidence=command.evidence)
    ]


def report_period(command: c.ReportPeriod, task: Task, moment: Moment, ward: Ward) -> Decided:
    """What was done on a standing duty."""
    refuse_not_standing(task)
    refuse_unknown_period(command.period)
    if command.period in task.periods_reported:
        raise Refused("task.already_reported", period=command.period)
    return [t.PeriodReported(period=command.period, text=command.text, evidence=command.evidence)]


def refuse_not_standing(task: Task) -> None:
    """Only standing duties are reported by period."""
    if task.kind != "standing":
        raise Refused("task.not_standing", kind=task.kind)


def refuse_unknown_period(period: str) -> None:
    """A period has the name that the calendar of periods gives it."""
    try:
        every_of(period)
    except (ValueError, IndexError):
        raise Refused("task.no_such_period", period=period) from None


def attach(command: c.AttachEvidence, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A file joins the task, also while the result waits for its reviewer."""
    return [t.EvidenceAttached(evidence=command.evidence, about=command.about)]


def report_obstacle(command: c.ReportObstacle, task: Task, moment: Moment, ward: Ward) -> Decided:
    """What stands in the way; from the limit on the leader holds the task."""
    days = ward.days("direction_days", moment.happened_on)
    return [
        t.ObstacleReported(
            obstacle_id=command.obstacle_id,
            obstacle=command.obstacle,
            proposal=command.proposal,
            wants=command.wants,
            direction_by=ward.calendar.after(moment.happened_on, days),
        )
    ]


def direct(command: c.GiveDirection, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The leader decides on an obstacle, or says something unasked."""
    asked = command.obstacle_id
    if asked is not None and all(o.obstacle_id != asked for o in task.obstacles):
        raise Refused("task.no_such_obstacle", obstacle_id=asked)
    return [t.DirectionGiven(obstacle_id=asked, decision=command.decision_text)]
