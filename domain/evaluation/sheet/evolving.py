"""A sheet folded from its events; `evolve` records what happened and never refuses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.evaluation import events as e
from domain.evaluation.sheet.state import (
    Appeal,
    Appraised,
    Approval,
    SelfScore,
    Sheet,
    Stage,
    Version,
)
from domain.evaluation.values import Vote
from domain.fact import Meta

STAGE_AFTER: dict[type[e.SheetEvent], Stage] = {
    e.SelfScoreSubmitted: "self_scored",
    e.AppraisalDelivered: "appraised",
    e.AppraisalAccepted: "replied",
    e.ReplyLapsed: "replied",
    e.AppealFiled: "replied",
    e.VotesCounted: "voted",
    e.ScoreApproved: "approved",
    e.ScorePublished: "published",
}


def evolve(sheet: Sheet | None, event: e.SheetEvent, meta: Meta) -> Sheet:
    """What the sheet remembers after one more event."""
    if isinstance(event, e.SheetOpened):
        return _opened(event, meta)
    assert sheet is not None, f"{event.stored_name} cannot be the first event of a sheet"
    if isinstance(event, e.SelfScoreSubmitted):
        after = _self_scored(sheet, event, meta)
    elif isinstance(event, e.SheetReopened):
        after = _reopened(sheet, event)
    elif isinstance(event, e.DeadlineRecalculated):
        after = _moved(sheet, event)
    else:
        after = replace(sheet, now=_version(sheet.now, event, meta))
    if isinstance(event, e.Frozen):
        after = replace(after, frozen=(*after.frozen, event))
    stage = _stage(after, event)
    return (
        after if stage == sheet.stage else replace(after, stage=stage, stage_since=meta.happened_at)
    )


def _stage(sheet: Sheet, event: e.SheetEvent) -> Stage:
    if isinstance(event, e.VoteCast):
        return "replied"  # a new ballot after a vote that was not valid
    if isinstance(event, e.SheetReopened):
        return "open" if sheet.self_score is None else "self_scored"
    return STAGE_AFTER.get(type(event), sheet.stage)


def _opened(event: e.SheetOpened, meta: Meta) -> Sheet:
    kept: dict[str, Any] = {
        name: getattr(event, name) for name in event.__struct_fields__ if name != "appraise_by"
    }
    return Sheet(
        **kept,
        opened_at=meta.happened_at,
        stage_since=meta.happened_at,
        now=Version(appraise_by=event.appraise_by),
    )


def _self_scored(sheet: Sheet, event: e.SelfScoreSubmitted, meta: Meta) -> Sheet:
    said = SelfScore(
        lines=event.lines,
        system=event.system,
        total=event.total,
        at=meta.happened_at,
        late=event.late,
        people=meta.actor.people,
    )
    return replace(sheet, self_score=said, now=replace(sheet.now, appraise_by=event.appraise_by))


def _reopened(sheet: Sheet, event: e.SheetReopened) -> Sheet:
    """The marks go on as they stood, with what appeal and approval changed; nothing is erased."""
    before = sheet.now
    stood = before.approval.said.points if before.approval is not None else before.points
    marks = {
        key: replace(mark, points=stood.get(key, mark.points)) for key, mark in before.marks.items()
    }
    begun = Version(number=event.version, marks=marks, appraise_by=event.appraise_by)
    return replace(sheet, now=begun, former=(*sheet.former, before))


def _moved(sheet: Sheet, event: e.DeadlineRecalculated) -> Sheet:
    now, due = sheet.now, event.after
    match event.clock:
        case "self_score":
            return replace(sheet, self_score_by=due)
        case "appraise":
            return replace(sheet, now=replace(now, appraise_by=due))
        case "reply":
            return replace(sheet, now=replace(now, reply_by=due))
    assert now.appeal is not None, "only an appeal that was filed has a clock"
    return replace(sheet, now=replace(now, appeal=replace(now.appeal, decide_by=due)))


def _version(now: Version, event: e.SheetEvent, meta: Meta) -> Version:
    match event:
        case e.ScoreAppraised():
            return _marked(now, event, meta)
        case e.AppraisalDelivered():
            return replace(
                now,
                appraised_total=event.total,
                reply_by=event.reply_by,
                delivered_at=meta.happened_at,
            )
        case e.AppraisalAccepted():
            return replace(now, reply="accepted", replied_at=meta.happened_at)
        case e.ReplyLapsed():
            return replace(now, reply="lapsed", replied_at=meta.happened_at)
        case e.AppealFiled() | e.AppealDecided():
            return _appealed(now, event, meta)
        case e.VoteCast() | e.VotesCounted():
            return _voted(now, event, meta)
    return _ended(now, event, meta)


def _marked(now: Version, event: e.ScoreAppraised, meta: Meta) -> Version:
    before = now.marks.get(event.key)
    people: frozenset[UUID] = before.people if before is not None else frozenset()
    mark = Appraised(
        points=event.points,
        self_points=event.self_points,
        system_value=event.system_value,
        reason=event.reason,
        by_post=event.by_post,
        at=meta.happened_at,
        people=people | meta.actor.people,
    )
    return replace(now, marks={**now.marks, event.key: mark})


def _appealed(now: Version, event: e.AppealFiled | e.AppealDecided, meta: Meta) -> Version:
    if isinstance(event, e.AppealFiled):
        filed = Appeal(
            appeal_id=event.appeal_id,
            keys=event.keys,
            grounds=event.grounds,
            evidence=event.evidence,
            filed_at=meta.happened_at,
            decide_by=event.decide_by,
            people=meta.actor.people,
        )
        return replace(now, reply="appealed", replied_at=meta.happened_at, appeal=filed)
    assert now.appeal is not None, "an appeal is filed before it is decided"
    decided = replace(now.appeal, decided_at=meta.happened_at, outcomes=event.outcomes)
    return replace(now, appeal=decided, decided_total=event.total)


def _voted(now: Version, event: e.VoteCast | e.VotesCounted, meta: Meta) -> Version:
    if isinstance(event, e.VotesCounted):
        return replace(now, count=event, counted_at=meta.happened_at)
    kept = now.votes if event.ballot == now.ballot else ()
    vote = Vote(post_id=event.post_id, person_id=meta.actor.person_id, choice=event.choice)
    count = now.count if event.ballot == now.ballot else None
    return replace(now, ballot=event.ballot, votes=(*kept, vote), count=count)


def _ended(now: Version, event: e.SheetEvent, meta: Meta) -> Version:
    match event:
        case e.ScoreApproved():
            approval = Approval(
                said=event, document=meta.document, reason=meta.reason, at=meta.happened_at
            )
            return replace(now, approval=approval)
        case e.Frozen() if now.approval is not None:
            return replace(now, approval=replace(now.approval, frozen=event))
        case e.ScorePublished():
            return replace(now, published=event.public_part, published_at=meta.happened_at)
    return now
