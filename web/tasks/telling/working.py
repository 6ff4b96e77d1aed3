"""Work, cooperation, obstacles, the result and what became of it."""

from __future__ import annotations

from domain.task import events as t
from web.tasks import naming
from web.tasks.days import day
from web.tasks.telling.said import Change, Said, Teller, Told, without_stop


def _asked(event: t.CooperationRequested, told: Told) -> Said:
    return Said(
        facts={
            "unit": told.names.unit(event.unit_id),
            "date": day(event.reply_by.last_on),
            "question": without_stop(event.question),
        }
    )


def _answered(event: t.CooperationAnswered, told: Told) -> Said:
    asked = told.past.questions.get(event.request_id)
    late = event.days_late
    distance = told.say("act.part.late" if late else "act.part.in_time", days=late)
    facts = {"distance": distance, "answer": without_stop(event.answer)}
    if asked is None:
        return Said(facts=facts)
    question = told.say("act.more.question", text=" ".join(asked.question.split()))
    charged = (told.say("act.more.late_charged", days=late),) if late else ()
    facts["date"] = day(asked.reply_by.last_on)
    return Said(facts=facts, variant="dated", more=(question, *charged))


def _declined(event: t.CooperationDeclined | t.CooperationWithdrawn, told: Told) -> Said:
    asked = told.past.questions.get(event.request_id)
    more: tuple[str, ...] = ()
    if asked is not None:
        more = (told.say("act.more.question", text=" ".join(asked.question.split())),)
    return Said(facts={"why": without_stop(event.why)}, more=more)


def _request_moved(event: t.CooperationMoved, told: Told) -> Said:
    asked = told.past.questions.get(event.request_id)
    more: tuple[str, ...] = ()
    if asked is not None:
        more = (told.say("act.more.question", text=" ".join(asked.question.split())),)
    facts = {"from": told.names.unit(event.from_id), "to": told.names.unit(event.to_id)}
    return Said(facts=facts, more=more)


def _progress(event: t.ProgressReported, told: Told) -> Said:
    percent = told.say("act.part.percent", percent=event.percent) if event.percent else ""
    return Said(facts={"percent": percent, "text": without_stop(event.text)})


def _period(event: t.PeriodReported, told: Told) -> Said:
    return Said(facts={"period": event.period, "text": without_stop(event.text)})


def _attached(event: t.EvidenceAttached, told: Told) -> Said:
    about = told.say("act.part.text", text=without_stop(event.about)) if event.about else ""
    return Said(facts={"file": event.evidence.file_name, "about": about})


def _obstacle(event: t.ObstacleReported, told: Told) -> Said:
    facts = {
        "cause": without_stop(event.obstacle),
        "proposal": without_stop(event.proposal),
        "wants": told.say(f"wants.{event.wants}"),
    }
    by = told.say("act.more.direction_by", date=day(event.direction_by))
    return Said(facts=facts, more=(by,))


def _direction(event: t.DirectionGiven, told: Told) -> Said:
    met = told.past.obstacles.get(event.obstacle_id) if event.obstacle_id else None
    more: tuple[str, ...] = ()
    if met is not None:
        more = (told.say("act.more.obstacle", text=without_stop(met.obstacle)),)
    return Said(facts={"decision": without_stop(event.decision)}, more=more)


def _submitted(event: t.ResultSubmitted, told: Told) -> Said:
    more = [told.say("act.more.review_by", date=day(event.review_by))]
    if event.claims_done_on is not None:
        more.insert(0, told.say("act.more.claims_done", date=day(event.claims_done_on)))
    if event.documents:
        cited = "; ".join(naming.document(doc, told.names.language) for doc in event.documents)
        more.insert(0, told.say("act.more.products", documents=cited))
    if event.prepared_by:
        people = ", ".join(told.names.person(each) for each in event.prepared_by)
        more.append(told.say("act.more.prepared_by", people=people))
    due = told.past.due
    if due is None:
        distance = told.say("act.part.no_deadline")
    else:
        calendar = told.names.ward.calendar
        on = told.meta.happened_on
        late = calendar.working_days(due.last_on, calendar.roll_forward(on))
        early = calendar.working_days(on, due.last_on)
        if on > due.last_on:
            distance = told.say("act.part.after_deadline", days=late, date=day(due.last_on))
        else:
            distance = told.say("act.part.before_deadline", days=early, date=day(due.last_on))
    facts = {"text": without_stop(event.text), "distance": distance}
    return Said(facts=facts, variant="again" if event.spell > 1 else "", more=tuple(more))


def _sent_back(event: t.ResultSentBack, told: Told) -> Said:
    return Said(facts={"defects": without_stop(event.defects)})


def _confirmed(event: t.CompletionConfirmed, told: Told) -> Said:
    facts = {
        "schedule": told.say(f"schedule.{event.schedule}", days=event.days_late),
        "quality": told.say(f"quality.{event.quality}"),
    }
    more = []
    if event.last_on is not None:
        more.append(told.say("act.more.judged_by", date=day(event.last_on)))
    if event.remark:
        more.append(told.say("act.more.remark", text=without_stop(event.remark)))
    return Said(facts=facts, more=tuple(more))


def _rated(event: t.Rated, told: Told) -> Said:
    points = told.say("act.part.points", points=event.points) if event.points else ""
    remark = told.say("act.part.text", text=without_stop(event.remark)) if event.remark else ""
    return Said(facts={"points": points, "remark": remark})


def _nothing_more(event: object, told: Told) -> Said:
    return Said()


def _reopened(event: t.Reopened, told: Told) -> Said:
    return Said(facts={"spell": event.spell, "date": day(event.due.last_on)})


def _filed(event: t.Filed, told: Told) -> Said:
    return Said(facts={"file_code": event.file_code, "retention": event.retention})


def _standing_closed(event: t.StandingClosed, told: Told) -> Said:
    return Said(facts={"period": event.period})


def _corrected(event: t.EntryCorrected, told: Told) -> Said:
    wrong = told.past.events.get(event.event_id)
    field = told.say(f"entry.{event.field}")
    facts = {
        "date": day(wrong.meta.recorded_on) if wrong else naming.UNKNOWN,
        "field": field,
        "was": without_stop(event.was),
        "should_be": without_stop(event.should_be),
        "why": without_stop(event.why),
    }
    change = Change(label=field, before=event.was, after=event.should_be)
    return Said(facts=facts, changes=(change,))


def _linked(event: t.Linked, told: Told) -> Said:
    why = told.say("act.part.text", text=without_stop(event.to.why)) if event.to.why else ""
    facts = {"kind": told.say(f"link.{event.to.kind}"), "id": event.to.id, "why": why}
    return Said(facts=facts)


TELLERS: dict[type, Teller] = {
    t.CooperationRequested: _asked,
    t.CooperationAnswered: _answered,
    t.CooperationDeclined: _declined,
    t.CooperationWithdrawn: _declined,
    t.CooperationMoved: _request_moved,
    t.ProgressReported: _progress,
    t.PeriodReported: _period,
    t.EvidenceAttached: _attached,
    t.ObstacleReported: _obstacle,
    t.DirectionGiven: _direction,
    t.ResultSubmitted: _submitted,
    t.ResultSentBack: _sent_back,
    t.CompletionConfirmed: _confirmed,
    t.Rated: _rated,
    t.Withdrawn: _nothing_more,
    t.Reopened: _reopened,
    t.Filed: _filed,
    t.StandingClosed: _standing_closed,
    t.EntryCorrected: _corrected,
    t.Linked: _linked,
}
