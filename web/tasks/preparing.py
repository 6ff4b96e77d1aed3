"""An officer fills a form in for the head: who may, what lies ready, and how it is handed on."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.task.memory import Task
from service.prepared_forms import (
    PreparedForm,
    drop_prepared,
    keep_prepared,
    prepared_form,
)
from service.roles import roles_of_post
from web.forms import Form
from web.house import house_of
from web.render import AnyRequest
from web.session import Visit, signed_in, visit_of
from web.tasks.task_form import TaskContext, TaskForm
from web.tasks.uploads import ABOUT_ON, FILES_MOST, KEPT

PREPARABLE = frozenset(
    {
        "return",
        "allocate",
        "request-extension",
        "explain-delay",
        "submit-result",
        "report-obstacle",
    }
)
"""Acts of the head that an officer of the unit may prepare."""
NOT_TYPED = frozenset({"command_id", "seen_version", "preview", "prepare", "discard", KEPT})


class Preparing(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says about being prepared."""

    is_mine: bool = False
    """The reader fills it in for the head and cannot send it himself."""
    draft: PreparedForm | None = None
    people: str = ""


def is_officer_of_lead(visit: Visit, task: Task) -> bool:
    """Whether the reader works in the lead unit without answering for it."""
    return task.lead_id is not None and any(
        post.unit_id == task.lead_id and "S" in roles_of_post(post, visit.today)
        for post in visit.posts
    )


async def preparing_of(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, *, may_act: bool
) -> Preparing:
    """The draft of this act, if the reader is of the unit it belongs to."""
    visit, lead = visit_of(request), context.task.lead_id
    of_unit = lead is not None and any(post.unit_id == lead for post in visit.posts)
    if form_of.slug not in PREPARABLE or lead is None or not (of_unit or may_act):
        return Preparing()
    house: Any = house_of(request)
    draft = await prepared_form(house.pool, context.task_id, form_of.slug, lead)
    people = ", ".join(context.names.person(each) for each in draft.prepared_by) if draft else ""
    return Preparing(is_mine=not may_act and context.prepares, draft=draft, people=people)


def typed_again(draft: PreparedForm, values: dict[str, Any]) -> dict[str, Any]:
    """A form with what was prepared in its fields."""
    return {name: draft.answers.get(name, value) for name, value in values.items()} | {
        name: typed for name, typed in draft.answers.items() if name not in values
    }


async def save_prepared(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, form: Form
) -> None:
    """Keep what was typed, sound or not: nothing happens before the head sends it."""
    visit, lead = visit_of(request), context.task.lead_id
    person_id = signed_in(request).person_id
    assert lead is not None, "only an officer of the lead unit prepares"
    assert person_id is not None, "only an officer of the lead unit prepares"
    answers: dict[str, list[str]] = {}
    for name, value in form.kept():
        if name not in NOT_TYPED:
            answers.setdefault(name, []).append(value)
    house: Any = house_of(request)
    await keep_prepared(
        house.pool,
        PreparedForm(
            task_id=context.task_id,
            slug=form_of.slug,
            unit_id=lead,
            prepared_by=(person_id,),
            answers=answers,
            files=context.files[:FILES_MOST],
            saved_at=visit.now,
        ),
        by_person=person_id,
    )


async def forget_prepared(request: AnyRequest, form_of: TaskForm, context: TaskContext) -> None:
    """The act was done, or the unit wants the draft no longer."""
    if form_of.slug in PREPARABLE:
        house: Any = house_of(request)
        await drop_prepared(house.pool, context.task_id, form_of.slug)


def with_draft(context: TaskContext, preparing: Preparing, form: Form | None) -> TaskContext:
    """Files of the draft that the reader kept, and who prepared it."""
    draft = preparing.draft
    if draft is None:
        return context
    kept = set(form.values(KEPT)) if form is not None else {f.sha256 for f in draft.files}
    known = {file.sha256 for file in context.files}
    about_on = form.day(ABOUT_ON, "task.field.about_on", required=False) if form else None
    more = tuple(
        msgspec.structs.replace(file, about_on=about_on or file.about_on)
        for file in draft.files
        if file.sha256 in kept - known
    )
    return msgspec.structs.replace(
        context, files=(*context.files, *more), prepared_by=draft.prepared_by
    )
