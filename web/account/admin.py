"""The technical administrator's page: who can log in; nothing of the ward's business."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from domain.ward import Ward
from service.accounts import Account, BadLogin, LoginTaken
from web.forms import Form, filled, read_form
from web.house import house_of
from web.render import AnyRequest, go_to, page
from web.session import signed_in, visit_of

UNPROCESSABLE = 422
LOGIN_MAX = 64
ADMIN = "admin"
"""Chosen instead of a person: one more technical administrator."""


class Handed(msgspec.Struct, frozen=True):
    """An initial password, shown once."""

    name: str
    login: str
    password: str


class AllAccounts(Controller):
    """Who can log in?"""

    path = "/admin/accounts"

    @get(opt={"permission": "accounts.admin"})
    async def show(self, request: AnyRequest) -> Response[str]:
        return await _list(request, filled(request))

    @post(opt={"permission": "accounts.admin"})
    async def create(self, request: AnyRequest) -> Response[str]:
        form, house, visit = await read_form(request), house_of(request), visit_of(request)
        people = _without_account(visit.ward, await house.accounts.every())
        person = form.choice("person", "accounts.person", {*map(str, people), ADMIN})
        login = form.text("login", "account.login", most=LOGIN_MAX)
        if not form.is_sound or person is None:
            return await _list(request, form, UNPROCESSABLE)
        person_id = None if person == ADMIN else UUID(person)
        name = people[person_id] if person_id else login
        try:
            account, password = await house.accounts.create(
                login, name, person_id=person_id, by=signed_in(request).account_id
            )
        except BadLogin:
            form.fail("login", "accounts.bad_login")
        except LoginTaken:
            form.fail("login", "accounts.taken")
        else:
            handed = Handed(account.name, account.login, password)
            return await _list(request, filled(request), handed=handed)
        return await _list(request, form, UNPROCESSABLE)


class OneAccount(Controller):
    """What can be done to an account."""

    path = "/admin/accounts/{account_id:uuid}"

    @post(opt={"permission": "accounts.admin"})
    async def act(
        self, request: AnyRequest, account_id: FromPath[UUID]
    ) -> Response[str] | Redirect:
        house, by = house_of(request), signed_in(request).account_id
        account = await house.accounts.find(account_id)
        if account is None:
            raise NotFoundException
        match (await read_form(request)).value("act"):
            case "lock" if account_id != by:
                await house.accounts.lock(account_id, by)
                await house.sessions.end_all(account_id)
            case "unlock":
                await house.accounts.unlock(account_id, by)
            case "end_sessions":
                await house.accounts.note_sessions_ended(account_id, by)
                await house.sessions.end_all(account_id)
            case "renew_password" if account_id != by:
                password = await house.accounts.renew_password(account_id, by)
                await house.sessions.end_all(account_id)
                handed = Handed(account.name, account.login, password)
                return await _list(request, filled(request), handed=handed)
            case _:
                raise NotFoundException
        return go_to("/admin/accounts")


CONTROLLERS: list[type[Controller]] = [AllAccounts, OneAccount]


async def _list(
    request: AnyRequest, form: Form, status: int = 200, handed: Handed | None = None
) -> Response[str]:
    ward = visit_of(request).ward
    accounts = await house_of(request).accounts.every()
    return page(
        request,
        "account/all.html",
        status,
        form=form,
        accounts=accounts,
        people=sorted(_without_account(ward, accounts).items(), key=lambda item: item[1]),
        handed=handed,
    )


def _without_account(ward: Ward, accounts: list[Account]) -> dict[UUID, str]:
    """Persons who cannot log in yet, by name."""
    taken = {account.person_id for account in accounts}
    return {
        person.person_id: person.full_name
        for person in ward.persons.values()
        if person.person_id not in taken
    }
