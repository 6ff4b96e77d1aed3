"""The unit accepts, appeals or stays silent; an appeal is decided key by key on its own clock."""

from __future__ import annotations

from domain import due as dues
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.sheet.decide.apart import (
    acting_post,
    refuse_appraisers,
    refuse_its_voice,
    refuse_of_the_unit,
)
from domain.evaluation.sheet.decide.scoring import refuse_doubles, refuse_points, told_of
from domain.evaluation.sheet.state import Appeal, Sheet
from domain.evaluation.totals import total
from domain.evaluation.values import KeyOutcome
from domain.fact import Elsewhere, Event, Moment
from domain.refusal import Refused
from domain.values import Due
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def _reply_by(sheet: Sheet) -> Due:
    assert sheet.now.reply_by is not None, "a delivered appraisal waits for a reply"
    return sheet.now.reply_by


def _refuse_closed(sheet: Sheet, moment: Moment) -> None:
    if moment.happened_on > _reply_by(sheet).last_on:
        raise Refused("evaluation.reply_closed", on=_reply_by(sheet).last_on)


def accept(command: c.AcceptAppraisal, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """The unit agrees within its time."""
    _refuse_closed(sheet, moment)
    return [e.AppraisalAccepted()]


def lapse(command: c.LapseReply, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Silence until the end of the limit, recorded as silence."""
    limit = _reply_by(sheet)
    if command.for_on != limit.last_on:
        return []  # the limit is another one since the clock looked
    if moment.happened_on <= limit.last_on:
        raise Refused("evaluation.not_yet", on=limit.last_on)
    return [e.ReplyLapsed(for_on=limit.last_on, done_at=moment.now)]


def appeal(command: c.FileAppeal, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Against named keys, with grounds, within the time to reply."""
    _refuse_closed(sheet, moment)
    refuse_doubles(command.keys)
    for key in command.keys:
        if key not in sheet.now.marks:
            raise Refused("evaluation.key_unknown", key=key)
    if not command.keys or not command.grounds.strip():
        raise Refused("evaluation.grounds_needed")
    return [
        e.AppealFiled(
            appeal_id=command.appeal_id,
            keys=command.keys,
            grounds=command.grounds,
            evidence=command.evidence,
            decide_by=dues.working_days_from(
                moment.happened_on, sheet.limits.appeal_days, ward.calendar
            ),
        )
    ]


def decide_appeal(command: c.DecideAppeal, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """An outcome with its reason for every key of the appeal, by somebody who stood apart."""
    case = sheet.now.appeal
    assert case is not None, "the state table lets only a pending appeal through"
    refuse_of_the_unit(sheet, moment, ward)
    refuse_its_voice(sheet, moment)
    refuse_appraisers(sheet, case.keys, moment)
    told = told_of(command)
    _refuse_outcomes(command, case)
    for one in command.outcomes:
        if one.points:
            refuse_points(one.key, one.points, told)
    changed = {one.key: one.points for one in command.outcomes if one.points}
    return [
        e.AppealDecided(
            appeal_id=case.appeal_id,
            outcomes=command.outcomes,
            total=total(told, {**sheet.now.points, **changed}),
            by_post=acting_post(moment),
            late=moment.happened_on > case.decide_by.last_on,
        )
    ]


def _refuse_outcomes(command: c.DecideAppeal, case: Appeal) -> None:
    refuse_doubles(one.key for one in command.outcomes)
    decided = {one.key for one in command.outcomes}
    missing = [key for key in case.keys if key not in decided]
    if missing:
        raise Refused("evaluation.outcomes_missing", keys=missing)
    for one in command.outcomes:
        if one.key not in case.keys:
            raise Refused("evaluation.key_unknown", key=one.key)
        if not _is_grounded(one):
            raise Refused("evaluation.reason_needed", key=one.key)


def _is_grounded(one: KeyOutcome) -> bool:
    """Every outcome says why; what is upheld says which points, what is rejected changes none."""
    return bool(one.why.strip()) and bool(one.points) == (one.outcome != "rejected")
