"""What an inspection remembers after one more event; records and never refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from domain.fact import Event, Meta
from domain.inspection import events as e
from domain.inspection.parts import Answer, Signature
from domain.inspection.state import Absence, Inspection, Minutes
from domain.values import Evidence


def evolve(inspection: Inspection | None, event: e.InspectionEvent, meta: Meta) -> Inspection:
    """What the inspection remembers after one more event."""
    if isinstance(event, e.Ordered):
        return _ordered(event, meta)
    assert inspection is not None, f"{event.stored_name} cannot be the first event"
    after = _FOLDS[type(event)](inspection, event, meta)
    if after.stage == inspection.stage:
        return after
    return replace(after, stage_since=meta.happened_at)


def _ordered(event: e.Ordered, meta: Meta) -> Inspection:
    return Inspection(
        stage_since=meta.happened_at,
        code=event.code,
        kind=event.kind,
        unit_id=event.unit_id,
        leader_post=event.leader_post,
        secretary_post=event.secretary_post,
        member_posts=event.member_posts,
        orderer_post=event.orderer_post,
        ordered_at=event.ordered_at or meta.happened_at,
        seal_id=event.seal_id,
        programme=event.programme,
        trigger=event.trigger,
        checklist=event.checklist,
        items=event.items,
        contents=event.contents,
        rights=event.rights,
        period_from=event.period_from,
        period_to=event.period_to,
        from_on=event.from_on,
        to_on=event.to_on,
        limits=event.limits,
        declared=frozenset(event.declared_posts),
    )


# -- team and days -------------------------------------------------------------


def _declared(it: Inspection, event: e.IndependenceDeclared, meta: Meta) -> Inspection:
    return replace(
        it,
        declared=it.declared | {event.post_id},
        conflicted=it.conflicted - {event.post_id},
    )


def _conflicted(it: Inspection, event: e.ConflictDeclared, meta: Meta) -> Inspection:
    return replace(it, conflicted=it.conflicted | {event.post_id})


def _member_replaced(it: Inspection, event: e.MemberReplaced, meta: Meta) -> Inspection:
    def other(post: Any) -> Any:
        return event.in_post if post == event.out_post else post

    gone = {event.out_post}
    joined = {event.in_post} if event.statement else set()
    return replace(
        it,
        leader_post=other(it.leader_post),
        secretary_post=other(it.secretary_post),
        member_posts=tuple(other(post) for post in it.member_posts),
        former_posts=(*it.former_posts, event.out_post),
        declared=(it.declared - gone) | joined,
        conflicted=it.conflicted - gone,
    )


def _announced(it: Inspection, event: e.Announced, meta: Meta) -> Inspection:
    return replace(
        it,
        stage="announced",
        announced_at=meta.happened_at,
        visit_on=event.visit_on,
        self_report_by=event.self_report_by,
    )


def _postponed(it: Inspection, event: e.Postponed, meta: Meta) -> Inspection:
    return replace(
        it,
        from_on=event.from_on,
        to_on=event.to_on,
        visit_on=event.from_on if it.visit_on is not None else None,
        self_report_by=event.self_report_by,
    )


def _cancelled(it: Inspection, event: e.Cancelled, meta: Meta) -> Inspection:
    return replace(it, stage="cancelled")


def _self_reported(it: Inspection, event: e.SelfReportSubmitted, meta: Meta) -> Inspection:
    return replace(
        it, self_report=event.lines, self_report_text=event.text, self_report_late=event.late
    )


# -- visit ---------------------------------------------------------------------


def _opened(it: Inspection, event: e.Opened, meta: Meta) -> Inspection:
    return replace(
        it,
        stage="opened",
        opened_at=event.at,
        place=event.place,
        received_by_post=event.received_by_post,
        absent_head_reason=event.absent_head_reason,
    )


def _item_checked(it: Inspection, event: e.ItemChecked, meta: Meta) -> Inspection:
    answer = Answer(
        answer_id=event.answer_id,
        item_key=event.item_key,
        answer=event.answer,
        points=event.points,
        by_post=event.by_post,
        has_photo=any(is_photo(file) for file in event.evidence),
        finding_id=event.finding_id,
        computed=event.computed,
        at=meta.happened_at,
        late=event.late,
    )
    settled = dict(it.settled)
    settled.pop(event.item_key, None)  # what the leader chose between is no longer all there is
    return _later(replace(it, answers=(*it.answers, answer), settled=settled))


def _item_settled(it: Inspection, event: e.ItemSettled, meta: Meta) -> Inspection:
    return _later(replace(it, settled={**it.settled, event.item_key: event.chosen_answer_id}))


def _figure_overruled(it: Inspection, event: e.FigureOverruled, meta: Meta) -> Inspection:
    return _later(replace(it, overruled={**it.overruled, event.item_key: event.points}))


def _absence_noted(it: Inspection, event: e.AbsenceNoted, meta: Meta) -> Inspection:
    absence = Absence(
        post_id=event.post_id,
        at=event.at,
        justified=event.justified,
        reason=meta.reason or "",
    )
    return _later(replace(it, absences=(*it.absences, absence)))


def _evidence_attached(it: Inspection, event: e.EvidenceAttached, meta: Meta) -> Inspection:
    if event.item_key is None or not is_photo(event.evidence):
        return _later(it)
    return _later(replace(it, photographed=it.photographed | {event.item_key}))


def is_photo(file: Evidence) -> bool:
    """A picture, as far as its media type says."""
    return file.media_type.startswith("image/")


def _later(it: Inspection) -> Inspection:
    """What comes in after the minutes were drawn up makes them out of date."""
    if it.minutes is None:
        return it
    return replace(it, minutes=replace(it.minutes, is_stale=True), signatures=())


def _visit_closed(it: Inspection, event: e.VisitClosed, meta: Meta) -> Inspection:
    return replace(
        it, stage="visit_closed", visit_closed_at=meta.happened_at, report_by=event.report_by
    )


# -- minutes -------------------------------------------------------------------


def _drawn_up(it: Inspection, event: e.MinutesDrawnUp, meta: Meta) -> Inspection:
    minutes = Minutes(
        no=event.minutes_no,
        content_hash=event.content_hash,
        items_hash=event.items_hash,
        rendered=event.rendered,
        drawn_at=meta.happened_at,
    )
    return replace(it, stage="minutes_drawn", minutes=minutes, signatures=())


def _opinion_given(it: Inspection, event: e.UnitOpinionGiven, meta: Meta) -> Inspection:
    return _later(replace(it, opinion=event.text))


def _signed(it: Inspection, event: e.MinutesSigned, meta: Meta) -> Inspection:
    signature = Signature(role=event.role, post_id=event.post_id, at=meta.happened_at)
    return _with_signature(it, signature, meta, event.frozen)


def _refused(it: Inspection, event: e.SignatureRefused, meta: Meta) -> Inspection:
    signature = Signature(role="head", post_id=event.by_post, at=meta.happened_at, refused=True)
    return _with_signature(it, signature, meta, event.frozen)


def _with_signature(it: Inspection, new: Signature, meta: Meta, frozen: bool) -> Inspection:
    others = tuple(s for s in it.signatures if s.role != new.role)
    it = replace(it, signatures=(*others, new))
    return replace(it, stage="frozen", frozen_at=meta.happened_at) if frozen else it


def _addendum_added(it: Inspection, event: e.AddendumAdded, meta: Meta) -> Inspection:
    return replace(it, addenda=event.no)


# -- report and conclusion -----------------------------------------------------


def _reported(it: Inspection, event: e.Reported, meta: Meta) -> Inspection:
    return replace(
        it,
        stage="reported",
        reported_at=meta.happened_at,
        proposals=event.proposals,
        conclude_by=event.conclude_by,
    )


def _report_returned(it: Inspection, event: e.ReportReturned, meta: Meta) -> Inspection:
    return replace(it, stage="frozen", reported_at=None, conclude_by=None)


def _concluded(it: Inspection, event: e.ConclusionIssued, meta: Meta) -> Inspection:
    return replace(
        it,
        stage="concluded",
        concluded_at=meta.happened_at,
        outcomes=event.outcomes,
        concluded_score=event.score,
        remedy_plan_by=event.remedy_plan_by,
    )


def _published(it: Inspection, event: e.ConclusionPublished, meta: Meta) -> Inspection:
    return replace(it, published_where=event.where)


def _document_entered(it: Inspection, event: e.DocumentEntered, meta: Meta) -> Inspection:
    return replace(it, papers=it.papers | {event.paper})


def _closed(it: Inspection, event: e.Closed, meta: Meta) -> Inspection:
    return replace(it, stage="closed", file_code=event.file_code)


def _report_moved(it: Inspection, event: e.ReportLimitMoved, meta: Meta) -> Inspection:
    return replace(it, report_by=event.after, granted_days=event.days)


def _recalculated(it: Inspection, event: e.DeadlineRecalculated, meta: Meta) -> Inspection:
    match event.limit:
        case "report":
            return replace(it, report_by=event.after)
        case "conclude":
            return replace(it, conclude_by=event.after)
        case "remedy_plan":
            return replace(it, remedy_plan_by=event.after)


_FOLDS: Mapping[type[Event], Callable[[Inspection, Any, Meta], Inspection]] = {
    e.IndependenceDeclared: _declared,
    e.ConflictDeclared: _conflicted,
    e.MemberReplaced: _member_replaced,
    e.Announced: _announced,
    e.Postponed: _postponed,
    e.Cancelled: _cancelled,
    e.SelfReportSubmitted: _self_reported,
    e.Opened: _opened,
    e.ItemChecked: _item_checked,
    e.ItemSettled: _item_settled,
    e.FigureOverruled: _figure_overruled,
    e.AbsenceNoted: _absence_noted,
    e.EvidenceAttached: _evidence_attached,
    e.VisitClosed: _visit_closed,
    e.MinutesDrawnUp: _drawn_up,
    e.UnitOpinionGiven: _opinion_given,
    e.MinutesSigned: _signed,
    e.SignatureRefused: _refused,
    e.AddendumAdded: _addendum_added,
    e.Reported: _reported,
    e.ReportReturned: _report_returned,
    e.ConclusionIssued: _concluded,
    e.ConclusionPublished: _published,
    e.DocumentEntered: _document_entered,
    e.Closed: _closed,
    e.ReportLimitMoved: _report_moved,
    e.DeadlineRecalculated: _recalculated,
}
