"""The one way a command enters: allow, load, decide, append, answer with a receipt."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from domain import timing
from domain.claims import Taken
from domain.fact import (
    CLOCK,
    REACTION,
    Actor,
    Command,
    Device,
    Elsewhere,
    Event,
    Meta,
    Moment,
    Recorded,
    local_date,
)
from domain.ids import new_id, register
from domain.refusal import Refused
from domain.values import Doc
from domain.ward import Ward
from service.access import authorise
from service.clock import Clock
from service.kept_streams import KeptStreams, Stream
from service.ledger import Conflict, Ledger, StreamAppend
from service.slices import SLICE_OF
from service.sound_command import sound
from service.ward_keeper import WardKeeper

MAX_TRIES = 12
"""Two people on one stream, or many on one number register: load again, decide again."""

CLAIM_REFUSALS = {
    "plan-file": "plan.already_read",
    "announced-order": "inspection.already_ordered",
}


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: a person (and the post they chose to act in), or a part of the system."""

    person_id: UUID | None = None
    acting_post: UUID | None = None
    system: Actor | None = None


THE_CLOCK = Who(system=CLOCK)
A_REACTION = Who(system=REACTION)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded: pages wait for `position`, repeats get the same receipt."""

    stream_id: UUID
    version: int
    position: int
    events: tuple[UUID, ...] = ()
    repeated: bool = False


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Everything around a command that is not what it asks for."""

    who: Who
    command_id: UUID
    happened_at: datetime | None = None
    reason: str | None = None
    document: Doc | None = None
    device: Device | None = None
    cause: UUID | None = None
    seen_version: int | None = None
    """The version the person was looking at; a later one by somebody else refuses."""


class Briefed(Protocol):
    """Fills in what a command must be told of other streams."""

    async def tell(
        self, command: Command, who: Who, on: date, now: datetime, ward: Ward, state: Any
    ) -> Command:
        """The command with what it has to know."""


class Desk:
    """Submits commands against the ledger; holds no state of its own but what is kept."""

    def __init__(
        self, ledger: Ledger, clock: Clock, wards: WardKeeper, briefing: Briefed | None = None
    ) -> None:
        self._ledger = ledger
        self._briefing = briefing
        self._clock = clock
        self._wards = wards
        self._streams = KeptStreams(ledger)

    async def submit(self, command: Command, envelope: Envelope) -> Receipt:
        """Record what the command decides; raises Refused, or Busy when the queue is full."""
        command, envelope = sound(command), sound(envelope)
        for _ in range(MAX_TRIES):
            attempt = await self._attempt(command, envelope)
            if isinstance(attempt, Receipt):
                return attempt
            try:
                position = await self._ledger.append(attempt)
            except Conflict:
                await self._refuse_taken_claims(attempt)
                continue
            own = next(a for a in attempt if a.stream_id == command.stream_id)
            return Receipt(
                stream_id=command.stream_id,
                version=own.facts[-1].originator_version,
                position=position,
                events=tuple(r.meta.event_id for a in attempt for r in a.facts),
            )
        raise Refused("too_many_at_once", tries=MAX_TRIES)

    async def _attempt(self, command: Command, envelope: Envelope) -> Receipt | list[StreamAppend]:
        now = self._clock.now()
        ward = await self._wards.current()
        life = SLICE_OF[type(command)]
        stream = await self._streams.load(command.stream_id, life)
        history, state = stream.history, stream.state
        if done := stream.done_by(envelope.command_id):
            return _receipt_of(command, done)
        _refuse_moved(envelope, history)
        if self._briefing is not None:
            on = local_date(envelope.happened_at or now)
            command = await self._briefing.tell(command, envelope.who, on, now, ward, state)
        actor = authorise(
            command,
            state,
            envelope.who.system,
            envelope.who.person_id,
            envelope.who.acting_post,
            ward,
            now,
            document=envelope.document,
        )
        moment = Moment(
            now=now,
            happened_at=envelope.happened_at or now,
            actor=actor,
            command_id=envelope.command_id,
            cause=envelope.cause,
            reason=envelope.reason,
            document=envelope.document,
            device=envelope.device,
            number=await self._next_number(command, now),
        )
        timing.check(command, moment, history, ward)
        decided = life.decide(command, state, moment, ward)
        if not decided:
            return _already_so(command, stream)
        return await self._write(command, decided, moment, stream.version)

    async def _next_number(self, command: Command, now: datetime) -> int | None:
        if command.draws is None:
            return None
        stream = register(command.draws, local_date(now).year)
        return await self._version(stream) + 1

    async def _version(self, stream: UUID) -> int:
        return (await self._ledger.versions([stream])).get(stream, 0)

    async def _write(
        self,
        command: Command,
        decided: Sequence[Event | Elsewhere],
        moment: Moment,
        version: int,
    ) -> list[StreamAppend]:
        """Lay the decided events out per stream, each in its envelope."""
        streams: dict[UUID, list[Recorded]] = {command.stream_id: []}
        expected: dict[UUID, int] = {command.stream_id: version}
        for item in decided:
            if isinstance(item, Elsewhere):
                stream, event = item.stream_id, item.event
                if stream not in expected:
                    expected[stream] = (
                        item.version - 1
                        if item.version is not None
                        else await self._version(stream)
                    )
            else:
                stream, event = command.stream_id, item
            place = streams.setdefault(stream, [])
            place.append(
                Recorded(
                    originator_id=stream,
                    originator_version=expected[stream] + len(place) + 1,
                    event=event,
                    meta=_envelope(moment, event),
                )
            )
        return [
            StreamAppend(stream, expected[stream], tuple(facts))
            for stream, facts in streams.items()
            if facts
        ]

    async def _refuse_taken_claims(self, attempt: list[StreamAppend]) -> None:
        for part in attempt:
            event = part.facts[0].event
            if not isinstance(event, Taken):
                continue
            holders = await self._ledger.load(part.stream_id)
            if holders and isinstance(holders[0].event, Taken):
                raise Refused(
                    CLAIM_REFUSALS.get(event.kind, "claim_taken"),
                    kind=event.kind,
                    key=event.key,
                    by_stream=holders[0].event.by_stream,
                    since=holders[0].meta.recorded_at,
                )


def _envelope(moment: Moment, event: Event) -> Meta:
    return Meta(
        event_id=new_id(moment.now),
        happened_at=moment.happened_at,
        recorded_at=moment.now,
        actor=moment.actor,
        command_id=moment.command_id,
        cause=moment.cause,
        reason=moment.reason,
        document=moment.document,
        device=moment.device,
        salt=secrets.token_bytes(16),
        shape=type(event).shape,
    )


def _already_so(command: Command, stream: Stream) -> Receipt:
    position = stream.history[-1].position if stream.history else 0
    return Receipt(
        stream_id=command.stream_id, version=stream.version, position=position, repeated=True
    )


def _receipt_of(command: Command, done: Sequence[Recorded]) -> Receipt:
    """The stream itself knows what it has already done."""
    return Receipt(
        stream_id=command.stream_id,
        version=done[-1].originator_version,
        position=done[-1].position,
        events=tuple(r.meta.event_id for r in done),
        repeated=True,
    )


def _refuse_moved(envelope: Envelope, history: Sequence[Recorded]) -> None:
    """Somebody else acted since the person looked; what the clock did does not count."""
    if envelope.seen_version is None:
        return
    newer = [
        r
        for r in history
        if r.originator_version > envelope.seen_version
        and r.meta.actor.capacity not in ("clock", "reaction")
    ]
    if newer:
        raise Refused(
            "version_moved",
            seen=envelope.seen_version,
            now=newer[-1].originator_version,
            by_whom=newer[-1].meta.actor.person_id,
            since=newer[0].meta.recorded_at,
        )
