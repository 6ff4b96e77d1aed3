"""From a template and its facts to a page; everything every page needs is put in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Request, Response
from litestar.response import Redirect
from markupsafe import Markup, escape

from web import assets, texts, wording
from web.house import house_of
from web.lent_offices import told
from web.navigation import menu
from web.plain_address import number_of
from web.session import FormToken, Visit, visit_of
from web.texts import Language
from web.unit_links import unit_link

AnyRequest = Request[Any, Any, Any]
HTML = "text/html; charset=utf-8"

_speaking: ContextVar[Language] = ContextVar("speaking", default=texts.DEFAULT)
_reader: ContextVar[Visit] = ContextVar("reader")
"""The language of the page being rendered, so that macros need not be handed it."""


class Crumb(msgspec.Struct, frozen=True):
    """One step of the way to a page; the last one has no address."""

    label: str
    address: str | None = None


def page(
    request: AnyRequest,
    template: str,
    status: int = 200,
    *,
    headers: dict[str, str] | None = None,
    **facts: Any,
) -> Response[str]:
    """A whole page, rendered now: pass finished values, nothing that still has to be fetched."""
    visit = visit_of(request)
    spoken, reader = _speaking.set(visit.language), _reader.set(visit)
    try:
        content = _environment.get_template(template).render(_frame(request, visit) | facts)
    finally:
        _speaking.reset(spoken)
        _reader.reset(reader)
    return Response(content, status_code=status, headers=headers, media_type=HTML)


def go_to(address: str, *, position: int | None = None) -> Redirect:
    """After a write: to the thing itself, which waits until it has seen the write."""
    if position is not None:
        address += ("&" if "?" in address else "?") + urlencode({"seen": position})
    return Redirect(address, status_code=303)


async def catch_up(request: AnyRequest) -> None:
    """Wait briefly until the read models have seen what the address says its reader just did."""
    seen = number_of(request.query_params.get("seen", ""))
    if seen is not None:
        await house_of(request).freshness.wait(seen)


def t(key: str, /, **facts: Any) -> str | Markup:
    """A sentence in the language of the page; facts that are markup stay so, others are escaped."""
    if any(hasattr(fact, "__html__") for fact in facts.values()):
        marked = {name: escape(fact) for name, fact in facts.items()}
        return Markup(texts.say(_speaking.get(), key, **marked))
    return texts.say(_speaking.get(), key, **facts)


def _unit_link(unit_id: UUID | None, name: str, query: str = "") -> str:
    return unit_link(_reader.get(), unit_id, name, query)


def _frame(request: AnyRequest, visit: Visit) -> dict[str, Any]:
    house = house_of(request)
    other: Language = "en" if visit.language == "vi" else "vi"
    return {
        "lang": visit.language,
        "other_lang": other,
        "other_lang_href": _with_language(request, other),
        "user": visit.user,
        "user_name": visit.name,
        "visit": visit,
        "post": visit.post,
        "ward": visit.ward,
        "authority": visit.ward.authority,
        "today": visit.today,
        "now": visit.now,
        "demo": house.settings.demo,
        "nav": menu(visit, request.url.path),
        "position": house.freshness.position,
        "form_token": FormToken(visit),
        "crumbs": (),
        "as_of": None,
        "lent_offices": told(visit),
    }


def _with_language(request: AnyRequest, language: Language) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(request.url.query, keep_blank_values=True)
        if name not in ("lang", "seen")
    ]
    return "?" + urlencode([*kept, ("lang", language)])


def _spoken(filter_: Callable[..., str]) -> Callable[..., str]:
    """A filter that needs the language of the page."""

    def in_language(*facts: Any) -> str:
        return filter_(_speaking.get(), *facts)

    return in_language


def _make_environment(folders: Iterable[Any]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=t, unit_link=_unit_link, asset=assets.address, has_text=texts.has)
    environment.filters.update(
        day=wording.marked_day,
        short_day=wording.marked_short_day,
        full_day=_spoken(wording.marked_full_day),
        weekday=_spoken(wording.weekday),
        stamp=wording.marked_stamp,
        hour=wording.hour,
        plain_day=wording.day,
        number=_spoken(wording.number),
        decimal=_spoken(wording.decimal),
        percent=_spoken(wording.percent),
        size=_spoken(wording.size),
        nb=wording.unbroken,
        capital=wording.capital,
    )
    return environment


_environment = _make_environment([resources.files("web")])
