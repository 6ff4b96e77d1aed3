"""A file of figures: chosen, looked at with every mistake by row, and only then recorded."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post

from domain.figures.commands import ImportFigures
from domain.figures.counts import KINDS, FiguresKind, figures_stream
from domain.figures.state import Figures
from domain.ids import derived, new_id
from domain.reading.unreadable import Unreadable
from domain.refusal import Refused
from domain.values import Evidence
from service.evidence import Unusable
from service.figures_file import FiguresDraft, read_figures
from service.slices import FIGURES
from web import refusals
from web.act_form import Asked
from web.act_pages import CONFLICT, UNPROCESSABLE, ask_desk
from web.figures.overview import kind_of, may_import
from web.figures.preview import Preview, preview_of
from web.figures.words import ADDRESS, crumbs
from web.forms import Form, filled, read_form
from web.house import house_of
from web.plan.upload import unreadable_words
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.texts import say

IMPORT = {"permission": "figures.import"}
MEGABYTE = 1_000_000
FILE_MAX = 5 * MEGABYTE
WRONG_SHOWN = 200


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was received and read."""

    file: Evidence
    draft: FiguresDraft
    wrong: tuple[Refused, ...] = ()


class ImportPage(Controller):
    """Choose a file; look at it; record it."""

    path = f"{ADDRESS}/import"

    @get(opt=IMPORT)
    async def show(self, request: AnyRequest) -> Response[str]:
        kind = kind_of(request.query_params.get("kind", _first_kind(request)))
        return await _page(request, filled(request, kind=kind), kind)

    @post(opt=IMPORT, request_max_body_size=FILE_MAX + MEGABYTE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        await catch_up(request)
        form = await read_form(request)
        kind = kind_of(form.choice("kind", "figures.field.kind", KINDS) or "")
        try:
            looked = await _look(request, form, kind)
        except Unreadable as unreadable:
            why = unreadable_words(unreadable, visit_of(request).language)
            return await _page(request, form, kind, why=why)
        if looked is None or looked.wrong or not form.ticked("confirmed"):
            return await _page(request, form, kind, looked=looked)
        return await _record(request, form, kind, looked)


CONTROLLERS: tuple[type[Controller], ...] = (ImportPage,)


def _first_kind(request: AnyRequest) -> str:
    """What this office imports."""
    return next((kind for kind in KINDS if may_import(request, kind)), KINDS[0])


async def _look(request: AnyRequest, form: Form, kind: FiguresKind) -> Looked | None:
    """The file of this sending, or the one kept since the preview; raises Unreadable."""
    file = await _file(request, form)
    if file is None:
        return None
    visit, path = visit_of(request), store_of(request).path_of(file.sha256)
    if path is None:
        form.fail("table", "figures.error.file_gone")
        return None
    octets = await asyncio.to_thread(path.read_bytes)
    draft, wrong = await asyncio.to_thread(read_figures, kind, octets, visit.ward, visit.today)
    return Looked(file=file, draft=draft, wrong=wrong)


async def _file(request: AnyRequest, form: Form) -> Evidence | None:
    sent, person, visit = form.files("table"), _person(request), visit_of(request)
    if not sent:
        kept = await store_of(request).waiting([form.value("kept")], person, visit.now)
        if kept:
            return kept[0].evidence
        missing = "figures.error.file_gone" if form.value("kept") else "figures.error.no_file"
        form.fail("table", missing)
        return None
    try:
        received = await store_of(request).receive(
            sent[0], sent[0].filename, by_person=person, now=visit.now, octets_max=FILE_MAX
        )
    except Unusable as unusable:
        form.fail(
            "table",
            f"figures.error.file_{unusable.why}",
            file=unusable.file_name,
            most=FILE_MAX // MEGABYTE,
        )
        return None
    return received.evidence


async def _record(
    request: AnyRequest, form: Form, kind: FiguresKind, looked: Looked
) -> Response[Any]:
    reason = form.passage("reason", "actform.reason", required=False, most=2000)
    if not form.is_sound:
        return await _page(request, form, kind, looked=looked)
    command = ImportFigures(
        figures_id=figures_stream(kind),
        kind=kind,
        import_id=_import_id(form, request),
        file=looked.file,
        dossiers=looked.draft.dossiers,
        surveys=looked.draft.surveys,
    )
    try:
        receipt = await ask_desk(request, form, Asked(commands=(command,), reason=reason or None))
    except Refused as refused:
        return await _page(request, form, kind, looked=looked, refused=refused)
    await store_of(request).recorded([looked.file.sha256], _person(request))
    if not receipt.events:
        return go_to(f"{ADDRESS}?kind={kind}", position=receipt.position)
    return go_to(f"{ADDRESS}/imports/{command.import_id}", position=receipt.position)


def _import_id(form: Form, request: AnyRequest) -> UUID:
    """Follows from the form's own id, so that the form sent twice names one import."""
    try:
        return derived("import", UUID(form.value("command_id")))
    except ValueError:
        return new_id(visit_of(request).now)


async def _page(
    request: AnyRequest,
    form: Form,
    kind: FiguresKind,
    *,
    looked: Looked | None = None,
    refused: Refused | None = None,
    why: str = "",
) -> Response[str]:
    visit = visit_of(request)
    seen, held = await _held(request, kind)
    is_sound = looked is not None and not looked.wrong
    wrong = looked.wrong if looked else ()
    preview: Preview | None = None
    if looked is not None and is_sound:
        preview = preview_of(looked.draft, held, visit)
    kinds = [each for each in KINDS if may_import(request, each)] or list(KINDS)
    return page(
        request,
        "figures/import.html",
        _status(form, why, wrong, refused),
        form=form,
        kind=kind,
        kinds=[(each, say(visit.language, f"figures.tab.{each}")) for each in kinds],
        why=why,
        may=may_import(request, kind),
        refusal=refusals.sentence(refused, visit.language, visit.ward) if refused else "",
        file=looked.file if looked else None,
        wrong=[(w.facts.get("row"), _told(request, w)) for w in wrong[:WRONG_SHOWN]],
        wrong_count=len(wrong),
        preview=preview,
        most=FILE_MAX // MEGABYTE,
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=seen,
        crumbs=crumbs(request, Crumb(say(visit.language, f"figures.import_link.{kind}"))),
    )


def _status(form: Form, why: str, wrong: tuple[Refused, ...], refused: Refused | None) -> int:
    if refused is not None and refused.code == "version_moved":
        return CONFLICT
    return UNPROCESSABLE if why or wrong or refused or not form.is_sound else 200


def _told(request: AnyRequest, wrong: Refused) -> str:
    visit = visit_of(request)
    return refusals.sentence(wrong, visit.language, visit.ward)


async def _held(request: AnyRequest, kind: FiguresKind) -> tuple[int, Figures]:
    """The last version of the imports of a kind, and what holds by then."""
    house: Any = house_of(request)
    records = await house.ledger.load(figures_stream(kind))
    held = FIGURES.fold(records)
    return (records[-1].originator_version if records else 0), held or Figures()


def _person(request: AnyRequest) -> UUID:
    return signed_in(request).person_id or UUID(int=0)
