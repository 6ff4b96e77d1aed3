"""Signing the minutes: what is shown, its hash, and the password once more."""

from __future__ import annotations

from typing import Any, get_args

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.ids import new_id
from domain.inspection import commands as c
from domain.inspection.parts import SignRole
from domain.refusal import Refused
from service.demo.cast import DEMO_PASSWORD
from service.documents.minutes_paper import minutes_paper
from service.step_up import GOOD_FOR_SECONDS
from web import refusals
from web.act_form import Asked
from web.act_pages import CONFLICT, UNPROCESSABLE, allowed, ask_desk
from web.forms import Form, filled, read_form
from web.house import house_of
from web.minutes.loading import Shown, open_full, shown_minutes
from web.minutes.page import crumbs_of
from web.minutes.steps import names_of, next_role, signs_as
from web.password_again import Told, spend_proof, unproven
from web.render import AnyRequest, Crumb, go_to, page
from web.session import visit_of
from web.texts import say


class SignPage(Controller):
    """Do I put my name to exactly this?"""

    path = "/inspections/{code:str}/minutes/sign/{role:str}"

    @get(opt={"permission": "inspections.write"})
    async def show(
        self, request: AnyRequest, code: FromPath[str], role: FromPath[str]
    ) -> Response[str]:
        shown, signing = await _asked(request, code, role)
        return _page(request, shown, signing, filled(request), Told(refused=_not_now(shown)))

    @post(opt={"permission": "inspections.write"})
    async def sign(
        self, request: AnyRequest, code: FromPath[str], role: FromPath[str]
    ) -> Response[Any]:
        shown, signing = await _asked(request, code, role)
        form = await read_form(request)
        seen = form.value("content_hash")
        moved = _moved(shown, seen)
        if moved is not None:
            return _page(request, shown, signing, form, Told(refused=moved, status=CONFLICT))
        if not _is_turn(shown, signing):
            return _page(request, shown, signing, form, Told(status=UNPROCESSABLE))
        told = await unproven(request, form, seen, "minutes.field.password")
        if told is not None:
            return _page(request, shown, signing, form, told)
        return await _submitted(request, shown, signing, form)


async def _asked(request: AnyRequest, code: str, role: str) -> tuple[Shown, SignRole]:
    opened = await open_full(request, code)
    if role not in get_args(SignRole) or not opened.sight.answers:
        raise NotFoundException
    signing: SignRole = role  # type: ignore[assignment]
    return await shown_minutes(request, opened), signing


def _not_now(shown: Shown) -> Refused | None:
    """Whether what is shown can be signed at all."""
    if shown.it.frozen_at is not None or shown.is_current:
        return None
    return _stale(shown)


def _moved(shown: Shown, seen: str) -> Refused | None:
    """The content is no longer what the form was shown over."""
    if shown.it.frozen_at is None and not (shown.is_current and seen == shown.hash_now):
        return _stale(shown, seen)
    return None


def _stale(shown: Shown, seen: str = "") -> Refused:
    return Refused("inspection.hash_moved", seen=seen, now=shown.hash_now)


def _is_turn(shown: Shown, role: SignRole) -> bool:
    """Somebody who has signed already is answered like the first time."""
    return shown.it.signature(role) is not None or next_role(shown.it) == role


async def _submitted(
    request: AnyRequest, shown: Shown, role: SignRole, form: Form
) -> Response[Any]:
    seen = form.value("content_hash")
    command = c.SignMinutes(
        inspection_id=shown.opened.file.inspection_id,
        role=role,
        content_hash=seen,
        hash_now="",
        stepped_up=True,
    )
    try:
        receipt = await ask_desk(request, form, Asked(commands=(command,)))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        again = await shown_minutes(request, await open_full(request, shown.opened.code))
        is_moved = refused.code in ("inspection.hash_moved", "version_moved")
        told = Told(refused=refused, status=CONFLICT if is_moved else UNPROCESSABLE)
        return _page(request, again, role, form, told)
    await spend_proof(request, seen)
    return go_to(shown.address, position=receipt.position)


def _page(
    request: AnyRequest, shown: Shown, role: SignRole, form: Form, told: Told
) -> Response[str]:
    """What is signed, always as it is now; the password is never shown again."""
    visit, house = visit_of(request), house_of(request)
    title = say(visit.language, "minutes.sign.title")
    return page(
        request,
        "minutes/sign.html",
        told.status,
        headers=told.headers,
        shown=shown,
        role=role,
        form=form,
        title=title,
        paper=minutes_paper(shown.facts),
        action=f"{shown.address}/sign/{role}",
        command_id=form.value("command_id") or str(new_id(visit.now)),
        refusal=refusals.sentence(told.refused, visit.language, visit.ward) if told.refused else "",
        is_moved=told.status == CONFLICT,
        is_mine=allowed(request, c.SignMinutes, shown.it) and signs_as(visit, shown.it) == role,
        is_turn=_is_turn(shown, role),
        minutes_good=GOOD_FOR_SECONDS // 60,
        demo_password=DEMO_PASSWORD if house.settings.demo else "",
        names=names_of(request, shown),
        crumbs=(*crumbs_of(request, shown.opened), Crumb(title)),
    )


CONTROLLERS: list[type[Controller]] = [SignPage]
