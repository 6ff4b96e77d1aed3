"""Who sends a request of the API: found from its bearer token, never from a cookie."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection

from service.login_attempts import SlowDown
from service.sessions import SignedIn
from service.tokens import UnknownToken
from web import texts
from web.api.operation import ROOT
from web.house import House
from web.session import Visit, recognise
from web.texts import Language

PREFIX = f"{ROOT}/"
SCHEME = "bearer "
ACTING_POST = "acting-post"
"""Header: the post in which the person acts, for those who hold or were lent several."""

Connection = ASGIConnection[Any, Any, Any, Any]


class BadPost(Exception):
    """The post in the header is none the person can act in today."""


def is_api(path: str) -> bool:
    """Whether an address belongs to the API, whose answers are JSON."""
    return path.startswith(PREFIX) or path == ROOT


async def recognise_token(house: House, connection: Connection, visit: Visit) -> None:
    """Fill the visit from the token; what is wrong with it is told when a handler needs it."""
    visit.language = asked_language(connection)
    await recognise(house, connection, visit, _look)
    if visit.user is not None and visit.token is not None and visit.user.acting_post is not None:
        chosen = visit.user.acting_post
        offices = {post.post_id for post in visit.posts} | {o.post.post_id for o in visit.lent}
        if chosen not in offices:
            visit.token_trouble = BadPost(chosen)


async def _look(house: House, connection: Connection, visit: Visit) -> None:
    shown = connection.headers.get("authorization", "")
    if not shown.lower().startswith(SCHEME):
        return
    address = connection.client.host if connection.client else "-"
    try:
        holder = await house.tokens.look(shown[len(SCHEME) :].strip(), address)
    except (UnknownToken, SlowDown) as trouble:
        visit.token_trouble = trouble
        return
    visit.token = holder
    visit.user = SignedIn(
        account_id=holder.account_id,
        name=holder.name,
        person_id=holder.person_id,
        admin=holder.admin,
        language=holder.language,
        acting_post=_post(connection, visit),
    )


def _post(connection: Connection, visit: Visit) -> UUID | None:
    said = connection.headers.get(ACTING_POST, "")
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        visit.token_trouble = BadPost(said)
        return None


def asked_language(connection: Connection) -> Language:
    """The first of our languages in Accept-Language, by its weight; Vietnamese otherwise."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate(connection.headers.get("accept-language", "").split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        for language in texts.LANGUAGES:
            if tag.strip().lower().split("-")[0] == language and (heavy := _weight(weight)):
                wanted.append((-heavy, place, language))
    return min(wanted)[2] if wanted else texts.DEFAULT


def _weight(said: str) -> float:
    name, _, value = said.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
