"""A form of a task's act from its first showing to the desk, with nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response

from domain.fact import Actor, Recorded
from domain.ids import derived, new_id
from domain.refusal import Refused
from domain.values import Evidence
from service.access import may
from service.desk import Envelope, Receipt, Who
from web import refusals
from web.act_form import Asked, Field, happened_at
from web.answers import Answers
from web.forms import Form, filled
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, page
from web.session import signed_in, visit_of
from web.tasks.acts import Act, acts_of
from web.tasks.dry_run import foreseen, tried
from web.tasks.loading import Opened
from web.tasks.preparing import Preparing, typed_again
from web.tasks.routes import chips_of, crumbs_of, names_of
from web.tasks.task_form import TaskContext, TaskForm, new_thing
from web.tasks.uploads import FILES
from web.texts import say

UNPROCESSABLE = 422
CONFLICT = 409
NOBODY = Actor()
"""Rules of separation do not concern somebody who only prepares."""


class Shown(msgspec.Struct, kw_only=True):
    """What is said around the fields when a form is shown."""

    refused: Refused | None = None
    foreseen: tuple[Act, ...] = ()
    moved: tuple[Act, ...] = ()
    """What others recorded since the form was opened."""
    seen_version: int | None = None


class Group(msgspec.Struct, frozen=True):
    """Fields under one heading, and the answers that bring them up."""

    heading: str
    fields: tuple[Field, ...]
    when: str = ""


def show_form(
    request: AnyRequest,
    form_of: TaskForm,
    context: TaskContext,
    opened: Opened,
    *,
    form: Form | None = None,
    shown: Shown | None = None,
    preparing: Preparing | None = None,
) -> Response[str]:
    """The form blank, or with everything that was typed and what is wrong with it."""
    visit = visit_of(request)
    shown = shown or Shown()
    fields = form_of.all_fields(context)
    is_first = form is None
    preparing = preparing or Preparing()
    if form is None:
        known = {f.name: f.values if f.kind == "many" else f.value for f in fields}
        if preparing.draft is not None:
            known = typed_again(preparing.draft, known)
        form = filled(request, **known)
        shown.refused = refused_beforehand(request, form_of, context, preparing)
    if is_first and not fields and shown.refused is None:
        shown.foreseen = _at_once(request, form_of, context)
    title = say(visit.language, form_of.title_key)
    return page(
        request,
        "tasks/act.html",
        _status(form, shown, is_first=is_first),
        form=form,
        fields=fields,
        groups=groups_of(fields),
        labels={f.name: say(visit.language, f.label) for f in fields},
        title=title,
        preparing=preparing,
        intro=say(visit.language, f"{form_of.words}.intro"),
        opened=opened,
        task=context.task,
        context=context,
        takes_files=form_of.files,
        kept=context.files,
        backdates=form_of.may_backdate,
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=shown.seen_version or form.value("seen_version") or context.file.version,
        refusal=refusals.sentence(shown.refused, visit.language, visit.ward)
        if shown.refused
        else "",
        shown=shown,
        event_numbers={},
        chips_of=chips_of,
        action=f"{opened.address}/do/{form_of.slug}",
        crumbs=(*crumbs_of(opened, names_of(request, opened)), Crumb(title)),
    )


def _status(form: Form, shown: Shown, *, is_first: bool) -> int:
    if is_first:
        return 200
    if shown.moved:
        return CONFLICT
    return UNPROCESSABLE if form.errors or shown.refused else 200


def refused_beforehand(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, preparing: Preparing
) -> Refused | None:
    """Why this office cannot do it now: said before anything is typed."""
    answer = NOBODY if preparing.is_mine else actor_or_refusal(request, form_of, context)
    actor = answer
    if isinstance(answer, Refused):
        if answer.code != "document_needed":
            return answer
        actor = Actor(person_id=signed_in(request).person_id, capacity="by_order")
    sample = form_of.sample(context)
    if sample is None or not isinstance(actor, Actor):
        return None
    found = tried(sample, context.file, actor, visit_of(request).now, context.ward)
    return found if isinstance(found, Refused) else None


def actor_or_refusal(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, asked: Asked | None = None
) -> Actor | Refused:
    """The office in which the visitor would act."""
    visit = visit_of(request)
    return may(
        asked.commands[0] if asked else form_of.command,
        context.task,
        None,
        signed_in(request).person_id,
        visit.acting_post,
        visit.ward,
        visit.now,
        document=asked.document if asked else None,
    )


def _at_once(request: AnyRequest, form_of: TaskForm, context: TaskContext) -> tuple[Act, ...]:
    """An act that asks nothing says at once what it will record."""
    sample = form_of.sample(context)
    return _foreseen(request, form_of, context, Asked(commands=(sample,))) if sample else ()


def _foreseen(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, asked: Asked
) -> tuple[Act, ...]:
    """Raises Refused."""
    actor = actor_or_refusal(request, form_of, context, asked)
    if isinstance(actor, Refused):
        raise actor
    visit = visit_of(request)
    return foreseen(asked, context.file, actor, visit.now, visit.ward, visit.language)


def groups_of(fields: Sequence[Field]) -> list[Group]:
    """Fields that stand together, in order."""
    groups: list[Group] = []
    for field in fields:
        if groups and (groups[-1].heading, groups[-1].when) == (field.group, field.when):
            groups[-1] = Group(field.group, (*groups[-1].fields, field), field.when)
        else:
            groups.append(Group(field.group, (field,), field.when))
    return groups


# -- sending ---------------------------------------------------------------------


def command_id_of(request: AnyRequest, form: Form) -> UUID:
    """The id the form was given when it was shown; sent twice, it is recorded once."""
    try:
        return UUID(form.value("command_id"))
    except ValueError:
        return new_id(visit_of(request).now)


def read_asked(
    request: AnyRequest, form_of: TaskForm, context: TaskContext, form: Form
) -> Asked | None:
    """Commands and envelope; None when something has to be corrected."""
    labels = {f.name: f.label for f in form_of.all_fields(context)}
    happened = happened_at(form) if form_of.may_backdate else None
    if form_of.files == "must" and not context.files and FILES not in form.errors:
        form.fail(FILES, "task.error.file_needed")
    asked = form_of.read(Answers(form, labels), context)
    if asked is None or form.errors:
        return None
    return msgspec.structs.replace(asked, happened_at=happened)


async def submit(request: AnyRequest, form: Form, asked: Asked) -> Receipt:
    """The commands in order; the same form sent again gets the same receipt."""
    visit, user = visit_of(request), signed_in(request)
    first = command_id_of(request, form)
    seen = form.value("seen_version")
    desk: Any = house_of(request).desk
    receipt: Receipt | None = None
    for number, command in enumerate(asked.commands):
        envelope = Envelope(
            who=Who(person_id=user.person_id, acting_post=visit.acting_post),
            command_id=first if number == 0 else derived("form", first, number),
            happened_at=asked.happened_at,
            reason=asked.reason,
            document=asked.document,
            seen_version=number_of(seen) if number == 0 else None,
        )
        receipt = await desk.submit(command, envelope)
    assert receipt is not None, "an act asks for at least one command"
    return receipt


def acts_since(
    records: Sequence[Recorded], context: TaskContext, refused: Refused
) -> tuple[Act, ...]:
    """What was recorded since the version that the form was made for."""
    seen = int(refused.facts.get("seen", 0))
    acts = acts_of(records, context.ward, context.language)
    return tuple(act for act in acts if act.number > seen)


def previewed(request: AnyRequest, form_of: TaskForm, context: TaskContext, asked: Asked) -> Shown:
    """What would be recorded, or why it would be refused."""
    try:
        return Shown(foreseen=_foreseen(request, form_of, context, asked))
    except Refused as refused:
        return Shown(refused=refused)


def shas(files: Sequence[Evidence]) -> list[str]:
    """The hashes of files."""
    return [each.sha256 for each in files]


def id_for(request: AnyRequest, form: Form) -> UUID:
    """The id of whatever the act begins."""
    return new_thing(command_id_of(request, form))
