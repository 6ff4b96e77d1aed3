"""Separation of duties (SD-1 to SD-6, SD-20): the actor and whoever lent the duty are checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.fact import Moment
from domain.refusal import Refused
from domain.separation import people_in_post as people_in_post
from domain.separation import refuse_own_unit as refuse_own_unit
from domain.separation import units_of as units_of
from domain.task.memory import Task
from domain.task.parts import Worker
from domain.ward import Ward

NEEDS_AUTHORITY = "assigning_authority"
"""Who may do it instead, as a word that the pages put into the sentence."""


def worked(task: Task, people: Iterable[UUID], on: date, ward: Ward) -> Worker | None:
    """The first entry by which somebody of these people worked on the current spell."""
    asked = frozenset(people)
    for worker in task.workers:
        if worker.spell != task.spell:
            continue
        did = worker.people
        if worker.post_id is not None:
            did |= people_in_post(worker.post_id, worker.on, on, ward)
        if did & asked:
            return worker
    return None


def refuse_own_work(task: Task, moment: Moment, ward: Ward) -> None:
    """SD-1: who worked on a spell judges it neither himself nor through another."""
    for person in sorted(moment.actor.people):
        worker = worked(task, (person,), moment.happened_on, ward)
        if worker is not None:
            raise Refused(
                "own_work",
                rule="SD-1",
                person=person,
                event=worker.event,
                needs=NEEDS_AUTHORITY,
            )
    lent = moment.actor.delegation_id
    if lent is not None and any(
        w.spell == task.spell and w.delegation_id == lent for w in task.workers
    ):
        raise Refused("own_work", rule="SD-20", delegation_id=lent, needs=NEEDS_AUTHORITY)


def refuse_partial_reviewer(task: Task, moment: Moment, ward: Ward) -> None:
    """SD-2 at the verdict: neither the lead unit nor one that answered reviews the result."""
    answered = (x.unit_id for x in task.cooperation if x.outcome == "answered")
    refuse_own_unit("SD-2", (task.lead_id, *answered), moment, ward)


def refuse_own_request(task: Task, moment: Moment, ward: Ward) -> None:
    """SD-3: who asked for more time does not decide on it, nor anyone of the same unit."""
    request = task.request
    assert request is not None, "asked only when a request is open"
    lent = moment.actor.delegation_id
    own = request.people & moment.actor.people
    if own:
        person = min(own)
        raise Refused("task.own_request", rule="SD-3", person=person, needs=NEEDS_AUTHORITY)
    if lent is not None and lent == request.delegation_id:
        raise Refused("task.own_request", rule="SD-20", delegation_id=lent, needs=NEEDS_AUTHORITY)
    refuse_own_unit("SD-3", (request.unit_id, task.lead_id), moment, ward)


def refuse_own_follow_up(task: Task, moment: Moment, ward: Ward) -> None:
    """SD-6: no office follows up its own task."""
    refuse_own_unit("SD-6", (task.lead_id,), moment, ward)


def refuse_reviewer(
    task: Task | None, lead_id: UUID | None, reviewer: UUID | None, ward: Ward
) -> None:
    """SD-2 at naming: the post is of neither the lead unit nor one that answered."""
    post = ward.posts.get(reviewer) if reviewer is not None else None
    if post is None:
        return
    asked = task.cooperation if task else ()
    answered = {x.unit_id for x in asked if x.outcome == "answered"}
    if post.unit_id == lead_id or post.unit_id in answered:
        raise Refused(
            "task.reviewer_in_lead_unit",
            rule="SD-2",
            name=post.post_id,
            unit=post.unit_id,
        )
