"""How a reaction asks: with the event as cause and an id derived from it, so twice is once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from domain.fact import Command, Recorded
from domain.ids import derived
from domain.refusal import Refused
from domain.values import Doc
from service.desk import A_REACTION, Desk, Envelope


async def ask_all(
    desk: Desk,
    cause: Recorded,
    commands: Iterable[Command],
    *,
    reason: str | None = None,
    document: Doc | None = None,
    happened_at: datetime | None = None,
) -> None:
    """Submit every command because something happened.

    One refusal must not keep the other lines of a plan from being assigned: all are asked for,
    then the first refusal is raised, so that it is parked and shown.
    """
    refusals: list[Refused] = []
    for command in commands:
        envelope = Envelope(
            who=A_REACTION,
            command_id=command_id(cause, command),
            happened_at=happened_at,
            reason=reason,
            document=document,
            cause=cause.meta.event_id,
        )
        try:
            await desk.submit(command, envelope)
        except Refused as refused:
            refusals.append(refused)
    if refusals:
        raise refusals[0]


def command_id(cause: Recorded, command: Command) -> UUID:
    """One id per cause, kind of command and stream it speaks to."""
    return derived("reaction", cause.meta.event_id, type(command).__name__, command.stream_id)
