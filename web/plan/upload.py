"""Reading a document: a new draft, or a second file for a draft; nothing is half-imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from msgspec.structs import replace

from domain.fact import Command
from domain.ids import new_id
from domain.plan.commands import ReadAppendix, ReadPlan
from domain.reading.draft import PlanDraft
from domain.reading.unreadable import Unreadable
from domain.refusal import Refused
from domain.values import Evidence
from projections.plan_index import plans
from service.evidence import Unusable
from service.reading.open_plan import read_plan_bytes
from service.reading_plans import (
    UPLOAD_LIMIT,
    appendix_command,
    code_of,
    free_code,
    plan_command,
    read_upload,
)
from web import refusals
from web.act_form import Asked
from web.act_pages import ask_desk
from web.forms import Form, filled, read_form
from web.house import house_of
from web.plan.loading import plan_file
from web.plan.problem_words import placed
from web.plan.review import crumbs_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import Visit, signed_in, visit_of
from web.stored_files import store_of
from web.texts import has, say

REVIEW = {"permission": "plan.review"}
MEGABYTE = 1 << 20
BODY_MAX = UPLOAD_LIMIT + 5 * MEGABYTE
"""A little over the limit still reaches the page, which then says what is wrong with the file."""
TOO_LARGE = 413
UNPROCESSABLE = 422

MakeCommand = Callable[[PlanDraft, Evidence, Form], Command]


class Upload:
    """One try to read a document: the file, the words for what is wrong, the page around it."""

    def __init__(self, request: AnyRequest, *, action: str, crumbs: tuple[Crumb, ...]) -> None:
        self.request = request
        self.visit = visit_of(request)
        self.action = action
        self.crumbs = crumbs
        self.house: Any = house_of(request)
        self.store = store_of(request)

    def show(
        self,
        form: Form,
        *,
        status: int = 200,
        unreadable: Unreadable | None = None,
        refused: Refused | None = None,
        kept: Evidence | None = None,
    ) -> Response[str]:
        """The form, with what was wrong."""
        visit = self.visit
        return page(
            self.request,
            "plan/read.html",
            status,
            form=form,
            action=self.action,
            is_appendix=self.action != "/plan/read",
            limit=UPLOAD_LIMIT // MEGABYTE,
            unreadable=unreadable_words(unreadable, visit.language) if unreadable else "",
            refusal=_refusal_words(refused, visit) if refused else "",
            earlier=_earlier(refused),
            kept=kept,
            command_id=form.value("command_id") or str(new_id(visit.now)),
            crumbs=self.crumbs,
        )

    async def read(self, command_of: MakeCommand) -> Response[Any]:
        """File → draft → command; every way it can fail comes back to the form."""
        form = await read_form(self.request)
        evidence: Evidence | None = None
        try:
            evidence, path = await self._file(form)
            if evidence is None or path is None or not form.is_sound:
                return self.show(form, status=UNPROCESSABLE)
            draft = await read_upload(
                path,
                evidence.file_name,
                self.visit.ward,
                self.visit.today,
                derived=form.ticked("derived"),
            )
            command = command_of(draft, evidence, form)
            receipt = await ask_desk(self.request, form, Asked(commands=(command,)))
        except Unreadable as error:
            status = TOO_LARGE if error.code == "too_large" else UNPROCESSABLE
            return self.show(form, status=status, unreadable=error)
        except Refused as refused:
            return self.show(form, status=UNPROCESSABLE, refused=refused, kept=evidence)
        await self.store.recorded([evidence.sha256], self._person())
        return go_to(f"/plan/drafts/{receipt.stream_id}", position=receipt.position)

    async def _file(self, form: Form) -> tuple[Evidence | None, Path | None]:
        """The file that was sent, or the one kept from the last try."""
        sent = form.files("file")
        if not sent:
            kept = await self.store.waiting([form.value("kept")], self._person(), self.visit.now)
            if not kept:
                label = say(self.visit.language, "plan.read.file")
                form.fail("file", "form.required_choice", field=label.lower())
                return None, None
            return kept[0].evidence, self.store.path_of(kept[0].evidence.sha256)
        upload = sent[0]
        try:
            received = await self.store.receive(
                upload,
                upload.filename,
                by_person=self._person(),
                now=self.visit.now,
                octets_max=UPLOAD_LIMIT,
            )
        except Unusable as unusable:
            raise await self._explain(unusable, upload) from unusable
        return received.evidence, self.store.path_of(received.evidence.sha256)

    async def _explain(self, unusable: Unusable, upload: Any) -> Unreadable:
        """The reader says more exactly than the store what is wrong."""
        if unusable.why == "too_big":
            found = max(unusable.octets // MEGABYTE, UPLOAD_LIMIT // MEGABYTE + 1)
            return Unreadable("too_large", megabytes=found, limit=UPLOAD_LIMIT // MEGABYTE)
        if unusable.why == "empty":
            return Unreadable("empty")
        await upload.seek(0)
        try:
            read_plan_bytes(unusable.file_name, await upload.read(UPLOAD_LIMIT))
        except Unreadable as error:
            return error
        return Unreadable("unknown_kind", extension=Path(unusable.file_name).suffix or "–")

    def _person(self) -> UUID:
        return signed_in(self.request).person_id or UUID(int=0)


def unreadable_words(error: Unreadable, language: Any) -> str:
    """Why nothing could be read, with page, sheet and row as far as they are known."""
    key = f"plan.unreadable.{error.code}"
    facts: dict[str, object] = {**error.facts, "code": error.code}
    sentence = say(language, key if has(key) else "plan.unreadable.other", **facts)
    return placed(sentence, facts, language)


def _refusal_words(refused: Refused, visit: Visit) -> str:
    """A file that another draft holds was read when that draft was made."""
    facts = {"read_at": refused.facts.get("since")} | refused.facts
    return refusals.sentence(Refused(refused.code, **facts), visit.language, visit.ward)


def _earlier(refused: Refused | None) -> str:
    """Address of the draft that was read from the same file."""
    if refused is None or refused.code != "plan.already_read":
        return ""
    known = refused.facts.get("by_stream") or refused.facts.get("plan_id")
    return f"/plan/drafts/{known}" if known else ""


def too_large(request: AnyRequest, error: HTTPException) -> Response[str]:
    """Far over the limit the body is not even read; the form comes back all the same."""
    crumbs = _crumbs(request)
    unreadable = Unreadable(
        "too_large", megabytes=BODY_MAX // MEGABYTE, limit=UPLOAD_LIMIT // MEGABYTE
    )
    return Upload(request, action=request.url.path, crumbs=crumbs).show(
        filled(request), status=TOO_LARGE, unreadable=unreadable
    )


def _crumbs(request: AnyRequest) -> tuple[Crumb, ...]:
    language = visit_of(request).language
    return (
        Crumb(say(language, "nav.plan"), "/plan"),
        Crumb(say(language, "plan.drafts.title"), "/plan/drafts"),
        Crumb(say(language, "title.plan_read")),
    )


class ReadDocument(Controller):
    """A file becomes a new draft."""

    path = "/plan/read"

    @get(opt=REVIEW)
    async def show(self, request: AnyRequest) -> Response[str]:
        upload = Upload(request, action="/plan/read", crumbs=_crumbs(request))
        return upload.show(filled(request))

    @post(opt=REVIEW, request_max_body_size=BODY_MAX, exception_handlers={TOO_LARGE: too_large})
    async def send(self, request: AnyRequest) -> Response[Any]:
        visit = visit_of(request)
        house: Any = house_of(request)
        taken = frozenset(row.code for row in await plans(house.pool))

        def command_of(draft: PlanDraft, evidence: Evidence, form: Form) -> ReadPlan:
            asked = plan_command(
                draft,
                evidence,
                visit.ward,
                visit.today,
                plan_id=new_id(visit.now),
                code=code_of(form.value("code")),
                again=form.ticked("again"),
            )
            return replace(asked, code=free_code(asked.code, taken))

        upload = Upload(request, action="/plan/read", crumbs=_crumbs(request))
        return await upload.read(command_of)


class ReadAnAppendix(Controller):
    """A second file adds its lines to a draft."""

    path = "/plan/drafts/{plan_id:uuid}/appendix"

    @get(opt=REVIEW)
    async def show(self, request: AnyRequest, plan_id: FromPath[UUID]) -> Response[str]:
        return (await _appendix(request, plan_id)).show(filled(request))

    @post(opt=REVIEW, request_max_body_size=BODY_MAX, exception_handlers={TOO_LARGE: too_large})
    async def send(self, request: AnyRequest, plan_id: FromPath[UUID]) -> Response[Any]:
        visit = visit_of(request)

        def command_of(draft: PlanDraft, evidence: Evidence, form: Form) -> ReadAppendix:
            return appendix_command(
                draft,
                evidence,
                visit.ward,
                visit.today,
                plan_id=plan_id,
                again=form.ticked("again"),
            )

        return await (await _appendix(request, plan_id)).read(command_of)


async def _appendix(request: AnyRequest, plan_id: UUID) -> Upload:
    file = await plan_file(request, plan_id)
    language = visit_of(request).language
    crumbs = (*crumbs_of(request, file), Crumb(say(language, "plan.appendix.title")))
    return Upload(request, action=f"/plan/drafts/{plan_id}/appendix", crumbs=crumbs)


CONTROLLERS = (ReadDocument, ReadAnAppendix)
