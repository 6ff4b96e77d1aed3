"""Forms of a rule set: where they stand, what is read before them, what a change comes to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from domain.evaluation import commands as c
from domain.evaluation.rule_set import soundness
from domain.evaluation.rules import Rules
from domain.ids import derived, new_id
from domain.refusal import Refused
from projections.rule_set_index import rule_sets
from service.scoring.rule_formulas import faults_of
from web.act_form import ActForm, Asked
from web.act_pages import Setting, ToldAct, send_act, setting_at, show_act
from web.evaluations.words import criterion_name, rules_name, text_of
from web.forms import read_form
from web.house import house_of
from web.plain_address import id_of, number_of
from web.render import AnyRequest, go_to
from web.rule_sets.acts import ACTS, NEW, RuleSetContext
from web.rule_sets.content import sums_of
from web.rule_sets.formula_words import known_names
from web.rule_sets.loading import (
    ADDRESS,
    WRITE,
    Opened,
    address_of,
    crumbs,
    crumbs_of,
    edition,
    opened,
)
from web.rule_sets.moving import MOVE_CRITERION
from web.rule_sets.part_acts import PART_ACTS, WITH_FORMULA
from web.rule_sets.part_context import PartContext
from web.rule_sets.routes import hindrances, unit_names
from web.rule_sets.telling import acts_of
from web.rule_sets.trying import default_trial
from web.session import visit_of
from web.texts import say

AnyContext = PartContext | RuleSetContext


class NewRuleSet(Controller):
    """How do I begin one?"""

    path = f"{ADDRESS}/new"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str]:
        context, setting = await _beginning(request, None)
        return await show_act(request, NEW, context, setting)

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        typed = await read_form(request)
        context, setting = await _beginning(request, id_of(typed.value("command_id")))
        answer: Response[Any] = await send_act(request, NEW, context, setting)
        if isinstance(answer, Redirect):
            begun = f"{address_of(typed.value('code').strip().casefold())}/edit"
            return Redirect(answer.url.replace(ADDRESS, begun, 1), status_code=303)
        return answer


class RuleSetAct(Controller):
    """How do I change the draft, adopt it, retire a version?"""

    path = f"{ADDRESS}/{{code:str}}/do/{{act:str}}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        found = await opened(request, code)
        if act in PART_ACTS and found.state.draft is None:
            return go_to(found.address)
        form, context, setting = _asked(request, found, act)
        return await show_act(request, form, context, setting)

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        found = await opened(request, code)
        form, context, setting = _asked(request, found, act)

        async def look(asked: Asked) -> Setting:
            return await _looked(request, found, setting, asked)

        answer: Response[Any] = await send_act(
            request, form, context, setting, look=look if setting.preview else None
        )
        return answer


CONTROLLERS: tuple[type[Controller], ...] = (NewRuleSet, RuleSetAct)


async def _beginning(
    request: AnyRequest, command_id: UUID | None
) -> tuple[RuleSetContext, Setting]:
    house: Any = house_of(request)
    visit = visit_of(request)
    begun = derived("asked-by", command_id or new_id(visit.now))
    context = RuleSetContext(
        rule_set_id=begun,
        state=None,
        language=visit.language,
        today=visit.today,
        codes=await _taken(house.pool, begun),
        begin=request.query_params.get("from", ""),
    )
    return context, Setting(action=f"{ADDRESS}/new", back=ADDRESS, crumbs=crumbs(request))


async def _taken(pool: Any, begun: UUID) -> frozenset[str]:
    """Codes of others; the form sent twice finds its own and is answered as the first time."""
    return frozenset(row.code for row in await rule_sets(pool) if row.rule_set_id != begun)


def _asked(request: AnyRequest, found: Opened, slug: str) -> tuple[ActForm, AnyContext, Setting]:
    if slug in PART_ACTS:
        return _part_asked(request, found, slug)
    act, visit, state = ACTS.get(slug), visit_of(request), found.state
    newest = state.newest.number if state.newest else 0
    number = number_of(request.query_params.get("v", "")) or newest
    exists = {
        "draft": state.draft is None,
        "adopt": state.draft is not None,
        "retire": number > 0 and state.version(number) is not None,
    }
    if act is None or not exists[slug]:
        raise NotFoundException
    context = RuleSetContext(
        rule_set_id=found.row.rule_set_id,
        state=state,
        language=visit.language,
        today=visit.today,
        number=number,
    )
    version = found.state.next_number if slug != "retire" else context.number
    backs = {"draft": "/edit", "adopt": f"/v/{version}", "retire": f"/v/{version}"}
    setting = _setting(
        request,
        found,
        act,
        back=found.address + backs[slug],
        query=f"?v={context.number}" if slug != "adopt" else "",
        facts={"name": rules_name(found.shown, visit.language), "version": version, "part": ""},
    )
    return act, context, _with_draft(request, found, setting) if slug == "adopt" else setting


def _with_draft(request: AnyRequest, found: Opened, setting: Setting) -> Setting:
    """What is adopted, by its hash, and what still stands in the way."""
    view = edition(found.state, found.state.next_number)
    assert view is not None, "the page exists while a draft is open"
    sums = sums_of(view.rules, visit_of(request).language)
    facts = {
        "view": view,
        "address": found.address,
        "wrong_sums": [each for each in sums if not each.sums_up],
        "hindrances": hindrances(request, found, view.rules),
        "numbers": found.numbers,
    }
    return replace(setting, above="rule_sets/adopt_above.html", above_facts=facts)


def _part_asked(
    request: AnyRequest, found: Opened, slug: str
) -> tuple[ActForm, PartContext, Setting]:
    if found.state.draft is None:
        raise NotFoundException
    query, language = request.query_params, visit_of(request).language
    context = PartContext(
        rule_set_id=found.row.rule_set_id,
        state=found.state,
        language=language,
        key=query.get("key", ""),
        parent=query.get("parent", ""),
        unit_names=unit_names(request),
    )
    part = _part_name(context, slug)
    if context.key and not part:
        raise NotFoundException
    has_formula = slug in WITH_FORMULA
    setting = _setting(
        request,
        found,
        PART_ACTS[slug],
        back=f"{found.address}/edit",
        query=_kept(context),
        facts={
            "name": rules_name(found.shown, language),
            "version": found.state.next_number,
            "part": part or say(language, "ruleset.new_part"),
        },
    )
    name_groups = known_names(context.rules, language) if has_formula else ()
    return (
        PART_ACTS[slug],
        context,
        replace(
            setting,
            above="rule_sets/part_above.html",
            above_facts={"name_groups": name_groups, "trial": None},
            preview="" if slug == MOVE_CRITERION.slug else "ruleset.trial.button",
        ),
    )


def _kept(context: PartContext) -> str:
    asked = {"key": context.key, "parent": context.parent}
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"?{said}" if said else ""


def _part_name(context: PartContext, slug: str) -> str:
    """The part that is changed, as people call it; nothing for a new one or one that is not."""
    if slug.endswith("criterion"):
        it = context.criterion
        return criterion_name(it, context.language) if it else ""
    part = context.gate if slug.endswith("gate") else context.extra
    return text_of(part, context.language) if part else ""


def _setting(
    request: AnyRequest, found: Opened, act: ActForm, *, back: str, **more: Any
) -> Setting:
    visit = visit_of(request)

    def acts() -> tuple[ToldAct, ...]:
        return acts_of(found.records, visit.ward, visit.language)

    return setting_at(
        found.address,
        act,
        acts=acts,
        back=back,
        crumbs=crumbs_of(request, found),
        state=found.state,
        seen_version=found.version,
        **more,
    )


async def _looked(request: AnyRequest, found: Opened, setting: Setting, asked: Asked) -> Setting:
    """What every unit comes to with the change; refused as the desk would refuse it."""
    command = asked.commands[0]
    assert isinstance(command, c.DraftRuleSet), "parts of drafts are changed by drafting"
    rules: Rules = command.rules
    try:
        soundness.refuse_unsound(rules)
        soundness.refuse_faults(faults_of(rules))
    except Refused as refused:
        return replace(setting, refused=refused)
    trial = await default_trial(request, found, rules)
    return replace(setting, above_facts=setting.above_facts | {"trial": trial})
