"""The sealer: at the hours of the slots the journal gets as many commitments as always.

First a slot is laid out in the vault, then its entries are appended at once, then the vault notes
it. A crash in between, a second worker or an outage of days changes nothing: the streams are named
by the commitments, so what was written is found there, and slots left out are caught up in order.
At the end of a life fillers and decided voids are published; nobody's open order is.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Actor, local_date
from domain.ids import derived
from domain.refusal import Refused
from domain.seal.commands import CommitSlot, PublishVoid
from domain.seal.commitment import SALT_BYTES, canonical, commit
from domain.seal.slots import life_end, next_slot, slot_hours, slots_between
from domain.seal.values import Entry, Filler, Voiding
from domain.ward import Ward
from service.clock import Clock
from service.desk import THE_CLOCK, Desk, Envelope, Who
from service.ledger import Ledger
from service.seal_reveal import voidings_of
from service.sealed_boxes import seal_id_of
from service.vault import Boxes, Kept, Vault
from service.ward_keeper import WardKeeper

log = logging.getLogger("soviec.seal")

THE_SEALER = Who(system=Actor(capacity="sealed"))
"""No person: an entry says nothing of whose it is."""
WAITING_ROOM = 84
"""Places beyond those that the slots of one life fill."""
LOOK_AGAIN = timedelta(minutes=10)
SLOTS_AT_ONCE = 10
"""After an outage of months lives end while others are caught up, so places become free again."""


class SealSlots:
    """Does what is due; asked often, it mostly finds nothing to do."""

    def __init__(
        self, vault: Vault, ledger: Ledger, clock: Clock, wards: WardKeeper, desk: Desk
    ) -> None:
        self._vault = vault
        self._ledger = ledger
        self._clock = clock
        self._wards = wards
        self._desk = desk
        self._next: datetime | None = None

    async def run(self) -> int:
        """Record what is due; the number of acts."""
        now = self._clock.now()
        if self._next is not None and now < self._next:
            return 0
        ward = await self._wards.current()
        if not ward.authority:
            return 0
        acts, is_more = 0, True
        while is_more:
            due = await self._due(ward, now)
            is_more = len(due) > SLOTS_AT_ONCE
            acts += await self._slots(ward, now, due[:SLOTS_AT_ONCE])
            acts += await self._ends(ward, now)
        upcoming = next_slot(ward, now)
        midnight = now + LOOK_AGAIN
        self._next = min(upcoming, midnight) if upcoming is not None else None
        return acts

    # -- slots -----------------------------------------------------------------

    async def _slots(self, ward: Ward, now: datetime, due: list[datetime]) -> int:
        under_way = await self._vault.slots_under_way()
        if due:
            await self._vault.widen(_places(ward, local_date(now)))
        if not due and not under_way:
            return 0
        at_once = not slot_hours(ward, local_date(now))
        async with self._vault.opened() as boxes:
            # what was declared for an order that is open by now takes nobody's place
            _settle(boxes, await self._ledger.versions([each.seal_id for each in boxes]))
            for slot_at in due:
                lay_out(boxes, slot_at, ward, at_once=at_once)
            slots = sorted({*due, *under_way})
            entries = {at: [each for each in boxes if each.slot_at == at] for at in slots}
        for slot_at in slots:
            await self._commit(slot_at, entries[slot_at], ward)
        return sum(len(each) for each in entries.values())

    async def _due(self, ward: Ward, now: datetime) -> list[datetime]:
        if not slot_hours(ward, local_date(now)):
            return [now]  # no slots: whatever waits is recorded at once
        last = await self._vault.last_slot()
        if last is None:
            await self._vault.begin_slots(now)
            return []
        return list(slots_between(ward, last, now))

    async def _commit(self, slot_at: datetime, entries: list[Kept], ward: Ward) -> None:
        if entries:
            # in the order of their commitments, which nobody chose
            ordered = sorted(entries, key=lambda each: each.commitment)
            command = CommitSlot(
                slot_at=slot_at,
                life_end_on=life_end(slot_at, ward),
                entries=tuple(
                    Entry(seal_id=each.seal_id, commitment=each.commitment) for each in ordered
                ),
            )
            command_id = derived("seal-slot", slot_at.isoformat())
            await self._desk.submit(command, Envelope(who=THE_SEALER, command_id=command_id))
        await self._vault.slot_done(slot_at)

    # -- ends of lives -----------------------------------------------------------

    async def _ends(self, ward: Ward, now: datetime) -> int:
        async with self._vault.opened() as boxes:
            versions = await self._ledger.versions([each.seal_id for each in boxes])
            over = ended(boxes, versions, now, ward)
        acts = 0
        for voidings in over:
            command = PublishVoid(seal_id=voidings[0].seal_id, voidings=voidings)
            acts += await self._publish(command)
        return acts

    async def _publish(self, command: PublishVoid) -> int:
        command_id = derived("seal-end", command.seal_id)
        try:
            await self._desk.submit(command, Envelope(who=THE_CLOCK, command_id=command_id))
        except Refused as refused:
            log.warning("a life could not be ended: %s", refused.code)
            return 0
        return 1


def lay_out(boxes: Boxes, slot_at: datetime, ward: Ward, *, at_once: bool = False) -> None:
    """Choose what waits, oldest first, and fill up with fillers; a slot is laid out once.

    Declarations go last: nothing waits for theirs, but an order cannot be opened before its own.
    """
    if any(each.slot_at == slot_at for each in boxes):
        return  # another worker was first
    waiting = sorted(
        (each for each in boxes if each.waits and (at_once or each.sealed_at < slot_at)),
        key=lambda each: (each.kind == "independence", each.sealed_at),
    )
    count = len(waiting) if at_once else ward.days("seal_slots", local_date(slot_at))
    if count == 0:
        return
    life = life_end(slot_at, ward)
    chosen = waiting[:count]
    for kept in chosen:
        boxes.put(replace(kept, slot_at=slot_at, life_end_on=life))
    for place in range(count - len(chosen)):
        boxes.add(_filler(slot_at, place, life))
    boxes.slots.append(slot_at)


def ended(
    boxes: Boxes, versions: Mapping[UUID, int], now: datetime, ward: Ward
) -> list[tuple[Voiding, ...]]:
    """Note what is public, empty places whose life is over, and say what is to be published."""
    today = local_date(now)
    _settle(boxes, versions)
    _recycle(boxes, today, ward)
    over = [
        voidings_of(each, boxes, versions, now)
        for each in boxes
        if not each.is_settled
        and each.life_end_on is not None
        and each.life_end_on < today
        and (each.kind == "filler" or each.decided is not None)
    ]
    return [voidings for voidings in over if voidings]


def _filler(slot_at: datetime, place: int, life_end_on: date) -> Kept:
    salt = secrets.token_bytes(SALT_BYTES)
    text = canonical(Filler(slot_at=slot_at, place=place))
    commitment = commit(salt, text)
    return Kept(
        seal_id=seal_id_of(commitment),
        kind="filler",
        salt=salt,
        value=text,
        commitment=commitment,
        sealed_at=slot_at,
        command_id=derived("filler", slot_at.isoformat(), place),
        slot_at=slot_at,
        life_end_on=life_end_on,
    )


def _settle(boxes: Boxes, versions: Mapping[UUID, int]) -> None:
    """What the journal has published is settled, and what waited for it is dropped."""
    settled = {each.seal_id for each in boxes if each.is_settled}
    settled |= {seal_id for seal_id, version in versions.items() if version > 1}
    for kept in list(boxes):
        published = versions.get(kept.seal_id, 0) > 1
        orphan = kept.waits and kept.about in settled
        if not kept.is_settled and (published or orphan):
            boxes.put(replace(kept, is_settled=True))


def _recycle(boxes: Boxes, today: date, ward: Ward) -> None:
    """Places of values that are public, or that never were recorded, when their life is over."""
    for kept in list(boxes):
        end = kept.life_end_on or life_end(kept.sealed_at, ward)
        # orders are counted by the quarter
        counted = kept.kind == "order" and _same_quarter(kept.sealed_at, today)
        if kept.is_settled and end < today and not counted:
            boxes.empty(kept.seal_id)


def _same_quarter(at: datetime, today: date) -> bool:
    on = local_date(at)
    return (on.year, (on.month - 1) // 3) == (today.year, (today.month - 1) // 3)


def _places(ward: Ward, on: date) -> int:
    """As many as the settings ask for; nothing of what lies in the vault changes the number."""
    slots = len(slot_hours(ward, on)) * ward.days("seal_slots", on)
    return WAITING_ROOM + slots * ward.days("seal_life_days", on)
