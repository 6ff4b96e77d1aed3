"""Dates that move, reminders, letters, explanations, pauses."""

from __future__ import annotations

from domain.fact import local_date
from domain.task import events as t
from domain.values import Due
from web.tasks.days import day
from web.tasks.telling.said import Change, Said, Teller, Told, fields_of, without_stop


def _extension_asked(event: t.ExtensionRequested, told: Told) -> Said:
    by = told.say("act.more.decide_by", date=day(event.decide_by))
    return Said(facts={"new_date": day(event.to_on)}, more=(by,))


def _nothing_more(event: object, told: Told) -> Said:
    return Said()


def _extended(event: t.ExtensionApproved, told: Told) -> Said:
    calendar = told.names.ward.calendar_version(event.after.calendar_version)
    facts = {
        "from": day(event.before.last_on),
        "to": day(event.after.last_on),
        "days": calendar.working_days(event.before.last_on, event.after.last_on),
    }
    counted = told.say("due.counts" if event.counts else "due.counts_not")
    asked = told.say("act.more.asked_on", date=day(local_date(event.asked_at)))
    change = told.moved("change.due", event.before, event.after)
    return Said(facts=facts, more=(asked, counted), changes=(change,))


def _extension_refused(event: t.ExtensionRefused, told: Told) -> Said:
    return Said(facts={"why": without_stop(event.why)})


def _amended(event: t.Amended, told: Told) -> Said:
    changes = told.content_changes(event.before, event.after)
    more = () if event.counts else (told.say("due.counts_not"),)
    if event.due is not None:
        changes = (*changes, told.moved("change.due", told.past.due, event.due))
    return Said(facts={"fields": fields_of(changes)}, more=more, changes=changes)


def _triggered(event: t.TriggerRecorded, told: Told) -> Said:
    change = told.moved("change.due", None, event.due)
    facts = {"trigger": without_stop(event.trigger), "date": day(event.due.last_on)}
    return Said(facts=facts, changes=(change,))


def _reminded(event: t.ReminderSent, told: Told) -> Said:
    to = "; ".join(told.names.holder_name(post) for post in event.to_posts)
    more = (told.say("act.more.sent_to", names=to),) if to else ()
    return Said(facts={"rule": _rule(event.rule, told), "date": day(event.for_on)}, more=more)


def _rule(rule: str, told: Told) -> str:
    name, _, step = rule.partition("-")
    return told.say(f"rule.{name}" if name in RULES else "rule.other", step=step, rule=rule)


RULES = ("before", "on", "overdue", "urging", "accept")


def _snoozed(event: t.ReminderSnoozed, told: Told) -> Said:
    return Said(facts={"rule": _rule(event.rule, told), "date": day(event.until_on)})


def _passed(event: t.DeadlinePassed, told: Told) -> Said:
    post = event.head_post_id
    term = told.names.ward.holder(post, event.last_on) if post else None
    head = told.names.person(term.person_id) if term else told.names.office(post)
    return Said(facts={"date": day(event.last_on), "head": head})


def _urging_prepared(event: t.UrgingPrepared, told: Told) -> Said:
    return Said(facts={"step": event.step, "date": day(event.for_on)})


def _urged(event: t.Urged, told: Told) -> Said:
    return Said(facts={"step": event.step, "date": day(event.reply_by.last_on)})


def _escalated(event: t.Escalated, told: Told) -> Said:
    to = "; ".join(told.names.holder(post) for post in event.to_posts)
    return Said(facts={"to": to or "–", "date": day(event.for_on), "step": event.step})


def _explained(event: t.DelayExplained, told: Told) -> Said:
    facts = {"cause": told.say(f"cause.{event.cause}"), "text": without_stop(event.text)}
    more = [told.say("act.more.remedy", text=without_stop(event.remedy))] if event.remedy else []
    if event.new_date_hoped is not None:
        more.append(told.say("act.more.hoped", date=day(event.new_date_hoped)))
    return Said(facts=facts, more=tuple(more))


def _judged(event: t.CauseConfirmed | t.CauseRejected, told: Told) -> Said:
    said = told.past.explanations.get(event.explained_event)
    cause = told.say(f"cause.{said.cause}") if said else told.say("cause.objective")
    why = told.say("act.part.text", text=without_stop(event.why)) if event.why else ""
    return Said(facts={"cause": cause, "why": why})


def _measure(event: t.MeasureTaken, told: Told) -> Said:
    kind = told.say(f"measure.{event.kind}")
    return Said(facts={"kind": kind, "name": told.names.holder(event.post_id)})


def _suspended(event: t.Suspended, told: Told) -> Said:
    until = told.say("act.part.until", date=day(event.until_on)) if event.until_on else ""
    return Said(facts={"until": until})


def _resumed(event: t.Resumed, told: Told) -> Said:
    facts = {"days": event.paused_working_days, "due": told.due(event.due)}
    changes: tuple[Change, ...] = ()
    if isinstance(event.due, Due):
        changes = (told.moved("change.due", told.past.due, event.due),)
    more: tuple[str, ...] = ()
    if event.acceptance_limit_on is not None:
        more = (told.say("act.more.answer_by", date=day(event.acceptance_limit_on)),)
    return Said(facts=facts, more=more, changes=changes)


def _recalculated(event: t.DeadlineRecalculated, told: Told) -> Said:
    facts = {
        "from": day(event.before.last_on),
        "to": day(event.after.last_on),
        "version": event.calendar_version,
    }
    return Said(facts=facts, changes=(told.moved("change.due", event.before, event.after),))


def _limit_moved(event: t.LimitRecalculated, told: Told) -> Said:
    facts = {
        "limit": told.say(f"act.limit.{event.limit}"),
        "from": day(event.before),
        "to": day(event.after),
        "version": event.calendar_version,
    }
    return Said(facts=facts)


TELLERS: dict[type, Teller] = {
    t.ExtensionRequested: _extension_asked,
    t.ExtensionRequestWithdrawn: _nothing_more,
    t.ExtensionApproved: _extended,
    t.ExtensionRefused: _extension_refused,
    t.Amended: _amended,
    t.TriggerRecorded: _triggered,
    t.ReminderSent: _reminded,
    t.ReminderSnoozed: _snoozed,
    t.DeadlinePassed: _passed,
    t.UrgingPrepared: _urging_prepared,
    t.Urged: _urged,
    t.Escalated: _escalated,
    t.DelayExplained: _explained,
    t.CauseConfirmed: _judged,
    t.CauseRejected: _judged,
    t.MeasureTaken: _measure,
    t.Suspended: _suspended,
    t.Resumed: _resumed,
    t.DeadlineRecalculated: _recalculated,
    t.LimitRecalculated: _limit_moved,
}
