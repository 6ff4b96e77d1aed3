"""Scoreboard and sheet as files; a file of a place in the log is the same whenever it is asked."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.due import midnight_after
from projections.task_past import AsOf
from web.evaluation_files.content import (
    EvaluationFile,
    Part,
    head_notes,
    identity_of,
    scoreboard_parts,
    sheet_parts,
)
from web.evaluation_files.writing import WRITERS
from web.evaluations.loading import RoundView, SheetView, round_view, sheet_view
from web.evaluations.opened import moment_of_view, seen_lines
from web.evaluations.sheet_facts import proposal_words
from web.house import house_of
from web.org.views import slug_of
from web.register.past import ONE_MOMENT
from web.render import AnyRequest, catch_up
from web.session import visit_of
from web.stored_files import DOWNLOAD_POLICY
from web.tasks.loading import asked_past
from web.tasks.naming import Names
from web.units.telling import Teller

READ = {"permission": "evaluations.read"}
Ending = Literal["xlsx", "pdf", "docx"]


class ScoreboardFile(Controller):
    """May I have the scoreboard as a file?"""

    path = "/evaluations/{code:str}/paper/{file_name:str}"

    @get(opt=READ)
    async def send(
        self, request: AnyRequest, code: FromPath[str], file_name: FromPath[str]
    ) -> Response[bytes]:
        name, _, ending = file_name.rpartition(".")
        if name != "scoreboard":
            raise NotFoundException
        return await scoreboard_file(request, code, ending)


class SheetFile(Controller):
    """May I have a sheet as a file?"""

    path = "/evaluations/{code:str}/{unit:str}/paper/{file_name:str}"

    @get(opt=READ)
    async def send(
        self,
        request: AnyRequest,
        code: FromPath[str],
        unit: FromPath[str],
        file_name: FromPath[str],
    ) -> Response[bytes]:
        name, _, ending = file_name.rpartition(".")
        if name != "sheet":
            raise NotFoundException
        return await sheet_file(request, code, unit, ending)


CONTROLLERS: list[type[Controller]] = [ScoreboardFile, SheetFile]


async def scoreboard_file(request: AnyRequest, code: str, ending: str) -> Response[bytes]:
    """The scoreboard, for who may see a sheet of the round."""
    place, asked = await _moment(request)
    view = await _round(request, code, asked)
    names = _names(request, view.sheets[0])
    file = _file(request, view, place, names, "evalfile.scoreboard", view.row.title,
                 scoreboard_parts(view, names))  # fmt: skip
    return await _sent(file, names, ending, f"bang-diem-{view.row.code}-{place}")


async def sheet_file(request: AnyRequest, code: str, unit: str, ending: str) -> Response[bytes]:
    """A sheet, for who sees its points."""
    place, asked = await _moment(request)
    view = await sheet_view(house_of(request), visit_of(request), code, unit, asked)
    if view is None or not view.parts.scores:
        raise NotFoundException
    names = _names(request, view)
    seen = {id(line) for line in await seen_lines(request, view, view.lines)}
    parts = sheet_parts(view, names, seen, Teller(moment_of_view(view), names))
    title = names.say("evalfile.sheet_of", unit=names.unit(view.unit.unit_id))
    file = _file(request, await _round(request, code, asked), place, names, "evalfile.sheet",
                 title, parts, proposal_words(view, names))  # fmt: skip
    return await _sent(file, names, ending, f"phieu-{slug_of(view.unit)}-{place}")


async def _moment(request: AnyRequest) -> tuple[int, AsOf]:
    """The place in the log that is known, and the moment shown.

    Without either in the address it is the last place read, so that the file can be made again.
    """
    await catch_up(request)
    house: Any = house_of(request)
    asked, last = asked_past(request), int(house.freshness.position)
    if asked is not None and asked.basis == "now":
        return last, asked
    place = last
    if asked is not None and asked.position is not None:
        place = min(asked.position, last)
    elif asked is not None and asked.on is not None:
        end = midnight_after(asked.on) - ONE_MOMENT
        place = min(int(await house.ledger.position_at(end)), last)
    return place, AsOf(position=place)


async def _round(request: AnyRequest, code: str, asked: AsOf) -> RoundView:
    view = await round_view(house_of(request), visit_of(request), code, asked)
    if view is None:
        raise NotFoundException
    return view


def _names(request: AnyRequest, view: SheetView) -> Names:
    return Names(view.ward, visit_of(request).language, view.file.today)


def _file(
    request: AnyRequest,
    view: RoundView,
    place: int,
    names: Names,
    kind: str,
    title: str,
    parts: tuple[Part, ...],
    *more: str,
) -> EvaluationFile:
    identity = identity_of(view, place, names)
    is_invented = house_of(request).settings.demo or names.ward.invented
    return EvaluationFile(
        kind=names.say(kind),
        title=title,
        authority=names.ward.authority,
        identity=identity,
        running=identity.running(names),
        notes=(*head_notes(view, identity, names), *more),
        parts=parts,
        invented=names.say("register.invented") if is_invented else "",
    )


async def _sent(file: EvaluationFile, names: Names, ending: str, name: str) -> Response[bytes]:
    if ending not in WRITERS:
        raise NotFoundException
    media_type, write = WRITERS[ending]
    content = await asyncio.to_thread(write, file, names.language)
    letters = "".join(c for c in f"{name}.{ending}" if c.isascii() and (c.isalnum() or c in "-."))
    return Response(
        content,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{letters}"',
            "content-security-policy": DOWNLOAD_POLICY,
            "cache-control": "no-store",
        },
    )
