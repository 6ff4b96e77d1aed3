"""Opening a round, and publishing what was approved of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.accountability.fact_line import Period
from domain.evaluation import commands as c
from domain.evaluation.values import RuleSetPlace
from domain.fact import Command
from domain.ids import derived
from domain.ward import Unit, Ward
from projections.rule_set_index import RuleSetVersionRow, rule_sets, versions_of
from web import wording
from web.act_form import ActForm, Field, Option, options
from web.act_pages import Setting, send_act, show_act
from web.answers import Answers
from web.evaluations.loading import RoundView
from web.evaluations.opened import open_round
from web.evaluations.sheet_context import field
from web.evaluations.sheet_forms import public_part, publish_fields
from web.house import house_of
from web.inspections.act_context import post_options, seats
from web.org.views import slug_of
from web.render import AnyRequest, Crumb
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say

WRITE = {"permission": "evaluations.write"}
OPENING = {"permission": "evaluations.open"}
AREA = "evaluation.round"
CODE_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
RESERVED = frozenset({"do", "new"})


class OpeningContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a new round can be made of."""

    ward: Ward
    names: Names
    today: date
    versions: tuple[RuleSetVersionRow, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units with a head's post: those that answer for tasks."""
        rated = [unit for unit in self._active if self.ward.head_post(unit.unit_id) is not None]
        return tuple(sorted(rated, key=slug_of))

    @property
    def ratable(self) -> tuple[Unit, ...]:
        """The units, and the leadership, which stands for the whole ward."""
        leading = [unit for unit in self._active if unit.kind == "leadership"]
        return (*self.units, *(unit for unit in leading if unit not in self.units))

    @property
    def _active(self) -> list[Unit]:
        return [unit for unit in self.ward.units.values() if unit.active_on(self.today)]

    @property
    def posts(self) -> tuple[Option, ...]:
        """Everybody who can be named, leaders first."""
        return post_options(seats(self.ward, self.today), self.names)


def _version_options(context: OpeningContext) -> tuple[Option, ...]:
    return options(
        (
            f"{each.rule_set_id}:{each.version}",
            context.names.say(
                "evalpage.version_option",
                name=each.name,
                version=each.version,
                date=wording.day(each.valid_from_on),
            ),
        )
        for each in context.versions
    )


def _unit_label(unit: Unit, context: OpeningContext) -> str:
    name = context.names.unit(unit.unit_id)
    if unit.kind != "leadership":
        return name
    return context.names.say("evalpage.whole_ward", unit=name)


def _fields(context: OpeningContext) -> Sequence[Field]:
    year = context.today.year
    named = context.posts
    return (
        field("code", value=str(year), hint="evalpage.hint.code"),
        field("title", value=context.names.say("evalpage.round_title", year=year)),
        field("from_on", "day", value=f"01/01/{year}", label="evalpage.field.from_on"),
        field("to_on", "day", value=f"31/12/{year}", label="evalpage.field.to_on"),
        field("cut_on", "day", value=wording.day(context.today), hint="evalpage.hint.cut_on"),
        field("rule_set", "radio", options=_version_options(context)),
        field(
            "units",
            "many",
            hint="evalpage.hint.units",
            options=options((unit.unit_id, _unit_label(unit, context)) for unit in context.ratable),
            values=tuple(str(unit.unit_id) for unit in context.units),
        ),
        field("lead", "choice", options=named, label="evalpage.field.lead"),
        field("appraisers", "many", options=named, required=False,
              label="evalpage.field.other_appraisers", hint="evalpage.hint.appraisers"),
        field("council", "many", options=named, hint="evalpage.hint.council"),
        field("appeal_posts", "many", options=named, required=False,
              hint="evalpage.hint.appeal_posts"),
    )  # fmt: skip


def _build(answers: Answers, context: OpeningContext) -> c.OpenRound:
    code = answers.text("code", most=40).casefold()
    if code and (not set(code) <= CODE_SIGNS or code in RESERVED):
        answers.fail("code", "evalpage.error.code_signs")
    chosen = answers.choice("rule_set", [option.value for option in _version_options(context)])
    rule_set_id, _, version = chosen.partition(":")
    posts = [UUID(option.value) for option in context.posts]
    lead = answers.must_uuid("lead", posts)
    others = answers.uuids("appraisers", posts)
    return c.OpenRound(
        round_id=derived("round", code),
        code=code,
        title=answers.text("title"),
        period=Period(
            from_on=answers.must_day("from_on"),
            to_on=answers.must_day("to_on"),
            cut_on=answers.must_day("cut_on"),
        ),
        rule_set=RuleSetPlace(
            rule_set_id=UUID(rule_set_id) if rule_set_id else UUID(int=0),
            version=int(version) if version else 0,
        ),
        units=answers.uuids("units", [unit.unit_id for unit in context.ratable], required=True),
        appraiser_posts=(lead, *(post for post in others if post != lead)),
        council_posts=answers.uuids("council", posts, required=True),
        appeal_posts=answers.uuids("appeal_posts", posts),
    )


OPEN = ActForm(
    area=AREA,
    slug="open-round",
    command=c.OpenRound,
    fields=_fields,
    build=_build,
    document="must",
)


class OpenRoundPage(Controller):
    """For which period, by which rules, who rates whom?"""

    path = "/evaluations/do/open-round"

    @get(opt=OPENING)
    async def show(self, request: AnyRequest) -> Response[str]:
        context = await _context(request)
        return await show_act(request, OPEN, context, _setting(context))

    @post(opt=OPENING)
    async def send(self, request: AnyRequest) -> Response[Any]:
        context = await _context(request)
        return await send_act(request, OPEN, context, _setting(context))


async def _context(request: AnyRequest) -> OpeningContext:
    visit, house = visit_of(request), cast(Any, house_of(request))
    found: list[RuleSetVersionRow] = []
    for rule_set in await rule_sets(house.pool):
        if rule_set.newest and rule_set.rates in ("unit", "ward"):
            found += await versions_of(house.pool, rule_set.rule_set_id)
    return OpeningContext(
        ward=visit.ward,
        names=Names(visit.ward, visit.language, visit.today),
        today=visit.today,
        versions=tuple(each for each in found if not each.is_retired),
    )


def _setting(context: OpeningContext) -> Setting:
    return Setting(
        action="/evaluations/do/open-round",
        back="/evaluations",
        crumbs=(Crumb(context.names.say("nav.evaluations"), "/evaluations"),),
        above="evaluations/opening_above.html",
        above_facts={"no_rules": not context.versions},
    )


# -- publishing the round --------------------------------------------------------------


def _publish(answers: Answers, context: RoundView) -> Sequence[Command]:
    part = public_part(answers)
    return tuple(
        c.PublishScore(sheet_id=each.file.sheet_id, public_part=part) for each in _approved(context)
    )


def _approved(view: RoundView) -> list[Any]:
    return [each for each in view.sheets if each.sheet.stage == "approved"]


PUBLISH = ActForm(
    area=AREA,
    slug="publish",
    command=c.PublishScore,
    fields=publish_fields,
    build=_publish,
)


class PublishRoundPage(Controller):
    """What of this round is everybody to read?"""

    path = "/evaluations/{code:str}/do/publish"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        view = await _publishable(request, code)
        return await show_act(request, PUBLISH, view, _publish_setting(request, view))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        view = await _publishable(request, code)
        return await send_act(request, PUBLISH, view, _publish_setting(request, view))


CONTROLLERS: list[type[Controller]] = [OpenRoundPage, PublishRoundPage]


async def _publishable(request: AnyRequest, code: str) -> RoundView:
    view = await open_round(request, code, past=False)
    if not any(each.parts.scores for each in view.sheets):
        raise NotFoundException
    return view


def _publish_setting(request: AnyRequest, view: RoundView) -> Setting:
    language = visit_of(request).language
    approved = _approved(view)
    names = Names(visit_of(request).ward, language, visit_of(request).today)
    return Setting(
        action=f"{view.address}/do/publish",
        back=view.address,
        crumbs=(
            Crumb(say(language, "nav.evaluations"), "/evaluations"),
            Crumb(view.row.title, view.address),
        ),
        state=approved[0].sheet if approved else view.sheets[0].sheet,
        facts={
            "n": len(approved),
            "units": "; ".join(names.unit(each.unit.unit_id) for each in approved) or "–",
        },
        above="evaluations/publish_above.html",
        above_facts={"nothing": not approved},
        is_blocked=not approved,
    )
