"""The visit: items answered, disagreements settled, figures overruled, absences, the end."""

from __future__ import annotations

from decimal import Decimal

from domain.checklist_item import Item
from domain.due import working_days_from
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_reason
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.decide.team import acting_post
from domain.inspection.evolving import is_photo
from domain.inspection.state import Inspection
from domain.points import points, written
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def check(command: c.CheckItem, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """One answer to one item; an answer of another inspector stays beside it."""
    item = _item(command.item_key, it)
    if any(a.answer_id == command.answer_id for a in it.answers):
        return []
    value = _points(command, item)
    if item.source == "DATA":
        _refuse_typed_figure(command, item, value)
    if command.answer == "not_met":
        _refuse_bare_failure(command, item, it)
    return [
        e.ItemChecked(
            answer_id=command.answer_id,
            item_key=item.item_key,
            answer=command.answer,
            points=written(value),
            max=item.max_points,
            note=command.note,
            evidence=command.evidence,
            sample=command.sample,
            computed=command.computed,
            finding_id=command.finding_id,
            by_post=acting_post(moment),
            late=is_late(it),
        )
    ]


def is_late(it: Inspection) -> bool:
    """What comes in after the end of the visit is marked."""
    return it.visit_closed_at is not None


def _item(item_key: str, it: Inspection) -> Item:
    item = it.item(item_key)
    if item is None:
        raise Refused("inspection.item_not_in_checklist", item_key=item_key)
    return item


def _points(command: c.CheckItem, item: Item) -> Decimal:
    """The points given; “met” without points is all of them, what does not apply has none."""
    if command.answer == "not_applicable":
        return Decimal(0)
    if not command.points:
        full = command.answer == "met"
        if command.computed is not None:
            return points(command.computed.points)
        return points(item.max_points) if full else Decimal(0)
    value = points(command.points)
    _refuse_too_many(value, item)
    return value


def _refuse_too_many(value: Decimal, item: Item) -> None:
    if value > points(item.max_points):
        raise Refused(
            "inspection.points_above_max",
            item=item.code,
            points=written(value),
            max=item.max_points,
        )


def _refuse_typed_figure(command: c.CheckItem, item: Item, value: Decimal) -> None:
    """A computed item takes the computed points; without a figure it needs a note."""
    if command.answer == "not_applicable":
        return
    if command.computed is None:
        if not command.note.strip():
            raise Refused("inspection.note_needed", item=item.code)
        return
    if value != points(command.computed.points):
        raise Refused(
            "inspection.figure_is_computed", item=item.code, computed=command.computed.points
        )


def _refuse_bare_failure(command: c.CheckItem, item: Item, it: Inspection) -> None:
    photographed = item.item_key in it.photographed or any(map(is_photo, command.evidence))
    if item.photo_on_fail and not photographed:
        raise Refused("inspection.photo_needed", item=item.code, item_key=item.item_key)
    if command.finding_id is None:
        raise Refused("inspection.finding_needed", item=item.code, item_key=item.item_key)


def settle(command: c.SettleItem, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Both answers stay; the leader's choice counts."""
    item = _item(command.item_key, it)
    need_reason(moment)
    given = scoring.answers_of(it, item.item_key)
    if len(given) < 2:
        raise Refused("inspection.only_one_answer", item=item.code)
    if all(a.answer_id != command.chosen_answer_id for a in given):
        raise Refused("not_found", what="answer", id=command.chosen_answer_id)
    if it.settled.get(item.item_key) == command.chosen_answer_id:
        return []
    return [
        e.ItemSettled(
            item_key=item.item_key,
            chosen_answer_id=command.chosen_answer_id,
            late=is_late(it),
        )
    ]


def overrule(command: c.OverruleFigure, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Other points than the computed ones, for a reason that stays beside them."""
    item = _item(command.item_key, it)
    if item.source != "DATA":
        raise Refused("inspection.not_a_data_item", item=item.code)
    need_reason(moment)
    value = points(command.points)
    _refuse_too_many(value, item)
    if it.overruled.get(item.item_key) == written(value):
        return []
    return [
        e.FigureOverruled(
            item_key=item.item_key,
            computed=command.computed,
            points=written(value),
            late=is_late(it),
        )
    ]


def note_absence(command: c.NoteAbsence, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """A post of the unit was not there."""
    post = ward.posts.get(command.post_id)
    if post is None or post.unit_id != it.unit_id:
        raise Refused("inspection.post_not_of_unit", post=command.post_id, unit=it.unit_id)
    if command.justified:
        need_reason(moment)
    if any((a.post_id, a.at) == (command.post_id, command.at) for a in it.absences):
        return []
    return [
        e.AbsenceNoted(
            post_id=command.post_id,
            at=command.at,
            justified=command.justified,
            late=is_late(it),
        )
    ]


def attach(command: c.AttachVisitEvidence, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """A photo or a file, of one item or of the whole visit."""
    if command.item_key is not None:
        _item(command.item_key, it)
    return [
        e.EvidenceAttached(evidence=command.evidence, item_key=command.item_key, late=is_late(it))
    ]


def close(command: c.CloseVisit, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Every item has one answer, every failure its photo and finding, nothing waits to be sent."""
    refuse_incomplete(command, it)
    counted = scoring.all_counted(it)
    return [
        e.VisitClosed(
            score=scoring.score(it),
            answered=len(counted),
            not_applicable=sum(1 for each in counted if not each.applies),
            report_by=working_days_from(moment.happened_on, it.limits.report_days, ward.calendar),
        )
    ]


def refuse_incomplete(command: c.CloseVisit | None, it: Inspection) -> None:
    """Codes of what is missing; at the end of the visit also what did not arrive."""
    blanks = scoring.blanks(it)
    no_photo = scoring.failed_without_photo(it)
    open_answers = scoring.unsettled(it)
    no_finding = scoring.failed_without_finding(it, command.findings) if command else ()
    unsent = command.unsent if command else 0
    if blanks or no_photo or open_answers or no_finding or unsent:
        raise Refused(
            "inspection.visit_incomplete",
            blanks=len(blanks),
            no_photo=len(no_photo),
            unsettled=len(open_answers),
            no_finding=len(no_finding),
            unsent=unsent,
            items=(*blanks, *no_photo, *open_answers, *no_finding),
        )
