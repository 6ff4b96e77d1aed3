"""The address of every act of a task: `/tasks/{code}/do/{act}`."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.refusal import Refused
from web.forms import Form, read_form
from web.render import AnyRequest, go_to
from web.session import signed_in
from web.stored_files import store_of
from web.tasks.act_flow import (
    Shown,
    actor_or_refusal,
    acts_since,
    id_for,
    previewed,
    read_asked,
    shas,
    show_form,
    submit,
)
from web.tasks.all_forms import FORMS
from web.tasks.asking import context_of
from web.tasks.loading import Opened, load_records, open_task
from web.tasks.preparing import (
    Preparing,
    forget_prepared,
    preparing_of,
    save_prepared,
    with_draft,
)
from web.tasks.task_form import TaskContext, TaskForm
from web.tasks.uploads import BODY_OCTETS_MAX, FILES, receive_files


class ActPage(Controller):
    """How do I do this?"""

    path = "/tasks/{code:str}/do/{act:str}"

    @get(opt={"permission": "tasks.write"})
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form_of, opened = await _opened(request, code, act)
        context = await context_of(request, opened)
        preparing = await _preparing(request, form_of, context)
        context = with_draft(context, preparing, None)
        return show_form(request, form_of, context, opened, preparing=preparing)

    @post(opt={"permission": "tasks.write"}, request_max_body_size=BODY_OCTETS_MAX)
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form_of, opened = await _opened(request, code, act)
        form = await read_form(request)
        context = await _context(request, form_of, opened, form)
        preparing = await _preparing(request, form_of, context)
        context = with_draft(context, preparing, form)
        if form.ticked("discard") and preparing.draft is not None:
            await forget_prepared(request, form_of, context)
            return go_to(opened.address)
        if preparing.is_mine:
            return await _prepare(request, form_of, context, opened, form, preparing)
        asked = read_asked(request, form_of, context, form)
        again = partial(
            show_form, request, form_of, context, opened, form=form, preparing=preparing
        )
        if asked is None:
            return again()
        if form.ticked("preview"):
            return again(shown=previewed(request, form_of, context, asked))
        try:
            receipt = await submit(request, form, asked)
        except Refused as refused:
            return again(shown=await _refused(opened, context, request, refused))
        await _keep(request, context)
        if preparing.draft is not None:
            await forget_prepared(request, form_of, context)
        gone = form_of.slug == "drop-draft"
        return go_to("/tasks" if gone else opened.address, position=receipt.position)


async def _opened(request: AnyRequest, code: str, act: str) -> tuple[TaskForm, Opened]:
    """The act and the present of the task; neither is there for who sees it only in part."""
    form_of = FORMS.get(act)
    opened = await open_task(request, code)
    if form_of is None or opened.view != "full" or opened.past is not None:
        raise NotFoundException
    return form_of, opened


async def _context(
    request: AnyRequest, form_of: TaskForm, opened: Opened, form: Form
) -> TaskContext:
    person_id = signed_in(request).person_id
    assert person_id is not None, "a visitor without a person sees no task"
    files = await receive_files(request, form, person_id) if form_of.files != "no" else ()
    return await context_of(request, opened, new_id=id_for(request, form), files=files)


async def _preparing(request: AnyRequest, form_of: TaskForm, context: TaskContext) -> Preparing:
    answer = actor_or_refusal(request, form_of, context)
    may_act = not isinstance(answer, Refused) or answer.code == "document_needed"
    return await preparing_of(request, form_of, context, may_act=may_act)


async def _prepare(
    request: AnyRequest,
    form_of: TaskForm,
    context: TaskContext,
    opened: Opened,
    form: Form,
    preparing: Preparing,
) -> Response[Any]:
    """Kept even if something is missing; only files that cannot be taken are told at once."""
    if FILES in form.errors:
        return show_form(request, form_of, context, opened, form=form, preparing=preparing)
    await save_prepared(request, form_of, context, form)
    return go_to(f"{opened.address}?prepared={form_of.slug}")


async def _refused(
    opened: Opened, context: TaskContext, request: AnyRequest, refused: Refused
) -> Shown:
    if refused.code == "not_found":
        raise refused
    shown = Shown(refused=refused)
    if refused.code == "version_moved":
        records = await load_records(request, opened.name)
        shown.moved = acts_since(records, context, refused)
        shown.seen_version = int(refused.facts.get("now", 0))
    return shown


async def _keep(request: AnyRequest, context: TaskContext) -> None:
    """The files belong to the act now and wait no longer."""
    person_id = signed_in(request).person_id
    if context.files and person_id is not None:
        await store_of(request).recorded(shas(context.files), person_id)


CONTROLLERS: list[type[Controller]] = [ActPage]
