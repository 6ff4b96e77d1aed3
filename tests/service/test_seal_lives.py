"""Any past of sealed values: every slot is full, every life ends in public, no more is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.checklist_item import ChecklistPlace
from domain.fact import CLOCK, Actor, Elsewhere, Moment, local_date
from domain.ids import derived
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal import events as s
from domain.seal.commitment import fits
from domain.seal.decide import decide
from domain.seal.slots import next_slot, slots_between
from domain.seal.state import Seal, evolve
from domain.seal.values import Entry, SealedOrder, read_sealed
from domain.values import Value
from service.seal_reveal import opening_of
from service.seal_slots import ended, lay_out
from service.sealed_boxes import put_declaration, put_order, put_void
from service.vault import BOX_BYTES, Boxes, Kept
from tests import stories as w
from tests.spec import at, meta_of
from tests.stories import actor, post

CHAIR, LEADER = actor("chair"), actor("vice1")
TEAM = (LEADER, actor("register"), actor("officer:VP"))
SEALER = Actor(capacity="sealed")


class Line(Value, frozen=True, kw_only=True):
    """A stream of the imagined journal."""

    events: tuple[Any, ...] = ()
    state: Seal | None = None


class AnyPast(RuleBasedStateMachine):
    """A vault and a journal in memory, the rules of both, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.ward = w.ward()
        self.now = at("2025-11-03 08:00")
        self.begun = self.now
        self.boxes = Boxes([(n, b" " * BOX_BYTES) for n in range(400)])
        self.journal: dict[UUID, Line] = {}
        self.opened: set[UUID] = set()
        self.n = 0

    # -- journal -----------------------------------------------------------------

    @property
    def versions(self) -> dict[UUID, int]:
        return {stream: len(line.events) for stream, line in self.journal.items()}

    def moment(self, who: Actor) -> Moment:
        self.n += 1
        return Moment(
            now=self.now,
            happened_at=self.now,
            actor=who,
            command_id=derived("command", self.n),
            reason="Lý do.",
        )

    def submit(self, command: c.SealCommand, who: Actor) -> bool:
        line = self.journal.get(command.stream_id, Line())
        moment = self.moment(who)
        try:
            decided = decide(command, line.state, moment, self.ward)
        except Refused:
            return False
        for event in decided:
            stream = event.stream_id if isinstance(event, Elsewhere) else command.stream_id
            self.write(stream, event.event if isinstance(event, Elsewhere) else event, moment)
        return bool(decided)

    def write(self, stream: UUID, event: Any, moment: Moment) -> None:
        line = self.journal.get(stream, Line())
        state = evolve(line.state, event, meta_of(moment, self.n))
        self.journal[stream] = Line(events=(*line.events, event), state=state)

    def orders(self) -> list[Kept]:
        return [kept for kept in self.boxes if kept.kind == "order"]

    def chosen(self, n: int) -> Kept | None:
        there = self.orders()
        return there[n % len(there)] if there else None

    # -- what may happen ---------------------------------------------------------

    @rule(hours=st.integers(min_value=1, max_value=400))
    def time_goes_by(self, hours: int) -> None:
        before, self.now = self.now, self.now + timedelta(hours=hours)
        for slot in slots_between(self.ward, before, self.now):
            lay_out(self.boxes, slot, self.ward)
            self.commit(slot)
        for voidings in ended(self.boxes, self.versions, self.now, self.ward):
            command = c.PublishVoid(seal_id=voidings[0].seal_id, voidings=voidings)
            assert self.submit(command, CLOCK)
        ended(self.boxes, self.versions, self.now, self.ward)

    def commit(self, slot: datetime) -> None:
        entries = sorted(
            (each for each in self.boxes if each.slot_at == slot), key=lambda e: e.commitment
        )
        command = c.CommitSlot(
            slot_at=slot,
            life_end_on=entries[0].life_end_on or local_date(slot),
            entries=tuple(Entry(seal_id=e.seal_id, commitment=e.commitment) for e in entries),
        )
        assert self.submit(command, SEALER)
        assert not self.submit(command, SEALER), "twice is once"

    @rule(
        start=st.integers(min_value=-5, max_value=80),
        length=st.integers(0, 30),
        former=st.none() | st.integers(0, 9),
    )
    def seal(self, start: int, length: int, former: int | None) -> None:
        from_on = local_date(self.now) + timedelta(days=start)
        replaced = self.chosen(former) if former is not None else None
        command = c.SealOrder(
            unit_id=w.PVHCC,
            leader_post=post("vice1"),
            secretary_post=post("register"),
            member_posts=(post("officer:VP"),),
            checklist=ChecklistPlace(checklist_id=derived("checklist", "x"), version=1),
            period_from=w.on("2025-07-01"),
            period_to=w.on("2025-10-31"),
            from_on=from_on,
            to_on=from_on + timedelta(days=length),
            supersedes=replaced.seal_id if replaced is not None else None,
        )
        self.quietly(lambda: put_order(self.boxes, command, self.moment(CHAIR), self.ward))

    @rule(n=st.integers(0, 9), who=st.sampled_from(TEAM))
    def declare(self, n: int, who: Actor) -> None:
        kept = self.chosen(n)
        if kept is not None and kept.reader(who.person_id, self.now):
            said = c.SealDeclaration(seal_id=kept.seal_id, statement="Không.")
            self.quietly(lambda: put_declaration(self.boxes, said, self.moment(who), self.ward))

    @rule(n=st.integers(0, 9))
    def void(self, n: int) -> None:
        kept = self.chosen(n)
        if kept is not None and self.versions.get(kept.seal_id, 0) < 2:
            command = c.VoidSealedOrder(seal_id=kept.seal_id)
            self.quietly(lambda: put_void(self.boxes, command, self.moment(CHAIR), self.ward))

    def quietly(self, act: Any) -> None:
        try:
            act()
        except Refused:
            return

    @rule(n=st.integers(0, 9))
    def open(self, n: int) -> None:
        kept = self.chosen(n)
        if kept is None:
            return
        opening = opening_of(kept, self.boxes, self.versions, self.ward, self.now)
        command = c.OpenSealedOrder(
            seal_id=kept.seal_id,
            received_by_post=post("head:PVHCC"),
            opening=opening,
            statement="Không có quan hệ nào.",
        )
        was_decided = kept.decided is not None
        if self.submit(command, LEADER):
            self.opened.add(kept.seal_id)
            assert not was_decided, "what was voided is not opened"
            order = read_sealed(opening.value)
            assert isinstance(order, SealedOrder)
            assert order.from_on <= local_date(self.now) <= order.to_on

    # -- what always holds -------------------------------------------------------

    @invariant()
    def every_slot_is_full(self) -> None:
        counts: dict[datetime, int] = {}
        for line in self.journal.values():
            committed = line.events[0]
            counts[committed.slot_at] = counts.get(committed.slot_at, 0) + 1
        owed = list(slots_between(self.ward, self.begun, self.now))
        assert counts == dict.fromkeys(owed, 2)

    @invariant()
    def what_is_published_fits_and_is_published_once(self) -> None:
        for line in self.journal.values():
            committed, *later = line.events
            assert isinstance(committed, s.Committed)
            assert len(later) <= 1
            for event in later:
                assert fits(committed.commitment, event.salt, event.value)

    @invariant()
    def whose_life_is_over_is_public_or_overdue(self) -> None:
        today = local_date(self.now)
        mine = {kept.seal_id: kept for kept in self.boxes}
        for stream, line in self.journal.items():
            if len(line.events) == 1 and line.events[0].life_end_on < today:
                kept = mine[stream]
                open_order = kept.kind in ("order", "independence") and kept.decided is None
                assert open_order, f"{kept.kind} was left over"

    @invariant()
    def nothing_is_told_of_what_waits(self) -> None:
        for kept in self.boxes:
            if kept.waits:
                assert kept.seal_id not in self.journal
                assert next_slot(self.ward, kept.sealed_at) is not None

    @invariant()
    def every_box_is_as_long_as_the_others(self) -> None:
        assert {len(box) for box, _ in self.boxes.written()} == {BOX_BYTES}


AnyPast.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
test_any_past = AnyPast.TestCase
