"""Pages of the door: log in, replace the initial password, log out, one's own account."""

from __future__ import annotations

from urllib.parse import urlsplit

from litestar import Controller, Response, get, post
from litestar.response import Redirect

from service.accounts import WrongLogin
from service.login_attempts import SlowDown
from service.passwords import LENGTH_MIN, Unacceptable
from web.account.devices import device
from web.forms import Form, asked, filled, read_form
from web.house import house_of
from web.navigation import start_of
from web.render import AnyRequest, go_to, page
from web.session import signed_in, visit_of
from web.texts import LANGUAGES

UNPROCESSABLE = 422
TOO_MANY = 429
LOGIN_MAX = 100
AGENT = "user-agent"


class LogIn(Controller):
    """Who are you? Mistakes name neither field."""

    path = "/login"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[str] | Redirect:
        visit = visit_of(request)
        if visit.user is not None:
            return go_to(local_address(asked(request, "next")) or start_of(visit))
        return page(
            request,
            "account/log_in.html",
            form=filled(request, next=local_address(asked(request, "next"))),
        )

    @post(opt={"public": True})
    async def log_in(self, request: AnyRequest) -> Response[str] | Redirect:
        form = await read_form(request)
        login = form.text("login", "account.login", most=LOGIN_MAX)
        password = form.password("password", "account.password")
        if not form.is_sound:
            return page(request, "account/log_in.html", UNPROCESSABLE, form=form)
        try:
            account = await house_of(request).accounts.log_in(login, password, address_of(request))
        except WrongLogin:
            form.fail("login", "form.log_in_failed")
            return page(request, "account/log_in.html", UNPROCESSABLE, form=form)
        except SlowDown as slow:
            return _slowed(request, form, slow)
        await enter(request, account.account_id)
        if account.must_change:
            return go_to("/login/new-password")
        return go_to(local_address(form.value("next")) or "/")


class NewPassword(Controller):
    """The initial password opens nothing but this page."""

    path = "/login/new-password"

    @get(opt={"permission": "account.own", "before_new_password": True})
    async def show(self, request: AnyRequest) -> Response[str]:
        return _ask_password(request, filled(request))

    @post(opt={"permission": "account.own", "before_new_password": True})
    async def choose(self, request: AnyRequest) -> Response[str] | Redirect:
        form, house, user = await read_form(request), house_of(request), signed_in(request)
        if not user.must_change:
            present = form.password("present_password", "account.present_password")
            if form.is_sound and not await house.accounts.confirm(user.account_id, present):
                form.fail("present_password", "account.wrong_password")
        password = form.password("password", "account.new_password")
        again = form.password("password_again", "account.password_again")
        if form.is_sound and password != again:
            form.fail("password_again", "form.password_differs")
        if form.is_sound:
            try:
                await house.accounts.choose_password(user.account_id, password)
            except Unacceptable as why:
                form.fail("password", f"account.password_{why.code}", min=LENGTH_MIN)
        if not form.is_sound:
            return _ask_password(request, form, UNPROCESSABLE)
        await house.sessions.end_all(user.account_id)
        await enter(request, user.account_id)
        return go_to("/")


class LogOut(Controller):
    """Ends this session."""

    path = "/logout"

    @post(opt={"permission": "account.own", "before_new_password": True})
    async def log_out(self, request: AnyRequest) -> Redirect:
        visit = visit_of(request)
        if visit.session_id is not None:
            await house_of(request).sessions.end(visit.session_id)
        visit.end_session()
        return go_to("/login")


class OwnAccount(Controller):
    """What am I here?"""

    path = "/account"

    @get(opt={"permission": "account.own"})
    async def show(self, request: AnyRequest) -> Response[str]:
        return await _own_account(request)


class OwnLanguage(Controller):
    """Which language the pages speak."""

    path = "/account/language"

    @post(opt={"permission": "account.own"})
    async def choose(self, request: AnyRequest) -> Response[str] | Redirect:
        form = await read_form(request)
        chosen = form.choice("language", "account.language", LANGUAGES)
        if not form.is_sound:
            return await _own_account(request, form, UNPROCESSABLE)
        for language in LANGUAGES:
            if chosen == language:
                user = signed_in(request)
                await house_of(request).accounts.choose_language(user.account_id, language)
                visit_of(request).speak(language)
        return go_to("/account")


class OwnPost(Controller):
    """Which of the posts held the person acts in."""

    path = "/account/post"

    @post(opt={"permission": "account.own"})
    async def choose(self, request: AnyRequest) -> Response[str] | Redirect:
        form, visit = await read_form(request), visit_of(request)
        among = {p.post_id for p in visit.posts} | {o.post.post_id for o in visit.lent}
        chosen = form.id("post", "account.acting_post", among, required=False)
        if not form.is_sound:
            return await _own_account(request, form, UNPROCESSABLE)
        await house_of(request).sessions.act_in(signed_in(request).handle, chosen)
        return go_to("/account")


class OwnSessions(Controller):
    """Where the person is logged in; one of them, or all others, can be ended."""

    path = "/account/sessions"

    @post(opt={"permission": "account.own"})
    async def end(self, request: AnyRequest) -> Redirect:
        form, user = await read_form(request), signed_in(request)
        sessions = house_of(request).sessions
        if handle := form.value("handle"):
            await sessions.end_one(user.account_id, handle)
        else:
            await sessions.end_all(user.account_id)
        if handle in ("", user.handle):
            visit_of(request).end_session()
            return go_to("/login")
        return go_to("/account")


CONTROLLERS: list[type[Controller]] = [
    LogIn,
    NewPassword,
    LogOut,
    OwnAccount,
    OwnLanguage,
    OwnPost,
    OwnSessions,
]


async def enter(request: AnyRequest, account_id: object) -> None:
    """A new session for this browser; the one it had before ends."""
    visit = visit_of(request)
    session_id = await house_of(request).sessions.begin(
        account_id,  # type: ignore[arg-type]
        address=address_of(request),
        agent=request.headers.get(AGENT, ""),
        replacing=visit.session_id,
    )
    visit.begin_session(session_id)


def address_of(request: AnyRequest) -> str:
    """Where a request comes from; behind a named proxy, what the proxy says."""
    return request.client.host if request.client else "-"


def local_address(wanted: str) -> str:
    """A page of ours to go to, or nothing: never another site."""
    parts = urlsplit(wanted)
    is_ours = (
        wanted.startswith("/")
        and not wanted.startswith("//")
        and "\\" not in wanted
        and not parts.scheme
        and not parts.netloc
    )
    return wanted if is_ours and not wanted.startswith(("/login", "/logout")) else ""


def _slowed(request: AnyRequest, form: Form, slow: SlowDown) -> Response[str]:
    form.fail("login", "form.log_in_wait", seconds=slow.seconds)
    return page(
        request,
        "account/log_in.html",
        TOO_MANY,
        headers={"retry-after": str(slow.seconds)},
        form=form,
    )


def _ask_password(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    return page(
        request,
        "account/new_password.html",
        status,
        form=form,
        is_forced=signed_in(request).must_change,
        length_min=LENGTH_MIN,
    )


async def _own_account(
    request: AnyRequest, typed: Form | None = None, status: int = 200
) -> Response[str]:
    house, visit, user = house_of(request), visit_of(request), signed_in(request)
    account = await house.accounts.find(user.account_id)
    held = {post.post_id for post in visit.posts}
    delegations = [
        (delegation, delegation.from_post in held)
        for delegation in visit.ward.delegations.values()
        if delegation.in_force(visit.today) and held & {delegation.from_post, delegation.to_post}
    ]
    terms = [term for term in visit.ward.terms if term.person_id == user.person_id]
    return page(
        request,
        "account/own.html",
        status,
        account=account,
        terms=terms,
        delegations=delegations,
        sessions=[
            (open_session, device(open_session.agent))
            for open_session in await house.sessions.of_account(user.account_id)
        ],
        form=typed or filled(request, language=visit.language, post=visit.acting_post or ""),
    )
