"""Delay: what the clock records once, what the follow-up office signs, what the head explains."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain import due as dues
from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import Decided, stands_on
from domain.task.memory import Task
from domain.task.parts import Explanation
from domain.values import Due, Fixed
from domain.ward import Ward

LEGALLY_REQUIRED = ("overdue", "urging", "acknowledgement", "conclusion")
"""Notices that nobody can put off; a rule is called `overdue`, or `urging-2` with its step."""


def remind(command: c.SendReminder, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A reminder of the clock, once per rule and day."""
    if _told(task, t.ReminderSent.stored_name, command.rule, command.for_on):
        return []
    return [
        t.ReminderSent(
            rule=command.rule,
            for_on=command.for_on,
            done_at=moment.now,
            to_posts=command.to_posts,
        )
    ]


def snooze(command: c.SnoozeReminder, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A reminder may wait, a notice that the rules demand may not."""
    if command.rule.split("-")[0] in LEGALLY_REQUIRED:
        raise Refused("task.legally_required", rule=command.rule)
    stands_on(moment, reason=True)
    days = ward.days("snooze_max", moment.happened_on)
    latest_on = ward.calendar.after(moment.happened_on, days)
    if command.until_on > latest_on:
        raise Refused(
            "task.snoozed_too_far", until_on=command.until_on, latest_on=latest_on, days=days
        )
    return [t.ReminderSnoozed(rule=command.rule, until_on=command.until_on)]


def _told(task: Task, event: str, rule: str, for_on: date) -> bool:
    return any((x.event, x.rule, x.for_on) == (event, rule, for_on) for x in task.told)


def overdue(task: Task, due: Due | None, on: date) -> bool:
    """No result by the end of the last day; one that waits for its reviewer counts as handed in."""
    if due is None:
        return False
    return (task.submitted_on or on) > due.last_on


def pass_deadline(command: c.PassDeadline, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The last moment went by without a submission; written once per due."""
    if command.for_on in task.passed:
        return []
    in_force = [due for due in (task.due, task.newest_due) if due is not None]
    if all(due.last_on != command.for_on for due in in_force):
        return []  # the due moved since the clock looked
    if moment.happened_on <= command.for_on:
        raise Refused("task.not_yet", on=command.for_on)
    if task.submitted_on is not None and task.submitted_on <= command.for_on:
        return []
    return [
        t.DeadlinePassed(
            last_on=command.for_on,
            for_on=command.for_on,
            done_at=moment.now,
            head_post_id=task.head_post_id,
        )
    ]


def prepare_urging(command: c.PrepareUrging, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A letter lies ready for signature."""
    if _told(task, t.UrgingPrepared.stored_name, str(command.step), command.for_on):
        return []
    return [t.UrgingPrepared(step=command.step, for_on=command.for_on, done_at=moment.now)]


def escalate(command: c.Escalate, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The superior is told."""
    if _told(task, t.Escalated.stored_name, str(command.step), command.for_on):
        return []
    return [
        t.Escalated(
            step=command.step,
            for_on=command.for_on,
            done_at=moment.now,
            to_posts=command.to_posts,
        )
    ]


def urge(command: c.UrgeTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A signed letter of the follow-up office; the ladder follows the newest due."""
    stands_on(moment, document=True)
    separation.refuse_own_follow_up(task, moment, ward)
    on, due = moment.happened_on, task.newest_due
    if not overdue(task, due, on):
        raise Refused("task.not_overdue", last_on=due.last_on if due else None)
    decided = task.counted_from
    for letter in task.urgings:
        current = decided is None or letter.at >= decided.decided_at
        if letter.step == command.step and current:
            raise Refused("task.already_urged", step=letter.step, at=letter.at)
    if command.reply_on is None:
        days = ward.days("urging_reply_days", on)
        reply_by: Due | None = dues.working_days_from(on, days, ward.calendar)
    else:
        wanted = Fixed(on=command.reply_on)
        reply_by = dues.due_of(wanted, on, ward.calendar, dues.reading_on(ward, on))
    assert reply_by is not None, "a fixed day always comes to a due"
    return [t.Urged(step=command.step, reply_by=reply_by)]


def explain(command: c.ExplainDelay, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The head says why it is late and what helps."""
    return [
        t.DelayExplained(
            cause=command.cause,
            text=command.text,
            remedy=command.remedy,
            new_date_hoped=command.new_date_hoped,
        )
    ]


def confirm_cause(command: c.ConfirmCause, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The authority agrees with the cause; nobody of the lead unit does (SD-4)."""
    said = _explanation(command.explained_event, task)
    separation.refuse_own_unit("SD-4", (task.lead_id,), moment, ward)
    if said.outcome == "confirmed":
        return []
    _refuse_judged(said)
    return [t.CauseConfirmed(explained_event=said.event_id, why=command.why)]


def reject_cause(command: c.RejectCause, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The authority does not agree with the cause."""
    said = _explanation(command.explained_event, task)
    separation.refuse_own_unit("SD-4", (task.lead_id,), moment, ward)
    if said.outcome == "rejected":
        return []
    _refuse_judged(said)
    return [t.CauseRejected(explained_event=said.event_id, why=command.why)]


def _explanation(event_id: UUID, task: Task) -> Explanation:
    if not task.explanations and task.stage != "confirmed":
        raise Refused("task.not_confirmed", stage=task.stage, at=task.stage_since)
    for said in task.explanations:
        if said.event_id == event_id:
            return said
    raise Refused("task.not_explained", event=event_id)


def _refuse_judged(said: Explanation) -> None:
    if said.outcome != "open":
        raise Refused("task.cause_already_decided", outcome=said.outcome)


def take_measure(command: c.TakeMeasure, task: Task, moment: Moment, ward: Ward) -> Decided:
    """A human decision after recorded delay; never automatic."""
    if not task.passed and not any(v.schedule == "late" for v in task.verdicts):
        raise Refused("task.no_delay_recorded")
    stands_on(moment, document=True)
    return [t.MeasureTaken(kind=command.kind, post_id=command.post_id)]
