"""Self-score and appraisal: every key, what stands beside it, and why it was changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from domain import due as dues
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.council import impartial
from domain.evaluation.sheet.decide.apart import acting_post, refuse_its_voice, refuse_of_the_unit
from domain.evaluation.sheet.state import Appraised, Sheet
from domain.evaluation.totals import total
from domain.evaluation.values import Mark, SelfLine, SystemLine, Told
from domain.fact import Elsewhere, Event, Moment
from domain.points import points, written
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def told_of(command: c.ScoringCommand) -> Told:
    """What the machine says; without it nothing is scored."""
    if command.told is None:
        raise Refused("evaluation.nothing_worked_out")
    return command.told


def submit_self_score(
    command: c.SubmitSelfScore, sheet: Sheet, moment: Moment, ward: Ward
) -> Decided:
    """Every manual key, with something shown or explained; the rest as the machine has it."""
    told = told_of(command)
    refuse_doubles(line.key for line in command.lines)
    for line in command.lines:
        refuse_points(line.key, line.points, told)
    lines = _complete(command.lines, told)
    bare = [line.key for line in lines if not _is_shown(line, told.line(line.key))]
    if bare:
        raise Refused("evaluation.evidence_or_explanation", keys=bare)
    on = moment.happened_on
    return [
        e.SelfScoreSubmitted(
            lines=lines,
            system={line.key: line.points for line in told.lines if line.points is not None},
            total=total(told, {line.key: line.points for line in lines}),
            late=on > sheet.self_score_by.last_on,
            appraise_by=dues.working_days_from(on, sheet.limits.appraise_days, ward.calendar),
        )
    ]


def _complete(said: Iterable[SelfLine], told: Told) -> tuple[SelfLine, ...]:
    given = {line.key: line for line in said}
    missing = [x.key for x in told.lines if x.key not in given and x.points is None]
    if missing:
        raise Refused("evaluation.keys_missing", keys=missing)
    return tuple(
        given.get(x.key) or SelfLine(key=x.key, points=x.points or "0") for x in told.lines
    )


def _is_shown(line: SelfLine, system: SystemLine | None) -> bool:
    if line.evidence or line.links or line.explanation.strip():
        return True
    return system is not None and _same(line.points, system.points)


def appraise(command: c.AppraiseScore, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """Marks key by key; one that differs from what stands beside it says why."""
    refuse_of_the_unit(sheet, moment, ward)
    refuse_its_voice(sheet, moment)
    told = told_of(command)
    refuse_doubles(mark.key for mark in command.marks)
    events: Decided = []
    for mark in command.marks:
        refuse_points(mark.key, mark.points, told)
        before = sheet.now.marks.get(mark.key)
        if before is not None and (before.points, before.reason) == (mark.points, mark.reason):
            continue
        events.append(_marked(mark, before, sheet, told, moment))
    return events


def _marked(
    mark: Mark, before: Appraised | None, sheet: Sheet, told: Told, moment: Moment
) -> e.ScoreAppraised:
    line = told.line(mark.key)
    own = sheet.self_points(mark.key)
    system = line.points if line is not None else None
    beside = [value for value in (own, system) if value is not None]
    changes = not beside or any(not _same(mark.points, value) for value in beside)
    if changes and not mark.reason.strip():
        raise Refused("evaluation.reason_needed", key=mark.key)
    return e.ScoreAppraised(
        key=mark.key,
        points=mark.points,
        self_points=own,
        system_value=system,
        reason=mark.reason,
        by_post=acting_post(moment),
    )


def deliver(command: c.DeliverAppraisal, sheet: Sheet, moment: Moment, ward: Ward) -> Decided:
    """The leader of those who appraise this unit hands it over; no key without a mark."""
    on = moment.happened_on
    refuse_of_the_unit(sheet, moment, ward)
    refuse_its_voice(sheet, moment)
    lead = next(iter(impartial(sheet.appraiser_posts, sheet.unit_id, on, ward)), None)
    if acting_post(moment) != lead:
        raise Refused("evaluation.not_the_lead", post=lead)
    told = told_of(command)
    unmarked = [line.key for line in told.lines if line.key not in sheet.now.marks]
    if unmarked:
        raise Refused("evaluation.keys_unappraised", keys=unmarked)
    _refuse_stale(sheet, told)
    return [
        e.AppraisalDelivered(
            total=total(told, sheet.now.points),
            reply_by=dues.working_days_from(on, sheet.limits.reply_days, ward.calendar),
            late=on > sheet.now.appraise_by.last_on,
        )
    ]


def _refuse_stale(sheet: Sheet, told: Told) -> None:
    """A mark that followed the machine without a reason still does when it is handed over."""
    marks = sheet.now.marks
    moved = [
        line.key
        for line in told.lines
        if line.points is not None
        and not _same(line.points, marks[line.key].points)
        and not marks[line.key].reason.strip()
    ]
    if moved:
        raise Refused("evaluation.system_moved", keys=moved)


def refuse_points(key: str, given: str, told: Told) -> None:
    """Points of a key that applies, between nothing and its most."""
    line = told.line(key)
    if line is None:
        raise Refused("evaluation.key_unknown", key=key)
    if points(given) > points(line.max):
        raise Refused(
            "evaluation.points_above_max",
            key=key,
            points=written(Decimal(given)),
            max=written(Decimal(line.max)),
        )


def refuse_doubles(keys: Iterable[str]) -> None:
    """One line per key."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Refused("evaluation.key_twice", key=key)
        seen.add(key)


def _same(one: str, other: str | None) -> bool:
    return other is not None and Decimal(one) == Decimal(other)
