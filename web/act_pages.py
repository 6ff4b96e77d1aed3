"""Shows the form of an act and sends it to the desk: refusals keep what was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from litestar import Response

from domain.fact import Command
from domain.ids import derived, new_id
from domain.refusal import Refused
from service.access import may
from service.desk import Envelope, Receipt, Who
from web import refusals
from web.act_form import EARLIER, ActForm, Asked, Field, is_short
from web.answers import Answers
from web.forms import Form, filled, read_form
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import signed_in, visit_of
from web.texts import has, say

UNPROCESSABLE = 422
CONFLICT = 409


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where a form stands: what it leads back to and what is said around it."""

    action: str
    back: str
    """Where to go when it is done, or when it is left."""
    crumbs: tuple[Crumb, ...]
    state: Any = None
    """What the slice remembers of the thing; access is asked with it."""
    seen_version: int | None = None
    since: Callable[[int], list[tuple[datetime, str]]] | None = None
    """Acts after a version, as sentences: what somebody else did while the form was open."""
    facts: dict[str, Any] = {}
    """Facts for title, introduction and button."""
    above: str = ""
    """A template with what has to be read before the form, and what it needs."""
    above_facts: dict[str, Any] = {}
    file_upload: bool = False
    refused: Refused | None = None
    """What the preview was refused with."""
    is_blocked: bool = False
    """What stands above says why there is nothing to send yet."""
    preview: str = ""
    """Key of a second button that only says what would follow."""


class ToldAct(Protocol):
    """An act in words, as every slice tells its own."""

    @property
    def number(self) -> int:
        """Its place in the stream."""

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""

    @property
    def sentence(self) -> str:
        """What it says."""


def setting_at(
    address: str,
    act: ActForm,
    *,
    acts: Callable[[], Iterable[ToldAct]] | None = None,
    back: str = "",
    at: str = "do/",
    query: str = "",
    **more: Any,
) -> Setting:
    """Where the form of a thing's act stands; `acts` tells its whole story, if it has one."""

    def since(version: int) -> list[tuple[datetime, str]]:
        told = acts() if acts is not None else ()
        return [(act.recorded_at, act.sentence) for act in told if act.number > version]

    action = f"{address}/{at}{act.slug}{query}"
    return Setting(action=action, back=back or address, since=since, **more)


class Group(msgspec.Struct, frozen=True):
    """Fields under one heading; the heading is empty for those that stand alone."""

    heading: str
    fields: tuple[Field, ...]

    @property
    def is_row(self) -> bool:
        """Short fields stand beside each other where there is room."""
        return len(self.fields) > 2 and all(is_short(field) for field in self.fields)


async def show_act(
    request: AnyRequest,
    act: ActForm,
    context: Any,
    setting: Setting,
    *,
    form: Form | None = None,
    refused: Refused | None = None,
) -> Response[str]:
    """The form, blank or with what was typed."""
    visit = visit_of(request)
    fields = act.all_fields(context)
    is_first = form is None
    if form is None:
        form = filled(
            request, **{f.name: f.values if f.kind == "many" else f.value for f in fields}
        )
    status = 200 if is_first else UNPROCESSABLE
    if form.ticked("preview") and form.is_sound and refused is None:
        status = 200
    if refused is not None and refused.code == "version_moved":
        status = CONFLICT
    words = {name: say(visit.language, f"{act.words}.{name}", **setting.facts)
             for name in ("title", "intro", "button")}  # fmt: skip
    return page(
        request,
        "parts/act_page.html",
        status,
        act=act,
        words=words,
        form=form,
        labels={f.name: say(visit.language, f.label) for f in fields},
        groups=_groups([f for f in fields if f.group != EARLIER], request),
        earlier=[f for f in fields if f.group == EARLIER],
        setting=setting,
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=_seen(form, setting, refused),
        acts_since=_moved(form, setting, refused),
        refusal=refusals.sentence(refused, visit.language, visit.ward) if refused else "",
        refused=refused,
        may_not=_may_not(request, act, setting) if is_first else "",
        crumbs=(*setting.crumbs, Crumb(words["title"])),
        **setting.above_facts,
    )


async def send_act(
    request: AnyRequest,
    act: ActForm,
    context: Any,
    setting: Setting,
    *,
    look: Callable[[Asked], Awaitable[Setting]] | None = None,
) -> Response[Any]:
    """Read the answers, ask the desk, go back to the thing; else the form with what is wrong.

    With the button named `preview`, `look` says what would follow and nothing is recorded.
    """
    form = await read_form(request)
    labels = {f.name: f.label for f in act.all_fields(context)}
    asked = act.read(Answers(form, labels), context)
    if asked is None:
        return await show_act(request, act, context, setting, form=form)
    if look is not None and form.ticked("preview"):
        seen = await look(asked)
        return await show_act(request, act, context, seen, form=form, refused=seen.refused)
    try:
        receipt = await ask_desk(request, form, asked)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return await show_act(request, act, context, setting, form=form, refused=refused)
    return go_to(setting.back, position=receipt.position)


async def ask_desk(request: AnyRequest, form: Form, asked: Asked) -> Receipt:
    """Submit the commands in order; sent twice, they are recorded once."""
    visit = visit_of(request)
    user = signed_in(request)
    first = _command_id(form, request)
    seen = form.value("seen_version")
    receipt: Receipt | None = None
    for number, command in enumerate(asked.commands):
        envelope = Envelope(
            who=Who(person_id=user.person_id, acting_post=visit.acting_post),
            command_id=first if number == 0 else derived("form", first, number),
            happened_at=asked.happened_at,
            reason=asked.reason,
            document=asked.document,
            seen_version=number_of(seen) if number == 0 else None,
        )
        receipt = await house_of(request).desk.submit(command, envelope)
    assert receipt is not None, "an act asks for at least one command"
    return receipt


def allowed(request: AnyRequest, command: Command | type[Command], state: Any) -> bool:
    """Whether the office of the visitor may ask for this, perhaps with a document."""
    return not _refusal(request, command, state)


def _refusal(request: AnyRequest, command: Command | type[Command], state: Any) -> Refused | None:
    visit = visit_of(request)
    if visit.user is None:
        return Refused("not_allowed", needs=())
    answer = may(
        command, state, None, visit.user.person_id, visit.acting_post, visit.ward, visit.now
    )
    if isinstance(answer, Refused) and answer.code != "document_needed":
        return answer
    return None


def _may_not(request: AnyRequest, act: ActForm, setting: Setting) -> str:
    """Why this office cannot ask for it: said before anything is typed."""
    refused = _refusal(request, act.command, setting.state)
    visit = visit_of(request)
    return refusals.sentence(refused, visit.language, visit.ward) if refused else ""


def _groups(fields: Sequence[Field], request: AnyRequest) -> list[Group]:
    groups: list[Group] = []
    for field in fields:
        heading = _heading(field.group, request)
        if groups and groups[-1].heading == heading:
            groups[-1] = Group(heading, (*groups[-1].fields, field))
        else:
            groups.append(Group(heading, (field,)))
    return groups


def _heading(group: str, request: AnyRequest) -> str:
    """`=words` as they are, `key|number` with the number, else a key."""
    if not group:
        return ""
    if group.startswith("="):
        return group[1:]
    key, _, number = group.partition("|")
    return say(visit_of(request).language, key, n=number)


def _seen(form: Form, setting: Setting, refused: Refused | None) -> int | str:
    """After a moved version the new one counts as seen: the page has shown what changed."""
    if refused is not None and refused.code == "version_moved":
        return int(refused.facts.get("now", 0))
    return form.value("seen_version") or (
        "" if setting.seen_version is None else setting.seen_version
    )


def _moved(form: Form, setting: Setting, refused: Refused | None) -> list[tuple[datetime, str]]:
    """What was recorded since the version that the form was filled in over."""
    seen = number_of(form.value("seen_version"))
    is_moved = refused is not None and refused.code == "version_moved"
    if not is_moved or setting.since is None or seen is None:
        return []
    return setting.since(seen)


def _command_id(form: Form, request: AnyRequest) -> UUID:
    try:
        return UUID(form.value("command_id"))
    except ValueError:
        return new_id(visit_of(request).now)


def explained(act: ActForm) -> bool:
    """Whether the texts of an act exist in the tables; tests ask for every act."""
    return all(has(f"{act.words}.{name}") for name in ("title", "intro", "button"))
