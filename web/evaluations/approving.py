"""The approval: what is frozen is shown with its hashes, and the password is asked once more."""

from __future__ import annotations

from typing import Any, cast

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from domain.evaluation import commands as c
from domain.evaluation.rules import LEVELS, Level
from domain.evaluation.values import Mark
from domain.ids import new_id
from domain.refusal import Refused
from service.demo.cast import DEMO_PASSWORD
from service.step_up import GOOD_FOR_SECONDS
from web import refusals
from web.act_form import Asked, document_fields
from web.act_pages import CONFLICT, UNPROCESSABLE, allowed, ask_desk
from web.answers import TEXT_MAX, Answers
from web.evaluations.criterion_rows import criteria_of
from web.evaluations.loading import SheetView
from web.evaluations.opened import names_of, open_sheet, sheet_crumbs
from web.evaluations.score_lines import Line, lines_of_form
from web.evaluations.sheet_context import SheetContext, context_of
from web.evaluations.sheet_facts import proposal_words
from web.evaluations.sheet_forms import APPROVE, points_of
from web.evaluations.sheet_rows import gates_of
from web.evaluations.words import points_text
from web.forms import Form, filled, read_form
from web.house import house_of
from web.password_again import PASSWORD, Told, spend_proof, unproven
from web.render import AnyRequest, Crumb, go_to, page
from web.session import visit_of
from web.texts import say

WRITE = {"permission": "evaluations.write"}


class ApprovePage(Controller):
    """Do I approve exactly this?"""

    path = "/evaluations/{code:str}/{unit:str}/do/approve"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[str]:
        view = await open_sheet(request, code, unit, scores=True, past=False)
        return _page(request, view, filled(request, level=view.standing.level), Told())

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[Any]:
        view = await open_sheet(request, code, unit, scores=True, past=False)
        form = await read_form(request)
        asked = _read(form, view, context_of(request, view))
        if asked is None:
            form.password(PASSWORD, "evalpage.field.password")
            return _page(request, view, form, Told(status=UNPROCESSABLE))
        told = await unproven(request, form, _subject(form, view), "evalpage.field.password")
        if told is not None:
            return _page(request, view, form, told)
        return await _submitted(request, view, form, asked)


CONTROLLERS: list[type[Controller]] = [ApprovePage]


def _fields() -> dict[str, str]:
    labels = {field.name: field.label for field in document_fields("must")}
    return {
        **labels,
        "level": "evaluation.field.level",
        "reason": "evaluation.field.reason",
        PASSWORD: "evalpage.field.password",
    }


def _read(form: Form, view: SheetView, context: SheetContext) -> Asked | None:
    """The decision as it was typed; None when something is wrong."""
    labels = _fields()
    for number in range(len(context.leaves)):
        labels[f"points_{number}"] = "evaluation.field.points"
        labels[f"reason_{number}"] = "evaluation.field.reason"
    answers = Answers(form, labels)
    level = answers.choice("level", LEVELS)
    reason = answers.text("reason", required=False, most=TEXT_MAX)
    changes = _changes(answers, context)
    if level and not changes and level != view.standing.level and not reason:
        answers.fail("reason", "evalpage.error.level_reason")
    document = answers.document(required=True)
    if not form.is_sound:
        return None
    command = c.ApproveScore(
        sheet_id=view.file.sheet_id,
        level=cast(Level, level),
        changes=changes,
        seen_inputs=form.value("seen_inputs"),
        stepped_up=True,
    )
    return Asked(commands=(command,), reason=reason or None, document=document)


def _changes(answers: Answers, context: SheetContext) -> tuple[Mark, ...]:
    """Keys that are decided otherwise; each says why."""
    found = []
    for number, leaf in enumerate(context.leaves):
        given = points_of(answers, f"points_{number}")
        if not given:
            continue
        reason = answers.text(f"reason_{number}", most=TEXT_MAX)
        found.append(Mark(key=leaf.key, points=given, reason=reason))
    return tuple(found)


def _subject(form: Form, view: SheetView) -> str:
    """What the proof is good for: this sheet over exactly these inputs."""
    return f"approve:{view.file.sheet_id}:{form.value('seen_inputs')}"


async def _submitted(
    request: AnyRequest, view: SheetView, form: Form, asked: Asked
) -> Response[Any]:
    try:
        receipt = await ask_desk(request, form, asked)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        is_moved = refused.code in ("evaluation.inputs_moved", "version_moved")
        told = Told(refused=refused, status=CONFLICT if is_moved else UNPROCESSABLE)
        return _page(request, view, form, told)
    await spend_proof(request, _subject(form, view))
    return go_to(view.address, position=receipt.position)


def _page(request: AnyRequest, view: SheetView, form: Form, told: Told) -> Response[str]:
    """What is approved, always as it is now; the password is never shown again."""
    visit, house = visit_of(request), cast(Any, house_of(request))
    names, context = names_of(request, view), context_of(request, view)
    title = say(visit.language, f"{APPROVE.words}.title")
    return page(
        request,
        "evaluations/approve.html",
        told.status,
        headers=told.headers,
        view=view,
        form=form,
        title=title,
        unit=names.unit(view.unit.unit_id),
        total=points_text(view.standing.total, names.language),
        proposal=proposal_words(view, names),
        criteria=criteria_of(view, names),
        gates=gates_of(view, names),
        changeable=_changeable(context),
        levels=LEVELS,
        action=f"{view.address}/do/approve",
        command_id=form.value("command_id") or str(new_id(visit.now)),
        refusal=refusals.sentence(told.refused, visit.language, visit.ward) if told.refused else "",
        is_moved=told.status == CONFLICT,
        is_mine=allowed(request, c.ApproveScore, view.sheet),
        is_turn=view.sheet.stage == "voted",
        minutes_good=GOOD_FOR_SECONDS // 60,
        demo_password=DEMO_PASSWORD if house.settings.demo else "",
        crumbs=(*sheet_crumbs(view, names), Crumb(title)),
    )


def _changeable(context: SheetContext) -> list[tuple[Line, str]]:
    """Every key with the points that stand."""
    return [
        (line, points_text(context.view.standing.points.get(line.key), context.language))
        for line in lines_of_form(context)
    ]
