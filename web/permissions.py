"""Which pages exist for whom: one table, deny by default; acts are judged by `service.access`."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.handlers.base import BaseRouteHandler

from web.api.scopes import is_enough
from web.security import SAFE_METHODS, FormExpired, check_form, typed_in
from web.session import Visit, visit_of

PUBLIC = "public"
PERMISSION = "permission"
SCOPE = "scope"
"""Marks a handler of the API, with what the token must open."""
BEFORE_PASSWORD = "before_new_password"
"""Open to somebody who still has to replace the initial password."""

WARD = frozenset({"C", "V", "O", "K", "H", "D", "L", "S", "DK"})
"""Everybody with work in the ward."""
READERS = WARD | {"A", "OB"}
EVERYBODY = frozenset({"*"})
"""Whoever is signed in, also between two posts."""

PERMISSIONS: dict[str, frozenset[str]] = {
    "signed_in": EVERYBODY,
    "account.own": EVERYBODY,
    "accounts.admin": frozenset({"T"}),
    "accounts.acts": frozenset({"T", "A"}),
    "status": EVERYBODY,
    "demo.clock": frozenset({"T"}),
    "work.read": WARD,
    "tasks.read": READERS,
    "tasks.write": WARD,
    "tasks.draft": frozenset({"C", "V", "O", "K", "H"}),
    "tasks.urge": frozenset({"O", "K"}),
    "plan.read": READERS,
    "plan.acts": WARD | {"A"},
    "plan.review": frozenset({"O", "K"}),
    "plan.issue": frozenset({"C", "O", "K"}),
    "plan.amend": frozenset({"C", "O", "K", "H"}),
    "org.read": READERS,
    "org.acts": frozenset({"C", "V", "O", "K", "A"}),
    "org.write": frozenset({"O", "K"}),
    "delegations.read": READERS,
    "delegations.write": frozenset({"C", "V", "H"}),
    "limits.write": frozenset({"C", "O", "K"}),
    "inspections.read": READERS,
    "checklists.read": READERS,
    "checklists.write": frozenset({"C", "K"}),
    "inspections.write": WARD,
    "inspections.programme": frozenset({"C", "V", "O", "K", "A"}),
    "visit.work": WARD,
    "rules.read": READERS | {"T"},
    "units.read": WARD | {"A"},
    "people.dossier": WARD | {"A"},
    "evaluations.read": WARD | {"A"},
    "evaluations.open": frozenset({"C"}),
    "evaluations.write": WARD,
    "rule_sets.read": READERS,
    "rule_sets.write": frozenset({"C", "K"}),
    "figures.read": READERS,
    "figures.import": frozenset({"DK", "K"}),
    "figures.indices": frozenset({"K", "H"}),
}


class NotSignedIn(Exception):
    """A page for people who are logged in was asked for by somebody who is not."""


class TokenNeeded(Exception):
    """An address of the API was asked for without a token."""


class ScopeNeeded(Exception):
    """The token does not open this."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class NewPasswordNeeded(Exception):
    """The initial password opens nothing but the page that replaces it."""


def may_open(visit: Visit, permission: str) -> bool:
    """Whether a page with this permission exists for the visitor."""
    allowed = PERMISSIONS.get(permission, frozenset())
    if visit.user is None:
        return False
    return allowed == EVERYBODY or bool(allowed & visit.reach)


def _guard_by_token(visit: Visit, opt: dict[str, Any]) -> None:
    """The same table for programs: a token is asked for, a cookie opens nothing."""
    if visit.is_unreachable:
        raise ServiceUnavailableException
    if visit.token_trouble is not None:
        raise visit.token_trouble
    if visit.token is None:
        raise TokenNeeded
    if not is_enough(visit.token.scopes, opt[SCOPE]):
        raise ScopeNeeded(opt[SCOPE])
    if not may_open(visit, opt.get(PERMISSION, "")):
        raise NotFoundException


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse what the handler does not declare; what is not for the reader does not exist."""
    visit = visit_of(connection)
    if SCOPE in handler.opt:
        _guard_by_token(visit, handler.opt)
        return
    if handler.opt.get(PUBLIC) is True:
        await check_form(connection)
        return
    permission = handler.opt.get(PERMISSION)
    if not isinstance(permission, str) or permission not in PERMISSIONS:
        raise NotFoundException
    if visit.is_unreachable:
        raise ServiceUnavailableException
    if visit.user is None:
        if connection.scope["method"] not in SAFE_METHODS:
            raise FormExpired(await typed_in(connection))
        raise NotSignedIn
    if visit.user.must_change and handler.opt.get(BEFORE_PASSWORD) is not True:
        raise NewPasswordNeeded
    if not may_open(visit, permission):
        raise NotFoundException
    await check_form(connection)
