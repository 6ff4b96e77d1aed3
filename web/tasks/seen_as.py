"""A past page through the eyes of an office: what its holder saw of the task, and could do."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec

from domain.ward import Post, Ward
from projections.task_file import TaskFile
from service.object_facts import Facts, task_facts
from service.roles import View, roles_of_post, task_view, units_of
from web.tasks.naming import Names
from web.tasks.possible import Asker, possibilities
from web.tasks.task_form import TaskContext


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """An office that can be looked from; its holder of that day sees and may what stands here."""

    key: str
    """As it stands in the address, `?as=head`."""
    label: str
    post_id: UUID
    person_id: UUID


class SeenAs(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder saw, and the titles of what he could do."""

    seat: Seat
    view: View
    could: tuple[str, ...] = ()


def seats_of(file: TaskFile, ward: Ward, names: Names) -> list[Seat]:
    """One office of each kind that there was on that day, in the order of nearness."""
    facts = task_facts(None, file.task, ward, file.today)
    found: dict[str, Seat] = {}
    for key, post in _posts(file, facts, ward):
        term = ward.holder(post.post_id, file.today)
        if term is not None and key not in found:
            label = names.say("replay.seat", role=names.say(f"replay.as.{key}"),
                              name=names.holder(post.post_id))  # fmt: skip
            found[key] = Seat(key=key, label=label, post_id=post.post_id, person_id=term.person_id)
    return list(found.values())


def _posts(file: TaskFile, facts: Facts, ward: Ward) -> Iterator[tuple[str, Post]]:
    task, posts = file.task, list(ward.posts.values())
    head = ward.head_post(task.lead_id) if task.lead_id else None
    if head is not None:
        yield "head", head
    for key, post_id in (
        *(("doer", each) for each in task.allocated_posts),
        ("reviewer", task.reviewer_post_id),
        ("authority", task.authority_post_id),
    ):
        if post_id is not None and post_id in ward.posts:
            yield key, ward.posts[post_id]
    for post in posts:
        roles = roles_of_post(post, file.today)
        if post.unit_id == facts.follow_up_unit and roles & {"O", "K"}:
            yield "follow_up", post
        if "A" in roles:
            yield "auditor", post
        if post.rank == "head" and post.unit_id not in units_of(facts) | {facts.follow_up_unit}:
            yield "other", post


def seen_as(seat: Seat, file: TaskFile, ward: Ward, names: Names, address: str) -> SeenAs:
    """Rights are those of that day, by the same rules as today's."""
    facts = task_facts(None, file.task, ward, file.today)
    view = task_view(seat.person_id, facts, ward, file.today)
    if view != "full":
        return SeenAs(seat=seat, view=view)
    context = TaskContext(file=file, ward=ward, today=file.today, language=names.language)
    asker = Asker(person_id=seat.person_id, acting_post=seat.post_id, now=file.at)
    can = possibilities(context, asker, address)
    acts = (*((can.main,) if can.main else ()), *can.more)
    return SeenAs(seat=seat, view=view, could=tuple(act.title for act in acts))
