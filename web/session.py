"""Who visits: found from the cookie once per request, before anything else looks at it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from markupsafe import Markup

from domain.fact import local_date
from domain.ward import Post, Ward
from service.offices import Office
from service.sessions import ID_LENGTH, SignedIn
from service.tokens import TokenHolder
from service.unreachable import UNREACHABLE
from web import texts
from web.house import House
from web.standing import standing_of
from web.texts import Language

FORM_FIELD = "_form"
"""The hidden field that proves a form came from a page of ours."""
FORM_HEADER = "x-soviec-form"
LANGUAGE_COOKIE = "soviec_lang"
YEAR_SECONDS = 365 * 24 * 3600
NO_ROLES: frozenset[str] = frozenset()


@dataclass(slots=True)
class Visit:
    """One request's visitor, the ward he sees and the day it is."""

    request_id: str
    now: datetime
    today: date
    is_secure: bool = False
    language: Language = texts.DEFAULT
    user: SignedIn | None = None
    session_id: str | None = None
    ward: Ward = field(default_factory=Ward)
    posts: tuple[Post, ...] = ()
    """Posts the person may act in today."""
    post: Post | None = None
    """The one shown beside the name: the chosen one, else the first held."""
    lent: tuple[Office, ...] = ()
    """Offices of others in which the person may stand for them today, by a delegation."""
    stands_for: Office | None = None
    """The one among them that was chosen: then everything is done in its holder's place."""
    roles: frozenset[str] = NO_ROLES
    """Role codes of the chosen post, or of all posts held."""
    reach: frozenset[str] = NO_ROLES
    """The same with roles lent by delegations in force: what pages may be opened."""
    is_unreachable: bool = False
    """The database did not answer: nobody can be recognised."""
    leaves_no_line: bool = False
    """What is asked for may not show in the log, not even by its route."""
    cookies: list[Cookie] = field(default_factory=list)
    """Set on whatever response leaves."""
    form_secret: str | None = None
    token: TokenHolder | None = None
    """What a program showed instead of a cookie; only addresses of the API look for one."""
    token_trouble: Exception | None = None

    @property
    def name(self) -> str:
        """What the visitor is called: by the organisation, else by the account."""
        if self.user is None:
            return ""
        person = self.ward.persons.get(self.user.person_id) if self.user.person_id else None
        return person.full_name if person else self.user.name

    @property
    def acting_post(self) -> UUID | None:
        """The post chosen to act in; None lets the desk look at all posts held."""
        chosen = self.user.acting_post if self.user else None
        if self.stands_for is not None:
            return chosen
        return chosen if any(post.post_id == chosen for post in self.posts) else None

    def form_token(self) -> str:
        """Proof for forms of this visitor; a stranger gets a cookie to compare it with."""
        secret = self.session_id or self.form_secret
        if secret is None:
            secret = self.form_secret = secrets.token_urlsafe(32)
            self.cookies.append(self._cookie("form", secret))
        return token_of(secret)

    def accepts(self, token: str | None) -> bool:
        """Whether a form came from a page of this visitor, before or since the log-in."""
        secrets_known = [self.session_id if self.user else None, self.form_secret]
        return any(
            hmac.compare_digest(token_of(secret).encode(), (token or "").encode())
            for secret in secrets_known
            if secret
        )

    def begin_session(self, session_id: str) -> None:
        """Give the browser its session."""
        self.session_id = session_id
        self.cookies.append(self._cookie("session", session_id))

    def end_session(self) -> None:
        """Take the session from the browser."""
        self.session_id = None
        self.user = None
        self.cookies.append(self._cookie("session", "", max_age=0))

    def speak(self, language: Language) -> None:
        """Speak a language from now on, also to a stranger."""
        self.language = language
        self.cookies.append(
            Cookie(
                key=LANGUAGE_COOKIE,
                value=language,
                max_age=YEAR_SECONDS,
                path="/",
                httponly=True,
                secure=self.is_secure,
                samesite="lax",
            )
        )

    def _cookie(self, name: str, value: str, max_age: int | None = None) -> Cookie:
        return Cookie(
            key=cookie_name(name, is_secure=self.is_secure),
            value=value,
            max_age=max_age,
            path="/",
            httponly=True,
            secure=self.is_secure,
            samesite="lax" if name == "session" else "strict",
        )


class FormToken:
    """`{{ form_token }}` in a template: the hidden field, made only where a form is."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def __html__(self) -> str:
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            FORM_FIELD, self._visit.form_token()
        )

    __str__ = __html__


def visit_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    """The visit of a request."""
    return cast(Visit, connection.scope["state"]["visit"])


def signed_in(connection: ASGIConnection[Any, Any, Any, Any]) -> SignedIn:
    """Who sends the request; only behind a permission, where somebody always does."""
    user = visit_of(connection).user
    assert user is not None, "the handler is public: ask visit_of(request).user"
    return user


def token_of(secret: str) -> str:
    """Proof of knowing a secret that does not give it away."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def cookie_name(name: str, *, is_secure: bool) -> str:
    """Behind TLS the browser itself guards the name against other hosts."""
    return f"__Host-soviec_{name}" if is_secure else f"soviec_{name}"


async def recognise(
    house: House,
    connection: ASGIConnection[Any, Any, Any, Any],
    visit: Visit,
    look: Callable[..., Awaitable[None]] | None = None,
) -> None:
    """Find out who this is; when the database is away, it stays a stranger."""
    try:
        await (look or _look)(house, connection, visit)
        visit.ward = await house.ward()
    except UNREACHABLE:
        visit.is_unreachable = True
        visit.user = None
    else:
        _place(visit)


def stranger(house: House, connection: ASGIConnection[Any, Any, Any, Any]) -> Visit:
    """A visitor nobody has looked up."""
    is_secure = connection.scope.get("scheme") == "https"
    now = house.clock.now().astimezone(UTC)
    visit = Visit(
        request_id=secrets.token_hex(6),
        now=now,
        today=local_date(now),
        is_secure=is_secure,
    )
    visit.form_secret = _well_formed(connection, "form", is_secure=is_secure)
    known = connection.cookies.get(LANGUAGE_COOKIE)
    visit.language = "en" if known == "en" else texts.DEFAULT
    return visit


async def _look(house: House, connection: ASGIConnection[Any, Any, Any, Any], visit: Visit) -> None:
    session_id = _well_formed(connection, "session", is_secure=visit.is_secure)
    if session_id is not None:
        visit.user = await house.sessions.look(session_id)
    if visit.user is not None:
        visit.session_id = session_id
        visit.language = "en" if visit.user.language == "en" else "vi"
    query = connection.scope["query_string"]
    wanted = dict(parse_qsl(query.decode("latin-1"))).get("lang") if query else None
    for language in texts.LANGUAGES:
        if wanted == language:
            await _change_language(house, visit, language)


async def _change_language(house: House, visit: Visit, language: Language) -> None:
    if visit.user is not None and visit.user.language != language:
        await house.accounts.choose_language(visit.user.account_id, language)
    visit.speak(language)


def _well_formed(
    connection: ASGIConnection[Any, Any, Any, Any], name: str, *, is_secure: bool
) -> str | None:
    value = connection.cookies.get(cookie_name(name, is_secure=is_secure))
    return value if value and len(value) == ID_LENGTH and value.isascii() else None


def _place(visit: Visit) -> None:
    """Which posts the person holds today, and which roles come with them."""
    user, ward, today = visit.user, visit.ward, visit.today
    if user is None or user.person_id is None:
        if user is not None and user.admin:
            visit.roles = visit.reach = frozenset({"T"})
        return
    place = standing_of(ward, user.person_id, user.acting_post, today)
    visit.posts, visit.post, visit.lent, visit.stands_for, visit.roles, visit.reach = place
