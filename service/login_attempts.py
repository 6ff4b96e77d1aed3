"""Failed log-ins, counted per account name and per address: each further one waits longer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from psycopg_pool import AsyncConnectionPool

Kind = Literal["account", "address", "token"]

FREE_FAILURES: Mapping[Kind, int] = {"account": 4, "address": 20, "token": 20}
"""A slip of the finger costs nothing; a whole office may sit behind one address."""
DELAY_MAX_SECONDS = 300
"""Bounded, so that nobody can lock a colleague out for a day."""
FORGET_SECONDS = 3600

_TAKE_A_TURN = """
INSERT INTO soviec.login_attempts AS a (key, failures, last_at, blocked_until)
VALUES (%(key)s, 1, now(), now())
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN a.last_at < now() - make_interval(secs => %(forget)s)
                    THEN 1 ELSE a.failures + 1 END,
    last_at = now(),
    blocked_until = CASE
        WHEN a.last_at < now() - make_interval(secs => %(forget)s) THEN now()
        WHEN a.failures < %(free)s THEN now()
        ELSE now() + make_interval(secs => least(%(most)s, 2 ^ least(a.failures - %(free)s, 20)))
    END
WHERE a.blocked_until <= now()
RETURNING 0
"""
_WAIT = """
SELECT ceil(extract(epoch FROM blocked_until - now()))::int
FROM soviec.login_attempts WHERE key = %s
"""


class SlowDown(Exception):
    """Too many failures: come back after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LoginAttempts:
    """Counts before the password is looked at, so that many tries at once gain nothing."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool

    async def take_turn(self, kind: Kind, text: str) -> None:
        """Count one try as failed until proven otherwise; raises SlowDown."""
        key = key_of(kind, text)
        facts = {
            "key": key,
            "free": FREE_FAILURES[kind],
            "most": DELAY_MAX_SECONDS,
            "forget": FORGET_SECONDS,
        }
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_TAKE_A_TURN, facts)
            if await cursor.fetchone() is not None:
                return
            waiting = await (await connection.execute(_WAIT, (key,))).fetchone()
        raise SlowDown(max(1, waiting[0] if waiting else 1))

    async def forgive_account(self, text: str) -> None:
        """The right password was given: the name starts anew."""
        await self._run("DELETE FROM soviec.login_attempts WHERE key = %s", key_of("account", text))

    async def forgive_address(self, text: str) -> None:
        """The one try of this address was none; earlier failures stay, they were others' names."""
        await self._run(
            "UPDATE soviec.login_attempts SET failures = greatest(failures - 1, 0),"
            " blocked_until = now() WHERE key = %s",
            key_of("address", text),
        )

    async def _run(self, statement: str, key: bytes) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement.encode(), (key,))


def key_of(kind: Kind, text: str) -> bytes:
    """Hashed: people type their password into the wrong field."""
    return hashlib.sha256(f"{kind}:{text}".encode()).digest()
