"""How do we answer? The record on one side, the unit's four ways to answer on the other."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import Actor
from domain.finding.commands import SubmitExplanation
from domain.finding.decide import decide
from domain.ids import new_id
from domain.refusal import Refused
from domain.values import Evidence
from projections.database import Pool
from service.prepared_forms import PreparedForm, drop_prepared, keep_prepared, prepared_form
from service.roles import roles_of_post
from web import refusals
from web.act_form import Asked
from web.act_pages import CONFLICT, UNPROCESSABLE, ask_desk
from web.findings import answering, clock_view, file_view
from web.findings.act_context import FindingContext, context_of
from web.findings.acts_of_answer import ANSWER
from web.findings.loading import Opened, open_finding
from web.findings.routes import (
    acts_since,
    crumbs_of,
    earlier_of,
    finding_kind,
    headline,
    names_of,
    no_data_before,
)
from web.forms import Form, filled, read_form
from web.house import house_of
from web.inspections.routes import WRITE
from web.plain_address import number_of
from web.possible_acts import may_ask, tried
from web.render import AnyRequest, Crumb, go_to, page
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.tasks.uploads import BODY_OCTETS_MAX, KEPT
from web.texts import say


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at the form, and what lies ready."""

    actor: Actor | Refused
    is_preparing: bool = False
    """An officer of the unit, who fills it in for the head and cannot send it."""
    draft: PreparedForm | None = None
    drafted_by: str = ""

    @property
    def may_send(self) -> bool:
        """The head, or who stands in for him."""
        return isinstance(self.actor, Actor)

    @property
    def may_write(self) -> bool:
        """Whoever keeps the draft."""
        return self.may_send or self.is_preparing


class AnswerPage(Controller):
    """How do we answer?"""

    path = "/findings/{code:str}/do/answer"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        found, context = await _opened(request, code)
        return await show_answer(request, found, context, await asker_of(request, context))

    @post(opt=WRITE, request_max_body_size=BODY_OCTETS_MAX)
    async def send(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found, context = await _opened(request, code)
        asker = await asker_of(request, context)
        form = await read_form(request)
        person_id = signed_in(request).person_id
        if not asker.may_write or person_id is None:
            return await show_answer(request, found, context, asker, form=form)
        if form.ticked("discard"):
            await drop_prepared(_pool(request), context.finding_id, answering.SLUG)
            return go_to(f"{found.address}/do/answer")
        files = await answering.received(request, form, asker.draft, person_id)
        if form.ticked("draft") or not asker.may_send:
            return await _keep_draft(request, found, context, asker, form, files)
        return await _sign(request, found, context, asker, form, files)


CONTROLLERS: list[type[Controller]] = [AnswerPage]


async def _opened(request: AnyRequest, code: str) -> tuple[Opened, FindingContext]:
    found = await open_finding(request, code, least="full")
    if found.past is not None or found.file.finding.is_earlier:
        raise NotFoundException
    return found, context_of(request, found)


async def asker_of(request: AnyRequest, context: FindingContext) -> Asker:
    """The office of the reader, and the unit's draft if he is of the unit."""
    visit = visit_of(request)
    actor = may_ask(ANSWER, context, visit)
    unit_id = context.it.unit_id
    is_officer = any(
        post.unit_id == unit_id and roles_of_post(post, visit.today) & {"S", "D", "L"}
        for post in visit.posts
    )
    of_unit = isinstance(actor, Actor) or is_officer
    draft = None
    if of_unit:
        draft = await prepared_form(_pool(request), context.finding_id, answering.SLUG, unit_id)
    people = "; ".join(context.names.person(p) for p in draft.prepared_by) if draft else ""
    return Asker(
        actor=actor,
        is_preparing=is_officer and not isinstance(actor, Actor),
        draft=draft,
        drafted_by=people,
    )


async def _keep_draft(
    request: AnyRequest,
    found: Opened,
    context: FindingContext,
    asker: Asker,
    form: Form,
    files: tuple[Evidence, ...],
) -> Response[Any]:
    """Kept sound or not: nothing happens before the head signs it."""
    if form.errors:
        return await show_answer(request, found, context, asker, form=form, files=files)
    person_id = cast(UUID, signed_in(request).person_id)
    kept = await answering.every_kept(request, form, asker.draft, person_id, files)
    draft = PreparedForm(
        task_id=context.finding_id,
        slug=answering.SLUG,
        unit_id=context.it.unit_id,
        prepared_by=(person_id,),
        answers=answering.kept_answers(form, kept),
        files=tuple({each.sha256: each for own in kept.values() for each in own}.values()),
        saved_at=visit_of(request).now,
    )
    await keep_prepared(_pool(request), draft, by_person=person_id)
    return go_to(f"{found.address}/do/answer?kept=1")


async def _sign(
    request: AnyRequest,
    found: Opened,
    context: FindingContext,
    asker: Asker,
    form: Form,
    files: tuple[Evidence, ...],
) -> Response[Any]:
    """Read it, try it, and send it; the button beside only shows the hash that would be signed."""
    command = answering.read_answer(form, context, files)
    if command is None:
        return await show_answer(request, found, context, asker, form=form, files=files)
    try:
        if form.ticked("preview"):
            return await show_answer(request, found, context, asker, form=form, files=files)
        receipt = await ask_desk(request, form, Asked(commands=(command,)))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return await show_answer(
            request, found, context, asker, form=form, files=files, refused=refused
        )
    person_id = signed_in(request).person_id
    if files and person_id is not None:
        await store_of(request).recorded([each.sha256 for each in files], person_id)
    await drop_prepared(_pool(request), context.finding_id, answering.SLUG)
    return go_to(found.address, position=receipt.position)


async def show_answer(
    request: AnyRequest,
    found: Opened,
    context: FindingContext,
    asker: Asker,
    *,
    form: Form | None = None,
    files: tuple[Evidence, ...] = (),
    refused: Refused | None = None,
) -> Response[str]:
    """The page, blank, with the draft, or with everything that was typed."""
    visit, names, it = visit_of(request), names_of(request, found), context.it
    is_first = form is None
    if form is None:
        form = filled(request, **(asker.draft.answers if asker.draft else {}))
        files = _of_draft(form, asker.draft)
    told = refused or (_beforehand(context, asker) if is_first else None)
    digest = "" if told else _digest(form, context, asker, files)
    title = names.say("title.answer_finding", subject=headline(it.description).casefold()[:1]
                      + headline(it.description)[1:])  # fmt: skip
    person_id = cast(UUID, signed_in(request).person_id)
    return page(
        request,
        "findings/answer.html",
        _status(form, told, is_first=is_first),
        title=title,
        form=form,
        opened=found,
        file=found.file,
        it=it,
        asker=asker,
        kind=finding_kind(found, names),
        steps=clock_view.steps(it, names),
        clocks=clock_view.clocks(it, names),
        sums=clock_view.sums(it, names),
        found=file_view.found(found, names),
        is_repeated=bool(it.repeat_of),
        earlier=await earlier_of(request, found, names),
        no_data_before=no_data_before(found),
        stance_parts=answering.PARTS,
        counters=answering.COUNTERS,
        causes=answering.CAUSES,
        measures_most=answering.MEASURES_MOST,
        kept=await answering.every_kept(request, form, asker.draft, person_id, files),
        limit=answering.limit_of(context),
        effects={each: answering.effects(each, context) for each in answering.STANCES},
        effects_of_all=answering.of_every_stance(context),
        digest=digest,
        may_ask_time=it.stage in ("delivered", "acknowledged") and it.granted_until is None,
        refusal=refusals.sentence(told, visit.language, visit.ward) if told else "",
        acts_since=_moved(form, found, refused, names.language),
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=_seen(form, found, refused),
        crumbs=(*crumbs_of(found, names), Crumb(say(visit.language, "finding.crumb.answer"))),
    )


def _of_draft(form: Form, draft: PreparedForm | None) -> tuple[Evidence, ...]:
    """Files of the stance that the draft chose."""
    stance = answering.stance_of(form)
    if draft is None or stance is None:
        return ()
    wanted = form.values(answering.named(stance, KEPT))
    return tuple(each for each in draft.files if each.sha256 in wanted)


def _beforehand(context: FindingContext, asker: Asker) -> Refused | None:
    """Why it cannot be answered now, or not by this reader: said before anything is typed."""
    if isinstance(asker.actor, Refused) and not asker.is_preparing:
        return asker.actor
    sample = ANSWER.sample(context)
    actor = asker.actor if isinstance(asker.actor, Actor) else Actor()
    told = tried(decide, sample, context, actor) if sample is not None else Refused("not_found")
    return told if isinstance(told, Refused) else None


def _digest(form: Form, context: FindingContext, asker: Asker, files: tuple[Evidence, ...]) -> str:
    """Of exactly what stands on the page, if it is whole; mistakes are not told here."""
    if form.errors or not isinstance(asker.actor, Actor):
        return ""
    quiet = Form(context.language, _typed(form))
    command: SubmitExplanation | None = answering.read_answer(quiet, context, files)
    if command is None:
        return ""
    try:
        return answering.foreseen(command, context, asker.actor).content_hash
    except Refused:
        return ""


def _typed(form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.kept():
        found.setdefault(name, []).append(value)
    return found


def _status(form: Form, refused: Refused | None, *, is_first: bool) -> int:
    if is_first:
        return 200
    if refused is not None and refused.code == "version_moved":
        return CONFLICT
    return UNPROCESSABLE if form.errors or refused else 200


def _seen(form: Form, found: Opened, refused: Refused | None) -> int | str:
    if refused is not None and refused.code == "version_moved":
        return int(refused.facts.get("now", 0))
    return form.value("seen_version") or found.file.version


def _moved(form: Form, found: Opened, refused: Refused | None, language: Any) -> list[Any]:
    seen = number_of(form.value("seen_version"))
    if refused is None or refused.code != "version_moved" or seen is None:
        return []
    return acts_since(found, seen, language)


def _pool(request: AnyRequest) -> Pool:
    house: Any = house_of(request)
    pool: Pool = house.pool
    return pool
