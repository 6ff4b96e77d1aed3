"""Where the time comes from: the system's clock, or in the demo a day that can be moved."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from domain.fact import LOCAL, local_date

CLOCK_CHANNEL = "soviec_clock"

Pool = AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]]


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """The instant, in UTC."""

    def today(self) -> date:
        """The local day of the ward."""


class ClockCannotGoBack(Exception):
    """The demo's day was asked to move into its own past."""


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The local day of the ward."""
        return local_date(self.now())


class HandClock:
    """A clock that stands until it is moved: for seeds and tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._at

    def today(self) -> date:
        """The local day of the ward."""
        return local_date(self._at)

    def set(self, at: datetime) -> None:
        """Move forward to an instant; raises ClockCannotGoBack."""
        if at < self._at:
            raise ClockCannotGoBack
        self._at = at.astimezone(UTC)


class DemoClock:
    """The demo's day: time ticks within it, only the administrator turns the page.

    A demo that is left running or restarted next week still shows the same day, so the clock
    stops one second before midnight. Every process follows the row in `demo_clock`.
    """

    def __init__(self, moved_to: datetime) -> None:
        self._follow(moved_to, elapsed=timedelta())

    @classmethod
    async def load(cls, pool: Pool, first: datetime) -> DemoClock:
        """The clock as it was left, but never before the newest fact; `first` on the first day."""
        async with pool.connection() as connection:
            await connection.execute(
                "INSERT INTO soviec.demo_clock (moved_to, set_at)"
                " SELECT greatest(%s, (SELECT max(recorded_at) FROM soviec.journal_events)),"
                " clock_timestamp()"
                " ON CONFLICT (only_row) DO UPDATE SET set_at = clock_timestamp(), moved_to ="
                " greatest(demo_clock.moved_to,"
                " (SELECT max(recorded_at) FROM soviec.journal_events))",
                (first,),
            )
        clock = cls(first)
        await clock.refresh(pool)
        return clock

    async def refresh(self, pool: Pool) -> None:
        """Follow what another process has set."""
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT moved_to, clock_timestamp() - set_at FROM soviec.demo_clock"
            )
            row = await cursor.fetchone()
        if row is not None:
            self._follow(row[0], elapsed=row[1])

    async def move_to(self, pool: Pool, at: datetime) -> None:
        """Turn the clock forward for every process; raises ClockCannotGoBack."""
        if at <= self.now():
            raise ClockCannotGoBack
        async with pool.connection() as connection:
            await connection.execute(
                "UPDATE soviec.demo_clock SET moved_to = %s, set_at = clock_timestamp()", (at,)
            )
            await connection.execute("SELECT pg_notify(%s, '')", (CLOCK_CHANNEL,))
        self._follow(at, elapsed=timedelta())

    def now(self) -> datetime:
        """The instant, in UTC."""
        ticked = self._moved_to + timedelta(seconds=time.monotonic() - self._since)
        return min(ticked, self._end_of_day)

    def today(self) -> date:
        """The local day of the demo."""
        return local_date(self.now())

    def _follow(self, moved_to: datetime, *, elapsed: timedelta) -> None:
        self._moved_to = moved_to.astimezone(UTC)
        self._since = time.monotonic() - elapsed.total_seconds()
        midnight = datetime.combine(
            local_date(moved_to) + timedelta(days=1), datetime.min.time(), tzinfo=LOCAL
        )
        self._end_of_day = midnight.astimezone(UTC) - timedelta(seconds=1)
