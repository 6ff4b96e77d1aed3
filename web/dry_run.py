"""Asks the domain what would happen, without recording anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.fact import Actor, Moment
from domain.refusal import Refused
from domain.values import Doc
from domain.ward import Ward

NOTHING = UUID(int=0)


def moment_on_trial(now: datetime, today: date, actor: Actor, ward: Ward) -> Moment:
    """Now; a reason and a document are taken for granted, for the form will ask for them."""
    paper = Doc(number="?", notation="?", issued_on=today, issuer=ward.authority)
    return Moment(
        now=now,
        happened_at=now,
        actor=actor,
        command_id=NOTHING,
        reason="?",
        document=paper,
        number=1,
    )


def would_happen(
    decide: Callable[..., Sequence[Any]], command: Any, state: Any, moment: Moment, ward: Ward
) -> Refused | bool:
    """Why the domain would refuse; False when it is already so, True when it would happen."""
    try:
        return bool(decide(command, state, moment, ward))
    except Refused as refused:
        return refused
