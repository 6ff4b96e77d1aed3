"""The first start without a demo: the authority, its first office holder, the administrator."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from domain.fact import Actor
from domain.ids import new_id
from domain.org.commands import FirstHolder, FoundAuthority
from domain.refusal import Refused
from domain.ward import Ward
from service.accounts import LOGIN_PATTERN, login_of
from service.desk import Envelope, Who
from service.passwords import LENGTH_MIN, Unacceptable, check_acceptable
from web import refusals
from web.account.routes import enter
from web.forms import Form, filled, read_form
from web.house import house_of
from web.render import AnyRequest, page
from web.session import visit_of

UNPROCESSABLE = 422
CODE_MAX = 8
FOUNDING = Who(system=Actor(capacity="founding"))


class Setup(Controller):
    """Exists until the first account does."""

    path = "/setup"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[str]:
        await _only_once(request)
        return _ask(request, filled(request, unit_code="VP"))

    @post(opt={"public": True})
    async def found(self, request: AnyRequest) -> Response[str] | Redirect:
        await _only_once(request)
        form, visit, house = await read_form(request), visit_of(request), house_of(request)
        admin, password = _read_administrator(form)
        holder_login = _read_login(form, "holder_login", "setup.holder_login")
        if admin and admin == holder_login:
            form.fail("holder_login", "accounts.taken")
        command = None if visit.ward.authority else _read_authority(form, visit.today, request)
        if not form.is_sound:
            return _ask(request, form, UNPROCESSABLE)
        if command is not None:
            try:
                envelope = Envelope(who=FOUNDING, command_id=new_id(visit.now))
                await house.desk.submit(command, envelope)
            except Refused as refused:
                sentence = refusals.sentence(refused, visit.language, visit.ward)
                return _ask(request, form, UNPROCESSABLE, refusal=sentence)
        person_id, name = _first_holder(await house.ward())
        administrator, _ = await house.accounts.create(admin, admin, password=password)
        _, initial = await house.accounts.create(
            holder_login, name, person_id=person_id, by=administrator.account_id
        )
        await enter(request, administrator.account_id)
        return page(request, "start/founded.html", holder=name, login=holder_login, initial=initial)


CONTROLLERS: list[type[Controller]] = [Setup]


async def _only_once(request: AnyRequest) -> None:
    if not await house_of(request).accounts.is_empty():
        raise NotFoundException


def _ask(
    request: AnyRequest, form: Form, status: int = 200, refusal: str | None = None
) -> Response[str]:
    return page(
        request,
        "start/setup.html",
        status,
        form=form,
        refusal=refusal,
        is_founded=bool(visit_of(request).ward.authority),
        length_min=LENGTH_MIN,
    )


def _read_administrator(form: Form) -> tuple[str, str]:
    login = _read_login(form, "login", "setup.admin_login")
    password = form.password("password", "account.password")
    again = form.password("password_again", "account.password_again")
    try:
        if form.is_sound:
            check_acceptable(password, login)
    except Unacceptable as why:
        form.fail("password", f"account.password_{why.code}", min=LENGTH_MIN)
    if form.is_sound and password != again:
        form.fail("password_again", "form.password_differs")
    return login, password


def _read_login(form: Form, name: str, label: str) -> str:
    login = login_of(form.text(name, label, most=64))
    if login and not LOGIN_PATTERN.fullmatch(login):
        form.fail(name, "accounts.bad_login")
    return login


def _read_authority(form: Form, today: date, request: AnyRequest) -> FoundAuthority:
    code = form.text("code", "setup.code", most=CODE_MAX).upper()
    if code and not (code.isascii() and code.isalnum()):
        form.fail("code", "setup.code_wrong")
    unit_code = form.text("unit_code", "setup.unit_code", most=CODE_MAX).upper()
    if unit_code and not (unit_code.isascii() and unit_code.isalnum()):
        form.fail("unit_code", "setup.code_wrong")
    now = visit_of(request).now
    return FoundAuthority(
        name=form.text("authority", "setup.authority", most=200),
        code=code,
        from_on=today,
        first=FirstHolder(
            unit_code=unit_code,
            unit_name=form.text("unit_name", "setup.unit_name", most=200),
            post_id=new_id(now),
            post_title=form.text("post_title", "setup.post_title", most=100),
            person_id=new_id(now),
            full_name=form.text("full_name", "setup.full_name", most=100),
        ),
    )


def _first_holder(ward: Ward) -> tuple[UUID, str]:
    person_id = ward.terms[0].person_id
    return person_id, ward.persons[person_id].full_name
