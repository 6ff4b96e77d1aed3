"""Sends a form into the vault and not to the desk: no receipt, no position, no line in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec.structs import replace

from domain.ids import new_id
from domain.refusal import Refused
from domain.seal.commands import SealCommand, VaultCommand
from service.desk import Envelope, Who
from service.sealed_boxes import KnownSeal, SealReceipt
from web.act_form import ActForm, Asked
from web.act_pages import Setting, show_act
from web.answers import Answers
from web.forms import Form
from web.house import house_of
from web.render import AnyRequest, go_to
from web.session import signed_in, visit_of

READ = {"permission": "inspections.read"}
WRITE = {"permission": "inspections.write"}
ADDRESS = "/sealed"


def who_asks(request: AnyRequest) -> Who:
    """In person: nobody stands in for anybody where something is sealed."""
    return Who(person_id=signed_in(request).person_id, acting_post=visit_of(request).acting_post)


async def known_seal(request: AnyRequest, ref: str) -> KnownSeal:
    """The value behind an address; whatever is not for the reader is not there."""
    try:
        seal_id = UUID(ref)
    except ValueError:
        raise NotFoundException from None
    house: Any = house_of(request)
    found: KnownSeal = await house.sealing.read(seal_id, who_asks(request))
    return found


async def known_seals(request: AnyRequest) -> list[KnownSeal]:
    """All that the reader may know of, newest first."""
    house: Any = house_of(request)
    found: list[KnownSeal] = await house.sealing.known_to(who_asks(request))
    return found


def sampled(act: ActForm, sample: SealCommand) -> ActForm:
    """The act with a command that says whom the vault names, so that access can be told before."""
    return replace(act, command=cast(Any, sample))


def command_id_of(form: Form, request: AnyRequest) -> UUID:
    """What makes sending twice the same as sending once."""
    try:
        return UUID(form.value("command_id"))
    except ValueError:
        return new_id(visit_of(request).now)


async def put_away(
    request: AnyRequest, command: VaultCommand, command_id: UUID, asked: Asked
) -> SealReceipt:
    """Into the vault; raises Refused."""
    house: Any = house_of(request)
    receipt: SealReceipt = await house.sealing.submit(
        command,
        Envelope(
            who=who_asks(request),
            command_id=command_id,
            reason=asked.reason,
            document=asked.document,
        ),
    )
    return receipt


async def send_sealed(
    request: AnyRequest,
    act: ActForm,
    context: Any,
    setting: Setting,
    form: Form,
    back: Callable[[SealReceipt], str],
) -> Response[Any]:
    """The answers into the vault, or the form with what is wrong and all that was typed."""
    labels = {f.name: f.label for f in act.all_fields(context)}
    asked = act.read(Answers(form, labels), context)
    if asked is None:
        return await show_act(request, act, context, setting, form=form)
    command = cast(VaultCommand, asked.commands[0])
    try:
        receipt = await put_away(request, command, command_id_of(form, request), asked)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return await show_act(request, act, context, setting, form=form, refused=refused)
    return go_to(back(receipt))
