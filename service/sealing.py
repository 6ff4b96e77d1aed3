"""Sealing, declaring, voiding and reading: what happens in the vault and leaves no trace outside.

A sealed command is checked like any other; its receipt and its command id stay in the vault. For
everybody whom the vault does not name, what lies in it does not exist.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace

from domain import timing
from domain.fact import Actor, Moment, local_date
from domain.inspection.programme import Programme
from domain.refusal import Refused
from domain.seal import commands as c
from domain.ward import Ward
from service.access import authorise
from service.checklists import published
from service.clock import Clock
from service.desk import Envelope, Who
from service.ledger import Ledger
from service.sealed_boxes import (
    KnownSeal,
    SealReceipt,
    described,
    done_by,
    noted,
    put_declaration,
    put_draw,
    put_order,
    put_void,
    slot_of,
)
from service.slices import PROGRAMME
from service.vault import Boxes, Kept, Reader, Vault
from service.vault_names import GOOD_FOR_SECONDS, VaultNames
from service.ward_keeper import WardKeeper


class Sealing:
    """The desk of what must not be known yet."""

    def __init__(
        self,
        vault: Vault,
        ledger: Ledger,
        clock: Clock,
        wards: WardKeeper,
        names_good_for: float = GOOD_FOR_SECONDS,
    ) -> None:
        self._vault = vault
        self._ledger = ledger
        self._clock = clock
        self._wards = wards
        self._named = VaultNames(vault, names_good_for)

    async def submit(self, command: c.VaultCommand, envelope: Envelope) -> SealReceipt:
        """Put a value, or a decision about one, into the vault; raises Refused."""
        ward, now = await self._wards.current(), self._clock.now()
        command = await self._looked_up(command, envelope.who, ward, local_date(now))
        async with self._vault.opened() as boxes:
            if done := done_by(boxes, envelope.command_id):
                return SealReceipt(seal_id=done.seal_id, slot_at=slot_of(done, ward), repeated=True)
            command = _told(command, boxes, envelope.who, now)
            moment = _moment(command, envelope, ward, now)
            receipt = await self._put(boxes, command, moment, ward)
            self._named.learn(boxes)
            return receipt

    async def _put(
        self, boxes: Boxes, command: c.VaultCommand, moment: Moment, ward: Ward
    ) -> SealReceipt:
        match command:
            case c.SealOrder():
                return put_order(boxes, command, moment, ward)
            case c.SealDraw():
                return put_draw(boxes, command, moment, ward)
            case c.SealDeclaration():
                return put_declaration(boxes, command, moment, ward)
            case c.VoidSealedOrder():
                if await self._ledger.version(command.seal_id) > 1:
                    raise Refused("seal.already_opened")
                return put_void(boxes, command, moment, ward)
        raise AssertionError(f"the vault knows no {type(command).__name__}")

    async def _looked_up(
        self, command: c.VaultCommand, who: Who, ward: Ward, on: date
    ) -> c.VaultCommand:
        """What the programme lets the asker do, and the version of the checklist in force."""
        if not isinstance(command, c.SealOrder | c.SealDraw):
            return command
        command = await self._authorised(command, who, ward, on)
        if isinstance(command, c.SealDraw):
            return command
        place = command.checklist
        found = await published(self._ledger, place.checklist_id, place.version or None)
        if found is None:
            raise Refused("inspection.checklist_not_published")
        return replace(command, checklist=found.place)

    async def _authorised(
        self, command: c.SealOrder | c.SealDraw, who: Who, ward: Ward, on: date
    ) -> c.SealOrder | c.SealDraw:
        programme = None
        if command.programme_id is not None:
            programme = PROGRAMME.fold(await self._ledger.load(command.programme_id))
        held = ward.posts_of(who.person_id, on) if who.person_id is not None else ()
        posts = [who.acting_post] if who.acting_post else [post.post_id for post in held]
        found = None
        if isinstance(programme, Programme):
            granted = (programme.authorisation_of(post, on) for post in posts)
            found = next((g for g in granted if g is not None and "surprise" in g.kinds), None)
        post = found.post_id if found is not None else None
        if isinstance(command, c.SealDraw):
            return replace(command, authorised_post=post)
        most = found.max_orders if found is not None else 0
        return replace(command, authorised_post=post, max_orders=most)

    async def read(self, seal_id: UUID, who: Who) -> KnownSeal:
        """A sealed value, with the first reading noted; `not_found` for everybody else."""
        ward, now = await self._wards.current(), self._clock.now()
        async with self._vault.opened() as boxes:
            kept = boxes.find(seal_id)
            reader = _reader(kept, who, ward, now)
            if kept is None or reader is None:
                raise Refused("not_found")
            if reader.first_read_at is None and not kept.is_settled:
                kept = noted(kept, reader, now)
                boxes.put(kept)
            return described(kept, reader, boxes, ward, now)

    async def known_to(self, who: Who) -> list[KnownSeal]:
        """What a person may know of, newest first; an empty list for nearly everybody."""
        ward, now = await self._wards.current(), self._clock.now()
        if not await self._named.names(who.person_id, now):
            return []
        boxes = await self._vault.looked()
        named = [
            (kept, reader)
            for kept in boxes
            if kept.kind in ("order", "draw")
            if (reader := _reader(kept, who, ward, now)) is not None
        ]
        known = [described(kept, reader, boxes, ward, now) for kept, reader in named]
        return sorted(known, key=lambda each: each.sealed_at, reverse=True)


def _reader(kept: Kept | None, who: Who, ward: Ward, now: datetime) -> Reader | None:
    """In person, while he still holds the post that he was named for."""
    reader = kept.reader(who.person_id, now) if kept is not None else None
    if reader is None:
        return None
    holder = ward.holder(reader.post_id, local_date(now))
    return reader if holder is not None and holder.person_id == reader.person_id else None


def _told(command: c.VaultCommand, boxes: Boxes, who: Who, now: datetime) -> c.VaultCommand:
    """Whom the vault names for the value; nobody else hears more than that it is not there."""
    if not isinstance(command, c.KnownSealCommand):
        return command
    kept = boxes.find(command.seal_id)
    reader = kept.reader(who.person_id, now) if kept is not None else None
    if kept is None or reader is None or kept.kind == "filler":
        raise Refused("not_found")
    if isinstance(command, c.VoidSealedOrder) and reader.role == "member":
        raise Refused("not_found")
    return replace(command, people=frozenset({reader.person_id}))


def _moment(command: c.VaultCommand, envelope: Envelope, ward: Ward, now: datetime) -> Moment:
    actor: Actor = authorise(
        command,
        None,
        envelope.who.system,
        envelope.who.person_id,
        envelope.who.acting_post,
        ward,
        now,
        document=envelope.document,
    )
    moment = Moment(
        now=now,
        happened_at=now,  # the true hour of the order: it is not entered later
        actor=actor,
        command_id=envelope.command_id,
        reason=envelope.reason,
        document=envelope.document,
    )
    timing.check(command, moment, (), ward)
    return moment
