"""What only the leader decides: which of two answers counts, other points, the end of the visit."""

from __future__ import annotations

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from domain.inspection import commands as c
from domain.inspection import scoring
from domain.points import points, written
from domain.refusal import Refused
from web import refusals
from web.forms import Form, filled, read_form
from web.render import AnyRequest, go_to, page
from web.session import visit_of
from web.texts import say
from web.visit.frame_facts import frame_facts
from web.visit.item_view import decimal
from web.visit.loading import OpenedVisit, open_visit
from web.visit.recording import record_by_leader
from web.visit.routes import UNPROCESSABLE, WORK, fresh, show_item

UNSENT_MOST = 10_000


class Settle(Controller):
    """Both answers stay; the chosen one counts."""

    path = "/inspections/{code:str}/visit/{item:str}/do/settle"

    @post(opt=WORK)
    async def settle(
        self, request: AnyRequest, code: FromPath[str], item: FromPath[str]
    ) -> Response[str] | Redirect:
        opened = await open_visit(request, code)
        line, form = opened.line(item), await read_form(request)
        among = {answer.answer_id for answer in line.answers}
        chosen = form.id("chosen", "visit.field.chosen", among)
        reason = form.passage("settle_reason", "visit.field.settle_reason", most=2000)
        refused = None
        if form.is_sound and chosen is not None:
            refused = await _asked(request, settling(opened, line.item.item_key, chosen), reason)
        if form.errors or refused:
            return await show_item(request, opened, line, form=form, refused=refused)
        return go_to(f"{opened.address}/{item}")


class Overrule(Controller):
    """Other points than the computed ones, with the reason beside them."""

    path = "/inspections/{code:str}/visit/{item:str}/do/overrule-figure"

    @post(opt=WORK)
    async def overrule(
        self, request: AnyRequest, code: FromPath[str], item: FromPath[str]
    ) -> Response[str] | Redirect:
        opened = await open_visit(request, code)
        line, form = opened.line(item), await read_form(request)
        value = form.decimal("overruled", "visit.field.overruled", least=0, most=1000)
        reason = form.passage("overrule_reason", "visit.field.overrule_reason", most=2000)
        if value is not None and value > points(line.item.max_points):
            form.fail("overruled", "visit.error.points_above", max=decimal(line.item.max_points))
        refused = None
        if form.is_sound and value is not None:
            command = c.OverruleFigure(
                inspection_id=opened.file.inspection_id,
                item_key=line.item.item_key,
                points=written(value),
            )
            refused = await _asked(request, command, reason)
        if form.errors or refused:
            return await show_item(request, opened, line, form=form, refused=refused)
        return go_to(f"{opened.address}/{item}")


class Close(Controller):
    """Is anything missing, and what comes next?"""

    path = "/inspections/{code:str}/visit/close"

    @get(opt=WORK)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_visit(request, code)
        return _show_close(request, opened, filled(request))

    @post(opt=WORK)
    async def close(self, request: AnyRequest, code: FromPath[str]) -> Response[str] | Redirect:
        opened = await open_visit(request, code)
        form = await read_form(request)
        unsent = form.whole(
            "unsent", "visit.unsent.title", least=0, most=UNSENT_MOST, required=False
        )
        command = c.CloseVisit(inspection_id=opened.file.inspection_id, unsent=unsent or 0)
        try:
            receipt = await record_by_leader(request, command, form)
        except Refused as refused:
            return _show_close(request, opened, form, refused)
        return go_to(f"{opened.address}/close", position=receipt.position)


def settling(opened: OpenedVisit, item_key: str, chosen: UUID) -> c.SettleItem:
    """The choice as a command."""
    return c.SettleItem(
        inspection_id=opened.file.inspection_id, item_key=item_key, chosen_answer_id=chosen
    )


async def _asked(
    request: AnyRequest, command: c.SettleItem | c.OverruleFigure, reason: str
) -> Refused | None:
    form = await read_form(request)
    try:
        await record_by_leader(request, command, form, reason)
    except Refused as refused:
        return refused
    return None


def _show_close(
    request: AnyRequest, opened: OpenedVisit, form: Form, refused: Refused | None = None
) -> Response[str]:
    visit = visit_of(request)
    it = opened.it
    found = {f.item_key for f in opened.findings if f.stage != "dropped"}
    no_finding = tuple(
        each.item.code for each in scoring.failed(it) if each.item.item_key not in found
    )
    return page(
        request,
        "visit/close.html",
        UNPROCESSABLE if refused else 200,
        form=form,
        refusal=refusals.sentence(refused, visit.language, visit.ward) if refused else "",
        lacks=(
            ("blanks", scoring.blanks(it)),
            ("no_photo", scoring.failed_without_photo(it)),
            ("unsettled", scoring.unsettled(it)),
            ("no_finding", no_finding),
        ),
        score=opened.file.score,
        decimal=decimal,
        command_id=fresh(request),
        crumbs=opened.crumbs(say(opened.language, "visit.close.title")),
        **frame_facts(request, opened),
    )


CONTROLLERS: list[type[Controller]] = [Close, Settle, Overrule]
