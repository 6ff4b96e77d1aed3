"""The password once more before a name is put to something: good for exactly what was shown."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.refusal import Refused
from service.login_attempts import SlowDown
from service.step_up import StepUp
from web.act_pages import UNPROCESSABLE
from web.forms import Form
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of

PASSWORD = "password"
TOO_MANY = 429


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is said above the form when it comes back."""

    refused: Refused | None = None
    status: int = 200
    headers: dict[str, str] | None = None


async def unproven(request: AnyRequest, form: Form, subject: str, label: str) -> Told | None:
    """How the form comes back without the right password; None when it is proven."""
    try:
        is_proven = await _proven(request, form, subject, label)
    except SlowDown as slow:
        form.fail(PASSWORD, "form.log_in_wait", seconds=slow.seconds)
        return Told(status=TOO_MANY, headers={"retry-after": str(slow.seconds)})
    return None if is_proven else Told(status=UNPROCESSABLE)


async def _proven(request: AnyRequest, form: Form, subject: str, label: str) -> bool:
    """The password now, or minutes ago in this session for exactly this content."""
    account_id, session_id = signed_in(request).account_id, visit_of(request).session_id
    assert session_id is not None, "a page is asked for within a session"
    step_up = _step_up_of(request)
    if form.value(PASSWORD) == "" and await step_up.holds(account_id, session_id, subject):
        return True
    password = form.password(PASSWORD, label)
    if not form.is_sound:
        return False
    is_right = await step_up.prove(account_id, session_id, subject, password)
    if not is_right:
        form.fail(PASSWORD, "minutes.error.password")
    return is_right


async def spend_proof(request: AnyRequest, subject: str) -> None:
    """It was good for one act."""
    session_id = visit_of(request).session_id or ""
    await _step_up_of(request).spend(signed_in(request).account_id, session_id, subject)


def _step_up_of(request: AnyRequest) -> StepUp:
    house: Any = house_of(request)
    return StepUp(house.pool, house.accounts)
