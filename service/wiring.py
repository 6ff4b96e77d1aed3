"""The composition root: builds one House from Settings; everything else is handed what it needs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg_pool import PoolTimeout

from domain.ward import Ward
from projections import positions
from projections.database import Pool, WatchedPool, connect, fetch_value, make_pool
from projections.feed import Feed
from projections.freshness import Freshness
from projections.models import READ_MODELS
from projections.rebuild import Progress, Rebuilt, rebuild_together, silent
from projections.rebuild_apart import rebuild_apart
from service.accounts import Accounts
from service.append_queue import AppendQueue
from service.briefing import Briefing
from service.clock import CLOCK_CHANNEL, Clock, ClockCannotGoBack, DemoClock, SystemClock
from service.demo.player import BEGINS_AT, Player
from service.desk import Desk
from service.evidence import EvidenceStore
from service.evidence_sweep import EvidenceSweep
from service.ledger import Ledger
from service.reactions import REACTIONS
from service.reactions.runner import ReactionRunner
from service.schema import FEED_ROLE, VAULT_ROLE, WEB_ROLE
from service.seal_slots import SealSlots
from service.sealing import Sealing
from service.sessions import Sessions
from service.settings import Settings
from service.status import ModelLine, Status, parked_reactions
from service.stop import CannotStart
from service.sweep import Sweep
from service.tokens import Tokens
from service.vault import Vault
from service.ward_keeper import WardKeeper
from service.witnesses import Witnesses

log = logging.getLogger("soviec.house")

SWEEP_SECONDS = 60.0
READY_SECONDS = 600.0
"""After so long the pages are served all the same, and say what is missing."""
WORTH_PROCESSES = 20_000
"""Acts in the journal from which on a process for each read model pays for its start."""
READY_STEP = 0.05
STATUS_SECONDS = 3.0


class House:
    """All parts of the program, put together once per process."""

    def __init__(self, settings: Settings, url: str, *, has_roles: bool) -> None:
        self.settings = settings
        self.url = url
        self.has_roles = has_roles
        self.web_role = WEB_ROLE if has_roles else None
        self.feed_role = FEED_ROLE if has_roles else None
        self.pool: WatchedPool = make_pool(url, self.web_role)
        self._queue = AppendQueue(url, self.web_role)
        self.ledger = Ledger(self.pool, self._queue)
        self.wards = WardKeeper(self.ledger)
        self.freshness = Freshness(url, self.web_role)
        self.vault = Vault(url, VAULT_ROLE if has_roles else None)
        self.witnesses = Witnesses(self.vault)
        self.briefing = Briefing(self.pool, self.ledger, self.freshness, self.vault)
        self.accounts = Accounts(self.pool)
        self.sessions = Sessions(self.pool)
        self.tokens = Tokens(self.pool)
        self.clock: Clock
        self.desk: Desk
        self.sweep: Sweep
        self.sealing: Sealing
        self.seal_slots: SealSlots
        self.evidence_sweep: EvidenceSweep
        self.feed: Feed | None = None
        self.day_turned = asyncio.Event()
        self._moving = asyncio.Lock()
        self.sweep_error: str | None = None

    async def ward(self, as_of: int | None = None) -> Ward:
        """The organisation now, or as it was known at a position of the journal."""
        return await (self.wards.current() if as_of is None else self.wards.as_of(as_of))

    async def status(self) -> Status:
        """How the house is; never raises, an unreachable database is an answer."""
        try:
            async with asyncio.timeout(STATUS_SECONDS):
                models = await positions.statuses(self.pool)
                parked = await parked_reactions(self.pool)
                last = await self.ledger.max_position()
        except (psycopg.Error, PoolTimeout, OSError, TimeoutError):
            return self._status(database_reachable=False)
        lines = tuple(msgspec.convert(each, ModelLine, from_attributes=True) for each in models)
        return self._status(
            database_reachable=True, models=lines, parked_reactions=parked, last_position=last
        )

    def _status(self, **found: Any) -> Status:
        return Status(
            has_roles=self.has_roles,
            is_demo=self.settings.demo,
            now=self.clock.now(),
            waiting_commands=self.ledger.waiting,
            feed_here=self.feed is not None,
            feed_error=self.feed.last_error if self.feed is not None else None,
            sweep_error=self.sweep_error,
            **found,
        )

    async def move_clock(self, at: datetime) -> None:
        """Turn the demo's day forward: the story goes on and time does what it does.

        Raises ClockCannotGoBack.
        """
        assert isinstance(self.clock, DemoClock), "only the demo has a clock that moves"
        async with self._moving:
            if at <= self.clock.now():
                raise ClockCannotGoBack
            await Player(self).play_until(at)
        self.day_turned.set()

    async def _follow_clock(self) -> None:
        if isinstance(self.clock, DemoClock):
            await self.clock.refresh(self.pool)
        self.day_turned.set()

    async def _open(self) -> None:
        await self.pool.open(wait=True, timeout=15)
        await self.vault.open()
        await _claim_mode(self.pool, self.settings)
        if self.settings.demo:
            self.clock = await DemoClock.load(self.pool, BEGINS_AT)
        else:
            self.clock = SystemClock()
        self.desk = Desk(self.ledger, self.clock, self.wards, self.briefing)
        self.sealing = Sealing(self.vault, self.ledger, self.clock, self.wards)
        self.seal_slots = SealSlots(self.vault, self.ledger, self.clock, self.wards, self.desk)
        self.sweep = Sweep(self.pool, self.clock, self.desk, self.freshness)
        self.evidence_sweep = EvidenceSweep(
            self.pool,
            EvidenceStore(self.settings.files),
            self.settings.keep_files_days,
            SystemClock().now,
        )
        self.freshness.also(CLOCK_CHANNEL, self._follow_clock)
        self.freshness.watch(self.pool.reachable)
        await self._queue.start()
        await self.freshness.start()

    async def _close(self) -> None:
        await self.freshness.stop()
        await self._queue.stop()
        await self.vault.close()
        await self.pool.close()


@contextlib.asynccontextmanager
async def open_house(settings: Settings, url: str, *, has_roles: bool) -> AsyncIterator[House]:
    """A House whose connections are open; the feed and the work of the worker are apart."""
    house = House(settings, url, has_roles=has_roles)
    try:
        await house._open()
        yield house
    finally:
        await house._close()


@contextlib.asynccontextmanager
async def working(house: House, progress: Progress = silent) -> AsyncIterator[None]:
    """The worker's share that follows the journal: feed and reactions."""
    feed = Feed(house.url, house.feed_role, READ_MODELS, progress)
    reactions = ReactionRunner(house.url, house.web_role, house.ledger, house, REACTIONS)
    house.feed = feed
    feed.start()
    await reactions.start()
    try:
        yield
    finally:
        await reactions.stop()
        await asyncio.to_thread(feed.stop)
        house.feed = None


@contextlib.asynccontextmanager
async def sweeping(house: House) -> AsyncIterator[None]:
    """The worker's share that follows the clock: what time itself does."""
    task = asyncio.create_task(_sweep_for_ever(house), name="sweep")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def read_models_ready(house: House) -> None:
    """Wait until there is something to ask: on a first start the tables have yet to be built."""
    versions = {model.name: model.version for model in READ_MODELS}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(READY_SECONDS):
            while not await positions.are_ready(house.pool, versions):
                await asyncio.sleep(READY_STEP)


async def _sweep_for_ever(house: House) -> None:
    while True:
        try:
            await house.sweep.run()
            await house.seal_slots.run()
            await house.evidence_sweep.once_a_day()
            house.sweep_error = None
        except Exception as error:  # shown on the status page; the next round tries again
            house.sweep_error = f"{type(error).__name__}: {error}"
            log.exception("the sweep failed")
        house.day_turned.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(house.day_turned.wait(), SWEEP_SECONDS)


async def _claim_mode(pool: Pool, settings: Settings) -> None:
    """Demo accounts and the movable clock never meet a real journal: the first start decides."""
    is_demo = await fetch_value(
        pool,
        "UPDATE soviec.installation SET is_demo = coalesce(is_demo, %s) RETURNING is_demo",
        (settings.demo,),
    )
    if is_demo and not settings.demo:
        raise CannotStart(
            "Dữ liệu này là dữ liệu minh họa; hãy chạy với DEMO=1 hoặc chọn SOVIEC_DATA khác.",
            "This data is demo data; run with DEMO=1 or choose another SOVIEC_DATA.",
        )
    if settings.demo and not is_demo:
        raise CannotStart(
            "Dữ liệu này là dữ liệu thật, không chạy minh họa trên đó được; hãy đặt DEMO=0.",
            "This data is real, the demo does not run on it; set DEMO=0.",
        )


def rebuild_models(
    url: str, *, has_roles: bool, name: str | None, compare: bool, progress: Progress
) -> list[Rebuilt]:
    """Rebuild one read model or all of them; raises CannotStart for an unknown name."""
    chosen = [model for model in READ_MODELS if name in (None, model.name)]
    if not chosen:
        known = ", ".join(model.name for model in READ_MODELS)
        raise CannotStart(
            f"Không có bảng đọc nào tên {name}; các bảng đọc: {known}.",
            f"There is no read model named {name}; the read models are {known}.",
        )
    role = FEED_ROLE if has_roles else None
    with connect(url, role) as connection:
        if len(chosen) == 1 or positions.last_position(connection) < WORTH_PROCESSES:
            return rebuild_together(connection, chosen, compare=compare, progress=progress)
    return rebuild_apart(url, role, chosen, compare=compare, progress=progress)
