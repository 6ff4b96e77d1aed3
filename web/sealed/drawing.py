"""A draw: candidates and weights frozen first, the public number later, the result by the rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.seal.commands import SealDraw
from domain.seal.values import SealedDraw
from domain.ward import Unit
from web.act_form import ActForm, Field
from web.act_pages import Setting, show_act
from web.answers import TEXT_MAX, Answers
from web.forms import Form, filled, read_form
from web.inspections.ordering import inspected_units
from web.render import AnyRequest, Crumb, page
from web.sealed.acts import possible
from web.sealed.asking import ADDRESS, READ, WRITE, known_seal, sampled, send_sealed
from web.sealed.context import context_of
from web.sealed.new import authorised_by, crumbs, sample
from web.sealed.ordering import AREA
from web.sealed.rule import RULE
from web.sealed.telling import drawn_of, stage_of, told_candidates
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say

WEIGHT_MOST = 99
SEED_MOST = 100
DONE = "draw"
LINE = re.compile(r"(\w+)[\s:;,]+(\d{1,4})")


class DrawContext(msgspec.Struct, frozen=True, kw_only=True):
    """Units that may be drawn."""

    names: Names
    units: tuple[Unit, ...]
    programme_id: Any = None


def _fields(context: DrawContext) -> Sequence[Field]:
    names = context.names
    return (
        Field(name="weights", kind="area", label="sealed.field.weights",
              hint="sealed.hint.weights", rows=max(len(context.units), 3),
              value="\n".join(f"{unit.code} 1" for unit in context.units)),
        Field(name="pick", kind="number", label="sealed.field.pick", value="1"),
        Field(name="seed_source", label="sealed.field.seed_source",
              hint="sealed.hint.seed_source"),
        Field(name="seed_on", kind="day", label="sealed.field.seed_on",
              hint="sealed.hint.seed_on", value=f"{names.on:%d/%m/%Y}"),
    )  # fmt: skip


def _build(answers: Answers, context: DrawContext) -> SealDraw:
    units = {unit.code: unit.unit_id for unit in context.units}
    candidates = []
    for line in answers.text("weights", most=TEXT_MAX).splitlines():
        found = LINE.fullmatch(line.strip())
        if found is None or found[1].upper() not in units or not 1 <= int(found[2]) <= WEIGHT_MOST:
            answers.fail("weights", "sealed.bad_weights", line=line.strip()[:40])
            continue
        candidates.append((units[found[1].upper()], int(found[2])))
    return SealDraw(
        candidates=tuple(candidates),
        pick=answers.number("pick", 1, max(len(units), 1)) or 1,
        seed_source=answers.text("seed_source"),
        seed_on=answers.must_day("seed_on"),
        programme_id=context.programme_id,
    )


DRAW = ActForm(area=AREA, slug="draw", command=SealDraw, fields=_fields, build=_build)


class NewDraw(Controller):
    """Among whom is drawn, and which number decides?"""

    path = f"{ADDRESS}/new/draw"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str]:
        act, context, setting = await _beginning(request)
        return await show_act(request, act, context, setting)

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        act, context, setting = await _beginning(request)
        form = await read_form(request)
        return await send_sealed(
            request, act, context, setting, form,
            lambda receipt: f"{ADDRESS}/{receipt.seal_id}/draw?done={DONE}",
        )  # fmt: skip


class DrawPage(Controller):
    """What was frozen, and whom does the public number draw?"""

    path = f"{ADDRESS}/{{ref:str}}/draw"

    @get(opt=READ)
    async def show(self, request: AnyRequest, ref: FromPath[str]) -> Response[str]:
        return await _draw_page(request, ref, filled(request, seed=""), "")

    @post(opt=READ)
    async def look(self, request: AnyRequest, ref: FromPath[str]) -> Response[str]:
        """With the number typed in; nothing is kept."""
        form = await read_form(request)
        seed = form.text("seed", "sealed.field.seed", most=SEED_MOST)
        shown = await _draw_page(request, ref, form, seed)
        shown.status_code = 200 if form.is_sound else 422
        return shown


CONTROLLERS: tuple[type[Controller], ...] = (NewDraw, DrawPage)


async def _beginning(request: AnyRequest) -> tuple[ActForm, DrawContext, Setting]:
    visit = visit_of(request)
    programme_id, post_id = await authorised_by(request)
    names = Names(visit.ward, visit.language, visit.today)
    units = tuple(inspected_units(visit.ward, visit.today))
    context = DrawContext(names=names, units=units, programme_id=programme_id)
    codes = "; ".join(f"{unit.code}: {names.unit(unit.unit_id)}" for unit in units)
    setting = Setting(
        action=f"{ADDRESS}/new/draw",
        back=ADDRESS,
        crumbs=crumbs(request),
        facts={"codes": codes},
    )
    return sampled(DRAW, sample(post_id)), context, setting


async def _draw_page(request: AnyRequest, ref: str, form: Form, seed: str) -> Response[str]:
    known = await known_seal(request, ref)
    value = known.content
    if not isinstance(value, SealedDraw):
        raise NotFoundException
    context, language = context_of(request, known), visit_of(request).language
    is_committed = known.slot_at is not None
    drawn = drawn_of(value, known.commitment, seed) if is_committed else []
    units = {unit.code: unit.unit_id for unit in context.names.ward.units.values()}
    return page(
        request,
        "sealed/draw.html",
        known=known,
        value=value,
        stage=stage_of(known, context.is_over),
        candidates=told_candidates(value, drawn, context.names),
        drawn=[context.names.unit(units.get(code)) for code in drawn],
        form=form,
        seed=seed,
        order_query=urlencode({"draw": str(known.seal_id), "seed": seed}),
        rule=RULE,
        acts=possible(context),
        done=request.query_params.get("done", "") == DONE,
        crumbs=crumbs(request, Crumb(say(language, "seal.kind.draw"))),
    )
