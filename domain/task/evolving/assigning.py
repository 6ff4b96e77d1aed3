"""From words to a lead unit that has accepted; groups and series begin here too."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta
from domain.task import events as t
from domain.task.evolving.dues import with_due
from domain.task.memory import Task, kind_of
from domain.task.parts import Child, Lead, Occurrence, Returning, Rhythm
from domain.values import Due, Fixed

Beginning = t.Drafted | t.Assigned | t.GroupAssigned | t.SeriesStarted
Settling = (
    t.DraftRevised
    | t.DraftDropped
    | t.Accepted
    | t.DeemedAccepted
    | t.Returned
    | t.LeadTransferred
    | t.ReviewerNamed
)
Branching = t.GroupWidened | t.GroupConcluded | t.SeriesRevised | t.SeriesEnded | t.OccurrenceOpened


def begin(task: Task | None, event: Beginning, meta: Meta) -> Task:
    """The first words, or the first duty."""
    base = task or Task(stage="drafted", stage_since=meta.recorded_at, content=event.content)
    base = replace(
        base,
        content=event.content,
        kind=kind_of(event.content.deadline),
        city_last_on=event.content.city_last_on,
    )
    match event:
        case t.Drafted():
            return base
        case t.Assigned():
            return _assigned(base, event, meta)
        case t.GroupAssigned():
            pairs = zip(event.units, event.child_ids, strict=True)
            return replace(
                _in_force(base, event.code, event.authority_post_id, meta),
                kind="group",
                children=tuple(Child(unit_id=unit, child_id=child) for unit, child in pairs),
            )
        case t.SeriesStarted():
            return replace(
                _in_force(base, event.code, event.authority_post_id, meta),
                kind="series",
                rhythm=_rhythm(event, meta.happened_on),
            )
        case _ as unknown:
            assert_never(unknown)


def _in_force(task: Task, code: str, authority: UUID | None, meta: Meta) -> Task:
    return replace(
        task,
        stage="accepted",
        code=code,
        authority_post_id=authority,
        assigned_at=meta.happened_at,
        assigned_on=meta.happened_on,
        round=1,
    )


def _rhythm(event: t.SeriesStarted, started_on: date) -> Rhythm:
    return Rhythm(
        every=event.every,
        due_day=event.due_day,
        first_period=event.first_period,
        last_period=event.last_period,
        started_on=started_on,
        templates=((event.first_period, event.content),),
    )


def _assigned(task: Task, event: t.Assigned, meta: Meta) -> Task:
    task = replace(
        task,
        stage="assigned",
        code=event.code,
        round=event.round,
        parent_id=event.parent_id,
        series=event.series,
        authority_post_id=event.authority_post_id,
        head_post_id=event.head_post_id,
        leads=_leads(task, event.content.lead_id, event.head_post_id, meta.happened_at),
        assigned_at=meta.happened_at,
        assigned_on=meta.happened_on,
        acceptance_limit_on=event.acceptance_limit_on,
        accepted_at=None,
        accepted_by_silence=False,
        returning=None,
        request=None,
    )
    return with_due(
        task,
        event.due,
        event,
        meta,
        deadline=event.content.deadline,
        start_on=meta.happened_on,
    )


def _leads(
    task: Task, unit_id: UUID | None, head: UUID | None, since: datetime
) -> tuple[Lead, ...]:
    if unit_id is None:
        return task.leads
    return (*task.leads, Lead(unit_id=unit_id, head_post_id=head, since=since))


def settle(task: Task, event: Settling, meta: Meta) -> Task:
    """Drafts are worked on; the head takes the task or gives it back; the lead moves."""
    match event:
        case t.DraftRevised():
            return replace(task, content=event.after, kind=kind_of(event.after.deadline))
        case t.DraftDropped():
            return replace(task, stage="dropped")
        case t.Accepted():
            return _accepted(task, event, meta, by_silence=False)
        case t.DeemedAccepted():
            return _accepted(task, event, meta, by_silence=True)
        case t.Returned():
            given_back = Returning(
                at=meta.happened_at,
                why=event.why,
                text=event.text,
                proposes_unit_id=event.proposes_unit_id,
            )
            return replace(task, stage="returned", returning=given_back)
        case t.LeadTransferred():
            return _transferred(task, event, meta)
        case t.ReviewerNamed():
            content = replace(task.content, reviewer_post_id=event.reviewer_post_id)
            return replace(task, content=content)
        case _ as unknown:
            assert_never(unknown)


def _accepted(
    task: Task, event: t.Accepted | t.DeemedAccepted, meta: Meta, *, by_silence: bool
) -> Task:
    task = replace(
        task, stage="accepted", accepted_at=meta.happened_at, accepted_by_silence=by_silence
    )
    if event.due is None:
        return task
    start = event.limit_on if isinstance(event, t.DeemedAccepted) else meta.happened_on
    return with_due(task, event.due, event, meta, deadline=task.content.deadline, start_on=start)


def _transferred(task: Task, event: t.LeadTransferred, meta: Meta) -> Task:
    task = replace(
        task,
        stage="assigned",
        content=replace(task.content, lead_id=event.to_id),
        head_post_id=event.to_head_post,
        leads=_leads(task, event.to_id, event.to_head_post, meta.happened_at),
        acceptance_limit_on=event.acceptance_limit_on,
        accepted_at=None,
        accepted_by_silence=False,
        returning=None,
        allocations=(),
    )
    if event.due is None:
        return task
    return with_due(task, event.due, event, meta, deadline=_fixed(event.due), counts=event.counts)


def _fixed(due: Due) -> Fixed:
    return Fixed(on=due.nominal_on)


def branch(task: Task, event: Branching, meta: Meta) -> Task:
    """Groups grow and end; series change, open occurrences and end."""
    if isinstance(event, t.GroupWidened):
        child = Child(unit_id=event.unit_id, child_id=event.child_id)
        return replace(task, children=(*task.children, child))
    if isinstance(event, t.GroupConcluded):
        return replace(task, stage="confirmed")
    rhythm = task.rhythm
    assert rhythm is not None, "only a series has occurrences"
    match event:
        case t.SeriesRevised():
            templates = (*rhythm.templates, (event.from_period, event.after))
            return replace(task, content=event.after, rhythm=replace(rhythm, templates=templates))
        case t.SeriesEnded():
            return replace(
                task, stage="confirmed", rhythm=replace(rhythm, ends_before=event.from_period)
            )
        case t.OccurrenceOpened():
            opened = Occurrence(period=event.period, child_id=event.child_id, due=event.due)
            rhythm = replace(rhythm, occurrences=(*rhythm.occurrences, opened))
            return replace(task, rhythm=rhythm)
        case _ as unknown:
            assert_never(unknown)
