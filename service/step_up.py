"""Proof a second time of who one is: bound to a session, to one exact content and to minutes.

Only a password counts so far; a passkey would be another way to reach the same row.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from service.accounts import Accounts

GOOD_FOR_SECONDS = 300
"""Long enough to send a form again, too short to leave the desk."""

_PROVE = """
INSERT INTO soviec.step_ups (session_hash, subject, account_id)
VALUES (%(session)s, %(subject)s, %(account)s)
ON CONFLICT (session_hash, subject)
DO UPDATE SET proven_at = now(), account_id = excluded.account_id
"""
_FORGET_OLD = (
    "DELETE FROM soviec.step_ups WHERE proven_at < now() - make_interval(secs => %(good)s)"
)
_HOLDS = """
SELECT 1 FROM soviec.step_ups
WHERE session_hash = %(session)s AND subject = %(subject)s AND account_id = %(account)s
  AND proven_at >= now() - make_interval(secs => %(good)s)
"""
_SPEND = "DELETE FROM soviec.step_ups WHERE session_hash = %(session)s AND subject = %(subject)s"


class StepUp:
    """Asks for the password again; failures count like failed log-ins of the account."""

    def __init__(self, pool: AsyncConnectionPool[Any], accounts: Accounts) -> None:
        self._pool = pool
        self._accounts = accounts

    async def prove(self, account_id: UUID, session_id: str, subject: str, password: str) -> bool:
        """Whether the password is right; then the proof stands. Raises SlowDown."""
        if not await self._accounts.confirm(account_id, password):
            return False
        facts = _facts(account_id, session_id, subject)
        async with self._pool.connection() as connection:
            await connection.execute(_FORGET_OLD, facts)
            await connection.execute(_PROVE, facts)
        return True

    async def prove_here(self, account_id: UUID, password: str) -> bool:
        """For an act that brings the password with it, so that nothing has to stand."""
        return await self._accounts.confirm(account_id, password)

    async def holds(self, account_id: UUID, session_id: str, subject: str) -> bool:
        """Whether this session proved it for exactly this, minutes ago at most."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_HOLDS, _facts(account_id, session_id, subject))
            return await cursor.fetchone() is not None

    async def spend(self, account_id: UUID, session_id: str, subject: str) -> None:
        """It was used: the next act needs a proof of its own."""
        async with self._pool.connection() as connection:
            await connection.execute(_SPEND, _facts(account_id, session_id, subject))


def _facts(account_id: UUID, session_id: str, subject: str) -> dict[str, object]:
    return {
        "account": account_id,
        "session": hashlib.sha256(session_id.encode()).digest(),
        "subject": subject,
        "good": GOOD_FOR_SECONDS,
    }
