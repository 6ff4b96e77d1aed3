"""From words to a lead unit that has accepted; groups and series."""

from __future__ import annotations

from domain.task import events as t
from web.tasks.days import day
from web.tasks.telling.said import Said, Teller, Told, fields_of, without_stop


def _drafted(event: t.Drafted, told: Told) -> Said:
    return Said(facts={"text": without_stop(event.content.text)})


def _draft_revised(event: t.DraftRevised, told: Told) -> Said:
    changes = told.content_changes(event.before, event.after)
    return Said(facts={"fields": fields_of(changes)}, changes=changes)


def _nothing_more(event: object, told: Told) -> Said:
    return Said()


def _assigned(event: t.Assigned, told: Told) -> Said:
    if event.due is not None:
        deadline = told.say("act.part.deadline", date=day(event.due.last_on))
    else:
        deadline = told.names.deadline(event.content.deadline)
    return Said(
        facts={
            "unit": told.names.unit(event.content.lead_id),
            "deadline": deadline,
            "round": event.round,
        },
        variant="again" if event.round > 1 else "",
        more=(*_authority(event, told), _answer_by(event, told)),
    )


def _authority(
    event: t.Assigned | t.GroupAssigned | t.SeriesStarted, told: Told
) -> tuple[str, ...]:
    post = event.authority_post_id
    if post is None or post == told.meta.actor.post_id:
        return ()
    return (told.say("act.more.authority", name=told.names.holder(post)),)


def _answer_by(event: t.Assigned | t.LeadTransferred, told: Told) -> str:
    return told.say("act.more.answer_by", date=day(event.acceptance_limit_on))


def _group_assigned(event: t.GroupAssigned, told: Told) -> Said:
    facts = {
        "n": len(event.units),
        "units": told.names.units(event.units),
        "deadline": told.names.deadline(event.content.deadline),
    }
    return Said(facts=facts, more=_authority(event, told))


def _group_widened(event: t.GroupWidened, told: Told) -> Said:
    return Said(facts={"unit": told.names.unit(event.unit_id)})


def _group_concluded(event: t.GroupConcluded, told: Told) -> Said:
    return Said(facts={"confirmed": event.confirmed, "withdrawn": event.withdrawn})


def _series_started(event: t.SeriesStarted, told: Told) -> Said:
    facts = {
        "every": told.say(f"every.{event.every}"),
        "unit": told.names.unit(event.content.lead_id),
        "period": event.first_period,
    }
    last = event.last_period
    until = (told.say("act.more.last_period", period=last),) if last else ()
    return Said(facts=facts, more=(*_authority(event, told), *until))


def _series_revised(event: t.SeriesRevised, told: Told) -> Said:
    changes = told.content_changes(event.before, event.after)
    facts = {"period": event.from_period, "fields": fields_of(changes)}
    return Said(facts=facts, changes=changes)


def _series_ended(event: t.SeriesEnded, told: Told) -> Said:
    return Said(facts={"period": event.from_period})


def _occurrence_opened(event: t.OccurrenceOpened, told: Told) -> Said:
    return Said(facts={"period": event.period, "date": day(event.due.last_on)})


def _accepted(event: t.Accepted, told: Told) -> Said:
    return Said(facts={"due": told.due(event.due)})


def _deemed_accepted(event: t.DeemedAccepted, told: Told) -> Said:
    days = told.names.ward.calendar.working_days(event.silent_since, event.limit_on)
    return Said(facts={"days": days, "date": day(event.limit_on), "due": told.due(event.due)})


def _returned(event: t.Returned, told: Told) -> Said:
    proposed = event.proposes_unit_id
    more = (told.say("act.more.proposes_unit", unit=told.names.unit(proposed)),) if proposed else ()
    facts = {"why": told.say(f"returned.{event.why}"), "text": without_stop(event.text)}
    return Said(facts=facts, more=more)


def _lead_transferred(event: t.LeadTransferred, told: Told) -> Said:
    facts = {
        "from": told.names.unit(event.from_id),
        "to": told.names.unit(event.to_id),
        "due": told.due(event.due),
    }
    counted = () if event.counts else (told.say("due.counts_not"),)
    return Said(facts=facts, more=(*counted, _answer_by(event, told)))


def _reviewer_named(event: t.ReviewerNamed, told: Told) -> Said:
    return Said(facts={"name": told.names.holder(event.reviewer_post_id)})


def _allocated(event: t.Allocated, told: Told) -> Said:
    share = told.say("act.part.share", share=event.share) if event.share is not None else ""
    work = told.say("act.part.text", text=without_stop(event.work)) if event.work else ""
    return Said(
        facts={
            "person": told.names.holder(event.to_post_id),
            "role": told.say(f"allocation.{event.role}"),
            "share": share,
            "work": work,
        }
    )


TELLERS: dict[type, Teller] = {
    t.Drafted: _drafted,
    t.DraftRevised: _draft_revised,
    t.DraftDropped: _nothing_more,
    t.Assigned: _assigned,
    t.GroupAssigned: _group_assigned,
    t.GroupWidened: _group_widened,
    t.GroupConcluded: _group_concluded,
    t.SeriesStarted: _series_started,
    t.SeriesRevised: _series_revised,
    t.SeriesEnded: _series_ended,
    t.OccurrenceOpened: _occurrence_opened,
    t.Accepted: _accepted,
    t.DeemedAccepted: _deemed_accepted,
    t.Returned: _returned,
    t.LeadTransferred: _lead_transferred,
    t.ReviewerNamed: _reviewer_named,
    t.Allocated: _allocated,
}
