"""Forms of a sheet's acts that ask for little: `/evaluations/{round}/{unit}/do/{act}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web import wording
from web.act_pages import Setting, send_act, show_act
from web.evaluations.loading import SheetView
from web.evaluations.opened import names_of, open_sheet, sheet_crumbs
from web.evaluations.sheet_context import SheetContext, SheetForm, context_of
from web.evaluations.sheet_facts import proposal_words
from web.evaluations.sheet_forms import FORMS
from web.evaluations.telling import acts_of
from web.evaluations.words import points_text
from web.forms import read_form
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.tasks.uploads import BODY_OCTETS_MAX, receive_files

WRITE = {"permission": "evaluations.write"}
RECORDED = 303


class SheetAct(Controller):
    """How do I do this?"""

    path = "/evaluations/{code:str}/{unit:str}/do/{act:str}"

    @get(opt=WRITE)
    async def show(
        self,
        request: AnyRequest,
        code: FromPath[str],
        unit: FromPath[str],
        act: FromPath[str],
    ) -> Response[str]:
        asked, view = await _asked(request, code, unit, act)
        context = context_of(request, view)
        return await show_act(request, asked, context, setting_of(request, asked, context))

    @post(opt=WRITE, request_max_body_size=BODY_OCTETS_MAX)
    async def send(
        self,
        request: AnyRequest,
        code: FromPath[str],
        unit: FromPath[str],
        act: FromPath[str],
    ) -> Response[Any]:
        asked, view = await _asked(request, code, unit, act)
        context = await _with_files(request, asked, view)
        answer = await send_act(request, asked, context, setting_of(request, asked, context))
        person_id = signed_in(request).person_id
        if answer.status_code == RECORDED and context.files and person_id is not None:
            hashes = [each.sha256 for each in context.files]
            await store_of(request).recorded(hashes, person_id)
        return answer


async def _asked(
    request: AnyRequest, code: str, unit: str, act: str
) -> tuple[SheetForm, SheetView]:
    found = FORMS.get(act)
    view = await open_sheet(request, code, unit, scores=True, past=False)
    if found is None:
        raise NotFoundException
    return found, view


async def _with_files(request: AnyRequest, asked: SheetForm, view: SheetView) -> SheetContext:
    """Files are received before the act is asked for."""
    person_id = signed_in(request).person_id
    if not asked.takes_files or person_id is None:
        return context_of(request, view)
    sent = await read_form(request)
    files = await receive_files(request, sent, person_id)
    return context_of(request, view, files, dict(sent.errors))


def setting_of(request: AnyRequest, asked: SheetForm, context: SheetContext) -> Setting:
    """Where the form stands, and the facts of its words."""
    view, names = context.view, names_of(request, context.view)
    sheet = context.sheet

    def since(version: int) -> list[tuple[datetime, str]]:
        told = acts_of(
            view.records, view.ward, names.language, view.rules, shows_votes=view.parts.votes
        )
        return [(act.recorded_at, act.sentence) for act in told if act.number > version]

    return Setting(
        action=f"{view.address}/do/{asked.slug}",
        back=view.address,
        crumbs=sheet_crumbs(view, names),
        state=sheet,
        seen_version=view.file.version,
        since=since,
        facts={
            "unit": names.unit(view.unit.unit_id),
            "round": view.round.title,
            "total": points_text(sheet.now.total or view.standing.total, names.language),
            "proposal": proposal_words(view, names),
            "reply_by": wording.day(sheet.now.reply_by.last_on) if sheet.now.reply_by else "–",
            "voted": len(sheet.now.votes),
            "entitled": len(context.voters) + len(sheet.now.votes),
            "version": sheet.version + 1,
        },
        above="evaluations/above.html",
        above_facts={"view": view, "visit_language": visit_of(request).language},
        file_upload=asked.takes_files,
    )


CONTROLLERS: list[type[Controller]] = [SheetAct]
