"""Oneself and accounts through the API: who am I, sessions, tokens, status, others' accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from service.account_acts import AccountAct
from service.accounts import Account, BadLogin, LoginTaken
from service.status import ModelLine
from service.tokens import ApiToken
from web.account.devices import device
from web.api import scopes
from web.api.answers import answer, nothing
from web.api.bodies import read_body
from web.api.operation import Param, changing, path_param, reading
from web.api.problems import NotServed
from web.api.query import caught_up, query_of
from web.api.sending import json_body
from web.api.task_shapes import PersonRef, PostRef
from web.api.task_views import person_ref, post_ref
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of

OWN = "account.own"
ADMIN = "accounts.admin"


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the token stands for, and what it opens."""

    name: str
    person: PersonRef | None
    is_admin: bool
    roles: tuple[str, ...]
    posts: tuple[PostRef, ...]
    lent: tuple[PostRef, ...]
    """Posts of others in whose place the person may act today."""
    acting_post: UUID | None
    scopes: tuple[str, ...]
    today: date
    now: datetime
    authority: str


class SessionTold(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the person is logged in with a browser."""

    handle: str
    device: str
    address: str
    started_at: datetime
    seen_at: datetime


class StatusTold(msgspec.Struct, frozen=True, kw_only=True):
    """How the house is."""

    is_ready: bool
    is_degraded: bool
    database_reachable: bool
    last_position: int
    waiting_commands: int
    models: tuple[ModelLine, ...]


class AccountTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who can log in."""

    account: Account
    person: PersonRef | None


class NewAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account for a person, or for one more technical administrator when none is named."""

    login: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    person_id: UUID | None = None


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """An initial password, told once."""

    account_id: UUID
    login: str
    password: str


class AccountDone(msgspec.Struct, frozen=True, kw_only=True):
    """What was done; the password only where a new one was made."""

    account_id: UUID
    password: str | None = None


class AccountActAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to do to an account."""

    act: Literal["lock", "unlock", "end_sessions", "renew_password"]


ME = reading("read_me", "account", "me", Me, permission="signed_in", problems=(403, 422))
SESSIONS = reading("list_sessions", "account", "sessions", tuple[SessionTold, ...],
                   permission=OWN, scope=scopes.ACCOUNT, problems=(403, 422))  # fmt: skip
END_SESSION = changing("end_session", "account", "sessions/{handle}",
                       path_param("handle", Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]),
                       permission=OWN, scope=scopes.ACCOUNT, method="delete",
                       problems=(403, 404, 422))  # fmt: skip
TOKENS = reading("list_tokens", "account", "tokens", tuple[ApiToken, ...], permission=OWN,
                 scope=scopes.ACCOUNT, problems=(403, 422))  # fmt: skip
REVOKE = changing("revoke_token", "account", "tokens/{token_id}", path_param("token_id", UUID),
                  permission=OWN, scope=scopes.ACCOUNT, method="delete",
                  problems=(403, 404, 422))  # fmt: skip
STATUS = reading("read_status", "status", "status", StatusTold, permission="status",
                 problems=(403, 422))  # fmt: skip
ACCOUNTS = reading("list_accounts", "account", "accounts", tuple[AccountTold, ...],
                   permission=ADMIN, scope=scopes.ADMIN)  # fmt: skip
CREATE = changing("create_account", "account", "accounts", permission=ADMIN, scope=scopes.ADMIN,
                  body=NewAccount, returns=Handed, status=201)  # fmt: skip
ACT = changing("act_on_account", "account", "accounts/{account_id}/acts",
               path_param("account_id", UUID), permission=ADMIN, scope=scopes.ADMIN,
               body=AccountActAsked, returns=AccountDone, status=200)  # fmt: skip
DONE = reading("list_account_acts", "account", "account-acts", tuple[AccountAct, ...],
               Param(name="before", kind=Annotated[int, Meta(ge=1, le=2**53)]),
               permission="accounts.acts", scope=scopes.READ)  # fmt: skip


class Oneself(Controller):
    """What am I here?"""

    path = "/api/v1/me"

    @get(opt=ME)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(ME, request))
        visit, user = visit_of(request), signed_in(request)
        content = Me(
            name=visit.name,
            person=person_ref(visit, user.person_id),
            is_admin=user.admin,
            roles=tuple(sorted(visit.roles)),
            posts=tuple(ref for p in visit.posts if (ref := post_ref(visit, p.post_id))),
            lent=tuple(ref for o in visit.lent if (ref := post_ref(visit, o.post.post_id))),
            acting_post=visit.acting_post,
            scopes=tuple(sorted(visit.token.scopes)) if visit.token else (),
            today=visit.today,
            now=visit.now,
            authority=visit.ward.authority,
        )
        return answer(request, content)


class OwnSessions(Controller):
    """Where am I logged in?"""

    path = "/api/v1/sessions"

    @get(opt=SESSIONS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(SESSIONS, request))
        account_id = signed_in(request).account_id
        found = [
            SessionTold(
                handle=each.handle,
                device=device(each.agent),
                address=each.address,
                started_at=each.started_at,
                seen_at=each.seen_at,
            )
            for each in await house_of(request).sessions.of_account(account_id)
        ]
        return answer(request, found)


class OneSession(Controller):
    """End a session of one's own."""

    path = "/api/v1/sessions/{handle:str}"

    @delete(opt=END_SESSION, status_code=204)
    async def end(self, request: AnyRequest, handle: FromPath[str]) -> Response[None]:
        query_of(END_SESSION, request)
        account_id, sessions = signed_in(request).account_id, house_of(request).sessions
        if handle not in {each.handle for each in await sessions.of_account(account_id)}:
            raise NotFoundException
        await sessions.end_one(account_id, handle)
        return nothing()


class OwnTokens(Controller):
    """Which programs act for me? New tokens are made on the account page only, so that a token
    that got lost cannot make others."""

    path = "/api/v1/tokens"

    @get(opt=TOKENS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(TOKENS, request))
        account_id = signed_in(request).account_id
        return answer(request, tuple(await house_of(request).tokens.of_account(account_id)))


class OneToken(Controller):
    """Revoke a token of one's own."""

    path = "/api/v1/tokens/{token_id:str}"

    @delete(opt=REVOKE, status_code=204)
    async def revoke(self, request: AnyRequest, token_id: FromPath[str]) -> Response[None]:
        query_of(REVOKE, request)
        account_id, tokens = signed_in(request).account_id, house_of(request).tokens
        if not await tokens.revoke(account_id, _id(token_id)):
            raise NotFoundException
        return nothing()


class HouseStatus(Controller):
    """Is the system sound?"""

    path = "/api/v1/status"

    @get(opt=STATUS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        query_of(STATUS, request)
        found = await house_of(request).status()
        content = StatusTold(
            is_ready=found.is_ready,
            is_degraded=found.is_degraded,
            database_reachable=found.database_reachable,
            last_position=found.last_position,
            waiting_commands=found.waiting_commands,
            models=found.models,
        )
        return answer(request, content)


class AllAccounts(Controller):
    """Who can log in? For the technical administrator."""

    path = "/api/v1/accounts"

    @get(opt=ACCOUNTS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        query_of(ACCOUNTS, request)
        visit = visit_of(request)
        found = [
            AccountTold(account=each, person=person_ref(visit, each.person_id))
            for each in await house_of(request).accounts.every()
        ]
        return answer(request, found)

    @post(opt=CREATE, status_code=201)
    async def create(self, request: AnyRequest) -> Response[bytes]:
        query_of(CREATE, request)
        said = read_body(await json_body(request), NewAccount)
        persons = visit_of(request).ward.persons
        if said.person_id is not None and said.person_id not in persons:
            raise NotServed(422, "account_not_made", login=said.login)
        name = persons[said.person_id].full_name if said.person_id else said.login
        try:
            account, password = await house_of(request).accounts.create(
                said.login, name, person_id=said.person_id, by=signed_in(request).account_id
            )
        except BadLogin:
            raise NotServed(422, "account_not_made", login=said.login) from None
        except LoginTaken:
            raise NotServed(409, "account_taken", login=said.login) from None
        content = Handed(account_id=account.account_id, login=account.login, password=password)
        return answer(request, content, status=201)


class OneAccount(Controller):
    """Lock, unlock, end sessions, give a new initial password."""

    path = "/api/v1/accounts/{account_id:str}/acts"

    @post(opt=ACT, status_code=200)
    async def act(self, request: AnyRequest, account_id: FromPath[str]) -> Response[bytes]:
        query_of(ACT, request)
        said = read_body(await json_body(request), AccountActAsked)
        house, by = house_of(request), signed_in(request).account_id
        found = await house.accounts.find(_id(account_id))
        if found is None or (found.account_id == by and said.act in ("lock", "renew_password")):
            raise NotFoundException
        password = None
        match said.act:
            case "lock":
                await house.accounts.lock(found.account_id, by)
            case "unlock":
                await house.accounts.unlock(found.account_id, by)
            case "end_sessions":
                await house.accounts.note_sessions_ended(found.account_id, by)
            case "renew_password":
                password = await house.accounts.renew_password(found.account_id, by)
        if said.act != "unlock":
            await house.sessions.end_all(found.account_id)
        return answer(request, AccountDone(account_id=found.account_id, password=password))


class AccountActs(Controller):
    """What was done to accounts, the newest first."""

    path = "/api/v1/account-acts"

    @get(opt=DONE)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(DONE, request)
        found = await house_of(request).accounts.acts(before=given.get("before"))
        return answer(request, found.acts)


CONTROLLERS: list[type[Controller]] = [
    Oneself,
    OwnSessions,
    OneSession,
    OwnTokens,
    OneToken,
    HouseStatus,
    AllAccounts,
    OneAccount,
    AccountActs,
]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None
