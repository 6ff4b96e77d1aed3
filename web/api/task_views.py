"""Writes tasks as JSON for one reader on one day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import local_date
from projections.register_query import RegisterLine
from projections.task_file import TaskFile
from web.api.bearer import ROOT
from web.api.task_shapes import (
    ActTold,
    CanBeDone,
    Difference,
    FileOfTask,
    HeldFor,
    MayDo,
    MayNot,
    PersonRef,
    PostRef,
    Question,
    TaskDetail,
    TaskLine,
    UnitRef,
)
from web.org.views import slug_of
from web.possible_acts import Possibilities, Possible
from web.register.lines import LineView, seen_line, shows_names
from web.session import Visit
from web.tasks.acts import Act


def unit_ref(visit: Visit, unit_id: UUID | None, ward: Any = None) -> UnitRef | None:
    """A unit by its name on the day of the answer."""
    unit = (ward or visit.ward).units.get(unit_id) if unit_id else None
    if unit is None:
        return None
    return UnitRef(unit_id=unit.unit_id, slug=slug_of(unit), name=unit.name_on(visit.today))


def person_ref(visit: Visit, person_id: UUID | None) -> PersonRef | None:
    """A person, for readers who are told persons."""
    person = visit.ward.persons.get(person_id) if person_id else None
    if person is None or not shows_names(visit):
        return None
    return PersonRef(person_id=person.person_id, full_name=person.full_name)


def post_ref(visit: Visit, post_id: UUID | None) -> PostRef | None:
    """A post with its holder today."""
    post = visit.ward.posts.get(post_id) if post_id else None
    if post is None:
        return None
    term = visit.ward.holder(post.post_id, visit.today)
    return PostRef(
        post_id=post.post_id,
        title=post.title,
        unit=unit_ref(visit, post.unit_id),
        holder=person_ref(visit, term.person_id) if term else None,
    )


def task_line(line: RegisterLine, visit: Visit) -> TaskLine:
    """A line of the register for this reader."""
    view: LineView = seen_line(line, visit)
    name = line.code or str(line.task_id)
    copied = {
        field: getattr(line, field) for field in TaskLine.__struct_fields__ if hasattr(line, field)
    }
    return TaskLine(
        **copied
        | {
            "name": name,
            "href": f"{ROOT}/tasks/{name}",
            "lead": unit_ref(visit, line.lead_id),
            "head": view.head,
            "working_days_left": view.days,
        }
    )


def act_told(act: Act) -> ActTold:
    """An act as the page tells it."""
    return ActTold(
        event_id=act.event_id,
        kind=act.name,
        number=act.number,
        position=act.position,
        category=act.category,
        sentence=act.sentence,
        more=act.more,
        recorded_at=act.recorded_at,
        happened_at=act.happened_at,
        is_late_entry=act.is_late_entry,
        by_person=act.by_person,
        cause=act.cause,
        corrects=act.corrects,
        files=act.files,
        changes=tuple(
            Difference(label=c.label, before=c.before, after=c.after) for c in act.changes
        ),
    )


def can_be_done(found: Possibilities) -> CanBeDone:
    """The lists of the page, its button first."""
    mine = [each for each in (found.main, *found.more) if each is not None]
    return CanBeDone(
        mine=tuple(_may_do(each) for each in mine),
        later=tuple(_may_not(each) for each in found.later),
        others=tuple(_may_not(each) for each in found.others),
    )


def _may_do(possible: Possible) -> MayDo:
    return MayDo(act=possible.slug, title=possible.title, note=possible.note)


def _may_not(later: Any) -> MayNot:
    return MayNot(titles=later.titles, who=later.who, why=later.why)


def limited_detail(file: TaskFile, visit: Visit, name: str, as_of: date | None) -> TaskDetail:
    """Title, lead and its head, last day and class: what the register tells everybody."""
    task = file.task
    head = file.heads[0].person_id if file.heads else None
    return TaskDetail(
        task_id=file.task_id,
        name=name,
        href=f"{ROOT}/tasks/{name}",
        view="limited",
        as_of=as_of,
        position=file.records[-1].position,
        version=file.version,
        text=task.content.text,
        kind=task.kind,
        stage=task.stage,
        time_class=file.time_class,
        lead=unit_ref(visit, task.lead_id),
        head=person_ref(visit, head),
        original_last_on=task.original_due.last_on if task.original_due else None,
        last_on=task.due.last_on if task.due else None,
        **dict.fromkeys(
            (
                "content", "due", "original_due", "assigned_on", "percent", "holder", "reviewer",
                "authority", "parent_id",
            )
        ),
        extensions=task.extensions,
        held=(),
        allocated=(),
        questions=(),
        evidence=(),
        children=(),
    )  # fmt: skip


def full_detail(
    file: TaskFile, visit: Visit, name: str, as_of: date | None, missing: frozenset[str]
) -> TaskDetail:
    """Everything the page of the task tells."""
    task = file.task
    hold = file.holder
    return msgspec.structs.replace(
        limited_detail(file, visit, name, as_of),
        view="full",
        content=task.content,
        due=task.due,
        original_due=task.original_due,
        assigned_on=task.assigned_on,
        percent=task.percent,
        holder=_held_now(hold, file, visit) if hold else None,
        held=tuple(
            HeldFor(
                holder=row.holder,
                unit=unit_ref(visit, row.unit_id),
                post=post_ref(visit, row.post_id),
                person=person_ref(visit, row.person_id),
                from_on=row.from_on,
                until_on=row.until_on,
                days=row.days,
            )
            for row in file.held
        ),
        reviewer=post_ref(visit, task.reviewer_post_id),
        authority=post_ref(visit, task.authority_post_id),
        allocated=tuple(
            ref for post in task.allocated_posts if (ref := post_ref(visit, post)) is not None
        ),
        questions=tuple(_question(each, visit) for each in file.exchanges),
        evidence=files_told(file, name, missing),
        children=file.child_ids,
        parent_id=task.parent_id,
    )


def _held_now(hold: Any, file: TaskFile, visit: Visit) -> HeldFor:
    return HeldFor(
        holder=hold.holder,
        unit=unit_ref(visit, hold.unit_id),
        post=post_ref(visit, hold.post_id),
        person=None,
        from_on=local_date(hold.from_at),
        until_on=file.today,
        days=sum(row.days for row in file.held if row.holder == hold.holder),
    )


def _question(each: Any, visit: Visit) -> Question:
    return Question(
        request_id=each.request.request_id,
        unit=unit_ref(visit, each.request.unit_id),
        question=each.asked.question,
        asked_on=each.asked_on,
        last_on=each.last_on,
        answer=each.answer,
        settled_on=each.settled_on,
        files=each.files,
    )


def files_told(file: TaskFile, name: str, missing: frozenset[str]) -> tuple[FileOfTask, ...]:
    """Files in the order in which acts brought them."""
    return tuple(
        FileOfTask(
            evidence=filed.evidence,
            event_id=filed.event_id,
            act=filed.act,
            same_as=filed.same_as,
            href=None
            if filed.evidence.sha256 in missing
            else f"{ROOT}/tasks/{name}/evidence/{filed.evidence.sha256}",
        )
        for filed in file.evidence
    )
