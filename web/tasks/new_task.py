"""Assigning a task step by step; every answer travels in the form, so it works without scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException

from domain.ids import derived, new_id
from domain.refusal import Refused
from domain.task.commands import TaskCommand
from projections.task_due import trial
from projections.task_file import remembered
from service.access import may
from service.desk import Envelope, Who
from web import refusals
from web.answers import Answers
from web.forms import Form, filled, read_form
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import signed_in, visit_of
from web.tasks.act_flow import command_id_of, groups_of
from web.tasks.due_view import trial_rows
from web.tasks.loading import load_records, open_task
from web.tasks.naming import Names
from web.tasks.new_steps import (
    STEPS,
    NewContext,
    Said,
    StepName,
    assigning,
    begun,
    drafting,
    every_field,
    fields_of,
    owes_product,
    read_step,
)
from web.tasks.new_summary import summary
from web.texts import say

REPEATED = frozenset({"_form", "step", "go", "command_id", "task", "seen_version"})
ASSIGNERS = frozenset({"C", "V", "O", "K"})


class NewTask(Controller):
    """What is to be done, by whom, until when, on which document?"""

    path = "/tasks/new"

    @get(opt={"permission": "tasks.draft"})
    async def show(self, request: AnyRequest) -> Response[str]:
        visit = visit_of(request)
        command_id = new_id(visit.now)
        task = request.query_params.get("task", "")
        context, version = await _context(request, task, command_id)
        fields = every_field(context)
        form = filled(
            request, **{f.name: f.values if f.kind == "many" else f.value for f in fields}
        )
        place = _Place(
            step="words", command_id=command_id, task=task, seen_version=version, is_first=True
        )
        return _page(request, form, context, place)

    @post(opt={"permission": "tasks.draft"})
    async def send(self, request: AnyRequest) -> Response[Any]:
        form = await read_form(request)
        command_id = command_id_of(request, form)
        task = form.value("task")
        context, _ = await _context(request, task, command_id)
        place = _Place(
            step=_step(form.value("step")),
            command_id=command_id,
            task=task,
            seen_version=form.value("seen_version"),
        )
        return await _answer(request, form, context, place)


class _Place(msgspec.Struct, kw_only=True):
    """Where in the steps one is, and what is said beside the questions."""

    step: StepName
    command_id: UUID
    task: str = ""
    seen_version: str = ""
    is_first: bool = False
    refused: Refused | None = None
    is_counted: bool = False


async def _context(request: AnyRequest, task: str, command_id: UUID) -> tuple[NewContext, str]:
    """A new task, or the draft or returned one that is to be assigned."""
    visit = visit_of(request)
    names = Names(visit.ward, visit.language, visit.today)
    own = None
    if not visit.roles & ASSIGNERS and visit.post is not None:
        own = visit.post.unit_id
    if not task:
        context = NewContext(
            ward=visit.ward,
            today=visit.today,
            names=names,
            task_id=derived("task-asked-by", command_id),
            own_unit=own,
        )
        return context, ""
    opened = await open_task(request, task)
    if opened.view != "full" or opened.file.task.stage not in ("drafted", "returned"):
        raise NotFoundException
    context = NewContext(
        ward=visit.ward,
        today=visit.today,
        names=names,
        task_id=opened.file.task_id,
        known=opened.file.task.content,
        own_unit=own,
    )
    return context, str(opened.file.version)


async def _answer(
    request: AnyRequest, form: Form, context: NewContext, place: _Place
) -> Response[Any]:
    """The button that was pressed decides what follows."""
    go = form.value("go") or "next"
    if go.startswith("edit:"):
        place.step = _step(go.removeprefix("edit:"))
        place.is_first = True
        return _page(request, form, context, place)
    if go == "back":
        place.step = STEPS[max(STEPS.index(place.step) - 1, 0)]
        place.is_first = True
        return _page(request, form, context, place)
    until = "check" if go in ("assign",) else place.step
    said = _read(request, form, context, place, until="deadline" if go == "draft" else until)
    dated = go in ("next", "assign") and place.step in ("deadline", "check")
    if form.is_sound and dated and owes_product(said):
        place.step = "words"
        form.fail("product", "task.error.product_needed")
    if form.errors:
        place.is_first = False
        return _page(request, form, context, place)
    if go in ("assign", "draft"):
        return await _record(request, form, context, place, said, as_draft=go == "draft")
    if go == "count":
        place.is_counted = True
    else:
        place.step = STEPS[min(STEPS.index(place.step) + 1, len(STEPS) - 1)]
        place.is_first = True
    return _page(request, form, context, place)


def _read(
    request: AnyRequest, form: Form, context: NewContext, place: _Place, *, until: str
) -> Said:
    """All steps up to one; the first with a mistake is where one goes back to."""
    labels = {field.name: field.label for field in every_field(context)}
    answers = Answers(form, labels)
    said = begun(context)
    for step in STEPS[: STEPS.index(_step(until)) + 1]:
        said = read_step(step, answers, context, said)
        if form.errors:
            place.step = step
            break
    return said


async def _record(
    request: AnyRequest,
    form: Form,
    context: NewContext,
    place: _Place,
    said: Said,
    *,
    as_draft: bool,
) -> Response[Any]:
    visit, user = visit_of(request), signed_in(request)
    command = drafting(said, context) if as_draft else assigning(said, context)
    envelope = Envelope(
        who=Who(person_id=user.person_id, acting_post=visit.acting_post),
        command_id=place.command_id,
        document=None if as_draft else said.document,
        seen_version=number_of(place.seen_version),
    )
    try:
        receipt = await house_of(request).desk.submit(command, envelope)
    except Refused as refused:
        if refused.code == "version_moved":
            place.seen_version = str(refused.facts.get("now", ""))
        place.step, place.refused = "check", refused
        return _page(request, form, context, place)
    records = await load_records(request, str(context.task_id))
    code = remembered(records).code
    return go_to(f"/tasks/{code or context.task_id}", position=receipt.position)


def _page(request: AnyRequest, form: Form, context: NewContext, place: _Place) -> Response[str]:
    visit = visit_of(request)
    fields = fields_of(place.step, context)
    shown = {field.name for field in fields}
    kept = [(n, v) for n, v in form.kept() if n not in shown and n not in REPEATED]
    quiet = Form(visit.language, _typed(form))
    said = _read(request, quiet, context, _Place(step="words", command_id=place.command_id),
                 until="deadline")  # fmt: skip
    title = say(visit.language, "title.new_task")
    status = 200 if place.is_first or not (form.errors or place.refused) else 422
    if place.refused is not None and place.refused.code == "version_moved":
        status = 409
    return page(
        request,
        "tasks/new.html",
        status,
        form=form,
        groups=groups_of(fields),
        labels={f.name: say(visit.language, f.label) for f in fields},
        kept=kept,
        place=place,
        steps=STEPS,
        rows=summary(said, context) if place.step == "check" else (),
        counted=_counted(said, context) if place.is_counted or place.step == "check" else None,
        may_not=_may_not(request, said, context, place) if place.step == "check" else "",
        refusal=refusals.sentence(place.refused, visit.language, visit.ward)
        if place.refused
        else "",
        children=[context.names.unit(unit) for unit in said.units],
        crumbs=(Crumb(say(visit.language, "nav.tasks"), "/tasks"), Crumb(title)),
    )


def _typed(form: Form) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    for name, value in form.kept():
        typed.setdefault(name, []).append(value)
    return typed


def _counted(said: Said, context: NewContext) -> list[str]:
    """What the deadline would come to if it were assigned today."""
    deadline = said.deadline
    if deadline is None:
        return []
    return trial_rows(trial(deadline, context.today, context.ward), deadline, context.names)


def _may_not(request: AnyRequest, said: Said, context: NewContext, place: _Place) -> str:
    """Why this office cannot assign it: said before the button is pressed."""
    visit = visit_of(request)
    command: TaskCommand = assigning(said, context)
    answer = may(
        command,
        None,
        None,
        signed_in(request).person_id,
        visit.acting_post,
        visit.ward,
        visit.now,
    )
    if place.refused is not None or not isinstance(answer, Refused):
        return ""
    if answer.code == "document_needed":
        return ""
    return refusals.sentence(answer, visit.language, visit.ward)


def _step(text: str) -> StepName:
    for step in STEPS:
        if step == text:
            return step
    return "words"


CONTROLLERS: list[type[Controller]] = [NewTask]
