"""One's own tokens for other programs: made with a name and an end, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.response import Redirect

from service.tokens import DAYS_CHOICES, NAME_MAX, TooManyTokens
from web.api import scopes
from web.api.all_slices import SLICES
from web.forms import Form, filled, read_form
from web.house import house_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import Visit, signed_in, visit_of
from web.texts import has, say

UNPROCESSABLE = 422
ADDRESS = "/account/tokens"
OWN = {"permission": "account.own"}


class Shown(msgspec.Struct, frozen=True):
    """A token on the one page that ever shows it."""

    name: str
    token: str


class OwnTokens(Controller):
    """Which programs read and act for me?"""

    path = ADDRESS

    @get(opt=OWN)
    async def show(self, request: AnyRequest) -> Response[str]:
        return await _list(request, filled(request, days=DAYS_CHOICES[1], scopes=scopes.READ))

    @post(opt=OWN)
    async def make(self, request: AnyRequest) -> Response[str]:
        form, house, user = await read_form(request), house_of(request), signed_in(request)
        name = form.text("name", "tokens.name", most=NAME_MAX)
        offered = [scope for scope, _ in _scopes(visit_of(request))]
        chosen = form.choices("scopes", "tokens.scopes", offered, required=True)
        days = form.choice("days", "tokens.days", [str(n) for n in DAYS_CHOICES])
        if not house.settings.demo:
            present = form.password("present_password", "account.present_password")
            if form.is_sound and not await house.accounts.confirm(user.account_id, present):
                form.fail("present_password", "account.wrong_password")
        if not form.is_sound or days is None:
            return await _list(request, form, UNPROCESSABLE)
        try:
            _, token = await house.tokens.make(user.account_id, name, chosen, int(days))
        except TooManyTokens:
            form.fail("name", "tokens.too_many")
            return await _list(request, form, UNPROCESSABLE)
        again = filled(request, days=DAYS_CHOICES[1], scopes=scopes.READ)
        return await _list(request, again, shown=Shown(name, token))


class OneToken(Controller):
    """Revoke one."""

    path = f"{ADDRESS}/revoke"

    @post(opt=OWN)
    async def revoke(self, request: AnyRequest) -> Redirect:
        form = await read_form(request)
        try:
            token_id = UUID(form.value("token_id"))
        except ValueError:
            return go_to(ADDRESS)
        await house_of(request).tokens.revoke(signed_in(request).account_id, token_id)
        return go_to(ADDRESS)


CONTROLLERS: list[type[Controller]] = [OwnTokens, OneToken]


async def _list(
    request: AnyRequest, form: Form, status: int = 200, shown: Shown | None = None
) -> Response[str]:
    visit = visit_of(request)
    title = say(visit.language, "title.tokens")
    return page(
        request,
        "account/tokens.html",
        status,
        form=form,
        shown=shown,
        tokens=await house_of(request).tokens.of_account(signed_in(request).account_id),
        offered=_scopes(visit),
        words=lambda scope: scope_words(scope, visit),
        days=[(n, say(visit.language, "tokens.n_days", n=n)) for n in DAYS_CHOICES],
        asks_password=not house_of(request).settings.demo,
        crumbs=(Crumb(say(visit.language, "title.account"), "/account"), Crumb(title)),
    )


def _scopes(visit: Visit) -> list[tuple[str, str]]:
    """What a token of this person could open: administrators have no acts of the ward."""
    slices = dict.fromkeys(each.name for each in SLICES)
    acts = [] if "T" in visit.roles else [scopes.act(name) for name in slices]
    admin = [scopes.ADMIN] if "T" in visit.roles else []
    names = [scopes.READ, *acts, scopes.ACCOUNT, *admin]
    return [(name, scope_words(name, visit)) for name in names]


def scope_words(scope: str, visit: Visit) -> str:
    """What a scope opens; a slice without words of its own is told by its name."""
    key = f"tokens.scope.{scope.replace(':', '.')}"
    if has(key):
        return say(visit.language, key)
    return say(visit.language, "tokens.scope.act", slice=scope.removeprefix(scopes.ACT))
