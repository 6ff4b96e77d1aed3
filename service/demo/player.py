"""Plays the story up to an hour: acts in order, and between the days everything that time does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from domain.fact import LOCAL, Actor, local_date
from domain.refusal import Refused
from service.clock import DemoClock
from service.demo.dressing import Wardrobe
from service.demo.evaluating import evaluation_acts
from service.demo.figures import figures_acts
from service.demo.founding import founding_acts, later_acts
from service.demo.inspecting import inspection_acts
from service.demo.other_tasks import other_tasks
from service.demo.planning import ISSUED_AT, PLAN_ID, READ_AT, planning_acts
from service.demo.script import Act
from service.demo.story import acts_of
from service.desk import Envelope, Who
from service.slices import PLAN

if TYPE_CHECKING:
    from service.wiring import House

log = logging.getLogger("soviec.demo")

BEGINS_AT = datetime(2025, 7, 1, 7, 0, tzinfo=LOCAL)
TODAY_AT = datetime(2025, 11, 20, 7, 40, tzinfo=LOCAL)
"""In the demo "today" is Thursday 20 November 2025."""
ENDS_AT = datetime(2026, 1, 31, 17, 0, tzinfo=LOCAL)

SETTLE_SECONDS = 60.0
SETTLE_STEP = 0.003
OVERLAP = timedelta(minutes=2)
"""An interrupted play begins a little earlier again; repeated acts are recorded once."""

Progress = Callable[[str, int, int], None]


class Player:
    """Moves the demo's clock forward and lets the invented people act at their hours."""

    def __init__(self, house: House, progress: Progress | None = None) -> None:
        self._house = house
        self._progress = progress or (lambda _label, _done, _total: None)
        self.refused: list[tuple[Act, Refused]] = []
        self._wardrobe = Wardrobe(house)

    async def play_until(self, target: datetime) -> None:
        """Everything of the story and of time itself up to `target`; the clock stands there."""
        house = self._house
        since = house.clock.now()
        await self._play(founding_acts(), since, min(target, READ_AT - timedelta(hours=1)))
        if target >= READ_AT:
            await self._pass_days(READ_AT)
            await self._turn_to(READ_AT)
            await self._play(await planning_acts(house), since, min(target, ISSUED_AT))
        if target >= ISSUED_AT:
            await self._settle()
            await self._play(await self._work(), since, target)
        await self._pass_days(target)
        await self._turn_to(target)
        await self._settle()

    async def _work(self) -> list[Act]:
        plan = PLAN.fold(await self._house.ledger.load(PLAN_ID))
        ward = await self._house.ward()
        acts = [
            *acts_of(plan, ward.calendar),
            *other_tasks(ward.calendar),
            *inspection_acts(ward.calendar),
            *later_acts(),
            *figures_acts(ward.calendar),
            *evaluation_acts(plan, ward.calendar),
        ]
        self._wardrobe.know(acts)
        return sorted(acts, key=lambda act: (act.when, act.key))

    async def _play(self, acts: list[Act], since: datetime, target: datetime) -> None:
        due = [act for act in acts if since - OVERLAP <= act.when <= target]
        for number, act in enumerate(due):
            await self._pass_days(act.when)
            await self._turn_to(act.when)
            await self._submit(act)
            self._progress(f"{local_date(act.when):%d/%m/%Y}", number + 1, len(due))

    async def _pass_days(self, upto: datetime) -> None:
        """At ten past midnight of each day the clock does what it owes."""
        house = self._house
        day = local_date(house.clock.now())
        while day < local_date(upto):
            await self._settle()
            day += timedelta(days=1)
            midnight = datetime.combine(day, datetime.min.time(), tzinfo=LOCAL)
            await self._turn_to(midnight + timedelta(minutes=10))
            if await house.sweep.run():
                await self._settle()
            await house.seal_slots.run()

    async def _submit(self, act: Act) -> None:
        who = Who(person_id=act.person_id, acting_post=act.acting_post)
        if act.post is None:
            who = Who(system=Actor(capacity="founding"))  # nobody is in office yet
        envelope = Envelope(
            who=who, command_id=act.command_id, reason=act.reason, document=act.document
        )
        try:
            await self._wardrobe.submit(act, envelope)
        except Refused as refused:
            # A visitor of the demo may have done the thing himself; the story goes on without it.
            log.warning("the story's act %s was refused: %r", act.key, refused)
            self.refused.append((act, refused))

    async def _turn_to(self, at: datetime) -> None:
        """Two acts of one minute follow each other without turning the clock."""
        clock = self._house.clock
        assert isinstance(clock, DemoClock), "only the demo has a story"
        if at > clock.now():
            await clock.move_to(self._house.pool, at)

    async def _is_settled(self) -> bool:
        last = await self._house.ledger.max_position()
        if self._house.freshness.position < last:
            return False
        async with self._house.pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT coalesce(min(position), 0) >= %s OR count(*) = 0"
                " FROM soviec.reaction_position",
                (last,),
            )
            row = await cursor.fetchone()
        return bool(row and row[0])

    async def _settle(self) -> None:
        """Wait until read models and reactions have seen everything there is."""
        deadline = asyncio.get_running_loop().time() + SETTLE_SECONDS
        while not await self._is_settled():
            if asyncio.get_running_loop().time() > deadline:
                log.warning("read models or reactions lag behind; the story goes on")
                return
            await asyncio.sleep(SETTLE_STEP)
