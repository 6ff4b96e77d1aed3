"""Self-score and appraisal: one form with every key, the machine's value beside each."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from domain.evaluation import commands as c
from domain.evaluation.rated import own_units
from domain.ids import new_id
from domain.refusal import Refused
from domain.values import Evidence
from projections.register_filter import ALL_STAGES, RegisterFilter
from projections.register_query import RegisterLine
from projections.register_query import page as register_page
from projections.time_class_sql import Days
from service.lookups import task_by_code
from service.prepared_forms import (
    PreparedForm,
    drop_prepared,
    keep_prepared,
    prepared_form,
)
from web import refusals
from web.act_form import Asked
from web.act_pages import CONFLICT, UNPROCESSABLE, allowed, ask_desk
from web.evaluations.loading import SheetView
from web.evaluations.opened import names_of, open_sheet, sheet_crumbs
from web.evaluations.score_lines import (
    Files,
    answers_of,
    codes_in,
    first_marks,
    lines_of_form,
    of_draft,
    read_marks,
    read_self_lines,
    received,
    recorded,
)
from web.evaluations.sheet_context import SheetContext, SheetForm, context_of
from web.evaluations.sheet_forms import APPRAISE, SELF_SCORE
from web.forms import Form, filled, read_form
from web.house import house_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import Visit, signed_in, visit_of
from web.tasks.uploads import BODY_OCTETS_MAX, KEPT
from web.texts import say

WRITE = {"permission": "evaluations.write"}
FOUND_MOST = 10
SLUG = "self-score"
NEVER_KEPT = ("command_id", "seen_version", "search", "save", "find")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is said around the form when it comes back."""

    refused: Refused | None = None
    status: int = 200
    found: tuple[RegisterLine, ...] | None = None
    """Tasks that a search in the register gave."""
    saved: bool = False
    files: Files = {}


class SelfScorePage(Controller):
    """What do we give ourselves, and what do we show for it?"""

    path = "/evaluations/{code:str}/{unit:str}/do/self-score"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[str]:
        context, draft = await _opened(request, code, unit)
        form = filled(request)
        if draft is not None:
            form = Form(visit_of(request).language, draft.answers)
        told = Told(
            files=of_draft(form, context, draft), saved=request.query_params.get("saved") == "1"
        )
        return _page(request, SELF_SCORE, context, form, told, draft)

    @post(opt=WRITE, request_max_body_size=BODY_OCTETS_MAX)
    async def send(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[Any]:
        context, draft = await _opened(request, code, unit)
        form = await read_form(request)
        files = await received(request, form, context, draft)
        if form.ticked("search"):
            found = await _found(request, form, context.view)
            return _page(request, SELF_SCORE, context, form, Told(found=found, files=files), draft)
        if form.ticked("save") and form.is_sound:
            await _keep(request, form, context, files)
            return go_to(f"{context.view.address}/do/{SLUG}?saved=1")
        tasks = await _tasks(request, form, context)
        lines = read_self_lines(answers_of(form, context), context, files, tasks)
        if not form.is_sound:
            told = Told(status=UNPROCESSABLE, files=files)
            return _page(request, SELF_SCORE, context, form, told, draft)
        command = c.SubmitSelfScore(sheet_id=context.sheet_id, lines=lines)
        answer = await _submitted(request, SELF_SCORE, context, form, command, files)
        if answer.status_code == 303:
            await recorded(request, files, cast(UUID, signed_in(request).person_id))
            await drop_prepared(cast(Any, house_of(request)).pool, context.sheet_id, SLUG)
        return answer


class AppraisePage(Controller):
    """Does what the unit gave itself hold, beside what the machine counts?"""

    path = "/evaluations/{code:str}/{unit:str}/do/appraise"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[str]:
        view = await open_sheet(request, code, unit, scores=True, past=False)
        context = context_of(request, view)
        form = filled(request, **first_marks(context))
        return _page(request, APPRAISE, context, form, Told())

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[Any]:
        view = await open_sheet(request, code, unit, scores=True, past=False)
        context = context_of(request, view)
        form = await read_form(request)
        marks = read_marks(answers_of(form, context), context)
        if not form.is_sound:
            return _page(request, APPRAISE, context, form, Told(status=UNPROCESSABLE))
        command = c.AppraiseScore(sheet_id=context.sheet_id, marks=marks)
        return await _submitted(request, APPRAISE, context, form, command, {})


CONTROLLERS: list[type[Controller]] = [SelfScorePage, AppraisePage]


async def _opened(
    request: AnyRequest, code: str, unit: str
) -> tuple[SheetContext, PreparedForm | None]:
    """The sheet, and what somebody of the unit has filled in before."""
    view = await open_sheet(request, code, unit, scores=True, past=False)
    draft = None
    if of_unit(visit_of(request), view):
        house = cast(Any, house_of(request))
        draft = await prepared_form(house.pool, view.file.sheet_id, SLUG, view.unit.unit_id)
    return context_of(request, view), draft


def of_unit(visit: Visit, view: SheetView) -> bool:
    """Whoever works in the rated unit, or what speaks for it, may prepare what its head sends."""
    own = own_units(view.unit.unit_id, visit.today, visit.ward)
    return any(post.unit_id in own for post in visit.posts)


async def _keep(request: AnyRequest, form: Form, context: SheetContext, files: Files) -> None:
    """Beside the ledger: what was typed, with the files by line."""
    visit, person_id = visit_of(request), signed_in(request).person_id
    if person_id is None or not of_unit(visit, context.view):
        return
    typed: dict[str, list[str]] = {}
    for name, value in form.kept():
        if name not in NEVER_KEPT and not name.startswith(KEPT):
            typed.setdefault(name, []).append(value)
    for number, own in files.items():
        typed[f"{KEPT}_{number}"] = [each.sha256 for each in own]
    every: dict[str, Evidence] = {each.sha256: each for own in files.values() for each in own}
    house = cast(Any, house_of(request))
    draft = PreparedForm(
        task_id=context.sheet_id,
        slug=SLUG,
        unit_id=context.view.unit.unit_id,
        prepared_by=(),
        answers=typed,
        files=tuple(every.values()),
        saved_at=visit.now,
    )
    await keep_prepared(house.pool, draft, by_person=person_id)
    await recorded(request, files, person_id)


async def _found(request: AnyRequest, form: Form, view: SheetView) -> tuple[RegisterLine, ...]:
    """Tasks whose words fit, in every stage of life: of the unit, or of the whole ward."""
    visit, house = visit_of(request), cast(Any, house_of(request))
    words = form.text("find", "evalpage.field.find", required=False, most=200)
    own = () if view.rules.rates == "ward" else (view.unit.unit_id,)
    wanted = RegisterFilter(words=words, takes_part=own, stages=ALL_STAGES)
    found = await register_page(
        house.pool, wanted, Days.of(visit.ward, visit.today), size=FOUND_MOST
    )
    return tuple(found.lines)


async def _tasks(request: AnyRequest, form: Form, context: SheetContext) -> dict[str, UUID]:
    """The tasks behind the codes that were typed."""
    house = cast(Any, house_of(request))
    found = {}
    typed = (codes_in(form, number) for number in range(len(context.leaves)))
    for code in {code for codes in typed for code in codes}:
        task_id = await task_by_code(house.pool, code)
        if task_id is not None:
            found[code] = task_id
    return found


async def _submitted(
    request: AnyRequest,
    asked: SheetForm,
    context: SheetContext,
    form: Form,
    command: c.SheetCommand,
    files: Files,
) -> Response[Any]:
    try:
        receipt = await ask_desk(request, form, Asked(commands=(command,)))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        is_moved = refused.code == "version_moved"
        told = Told(refused=refused, status=CONFLICT if is_moved else UNPROCESSABLE, files=files)
        return _page(request, asked, context, form, told)
    return go_to(context.view.address, position=receipt.position)


def _page(
    request: AnyRequest,
    asked: SheetForm,
    context: SheetContext,
    form: Form,
    told: Told,
    draft: PreparedForm | None = None,
) -> Response[str]:
    visit, view = visit_of(request), context.view
    names = names_of(request, view)
    title = say(visit.language, f"{asked.words}.title")
    is_own = asked is SELF_SCORE
    refused = told.refused
    seen = view.file.version if refused is not None else form.value("seen_version")
    return page(
        request,
        "evaluations/score_form.html",
        told.status,
        view=view,
        unit=names.unit(view.unit.unit_id),
        form=form,
        title=title,
        intro=say(visit.language, f"{asked.words}.intro", unit=names.unit(view.unit.unit_id)),
        button=say(visit.language, f"{asked.words}.button"),
        is_own=is_own,
        is_mine=allowed(request, asked.command, view.sheet),
        may_prepare=is_own and of_unit(visit, view),
        lines=lines_of_form(context, told.files),
        found=told.found,
        saved=told.saved,
        prepared_by=names.person(draft.prepared_by[-1]) if draft and draft.prepared_by else "",
        refusal=refusals.sentence(refused, visit.language, visit.ward) if refused else "",
        action=f"{view.address}/do/{asked.slug}",
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=seen or view.file.version,
        crumbs=(*sheet_crumbs(view, names), Crumb(title)),
    )
