"""Sessions of people who are logged in; whoever is not has no row here."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import errors
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from service.gathering import Gathering

IDLE_MINUTES = 30
LIFE_HOURS = 12
ID_LENGTH = 43
"""Characters of 32 random bytes in base64."""
AGENT_MAX = 200

_ALIVE = "s.expires_at > now() AND s.seen_at > now() - make_interval(mins => %(idle)s)"
_LOOK = f"""
SELECT s.id_hash, s.seen_at < now() - make_interval(secs => 60) AS stale,
       a.account_id, a.person_id, a.display_name AS name, a.is_admin AS admin, a.language,
       a.must_change, s.acting_post, s.handle
FROM soviec.sessions s JOIN soviec.accounts a USING (account_id)
WHERE s.id_hash = ANY(%(ids)s) AND {_ALIVE} AND a.locked_at IS NULL
"""
_BEGIN = """
INSERT INTO soviec.sessions (id_hash, handle, account_id, expires_at, address, agent)
VALUES (%(id)s, %(handle)s, %(account)s, now() + make_interval(hours => %(life)s),
        %(address)s, %(agent)s)
"""
_SWEEP = (
    "DELETE FROM soviec.sessions s WHERE expires_at < now()"
    " OR seen_at < now() - make_interval(mins => %(idle)s)"
)


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends a request: an account, and the person of the organisation behind it."""

    account_id: UUID
    name: str
    person_id: UUID | None = None
    admin: bool = False
    language: str = "vi"
    must_change: bool = False
    acting_post: UUID | None = None
    """The post the person chose to act in; None for all posts held."""
    handle: str = ""
    """Names this session in lists; it opens nothing."""


class OpenSession(msgspec.Struct, frozen=True):
    """One place where somebody is logged in."""

    handle: str
    started_at: datetime
    seen_at: datetime
    address: str
    agent: str


class Sessions:
    """Opens, finds and ends sessions. The id leaves this class only towards the cookie."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._looks: Gathering[bytes, SignedIn | None] = Gathering(self._look, None)

    async def begin(
        self, account_id: UUID, *, address: str, agent: str, replacing: str | None = None
    ) -> str:
        """A new session and its id; whatever session the browser had before ends."""
        session_id = secrets.token_urlsafe(32)
        facts = {
            "id": digest(session_id),
            "handle": secrets.token_hex(8),
            "account": account_id,
            "life": LIFE_HOURS,
            "address": address[:AGENT_MAX],
            "agent": agent[:AGENT_MAX],
        }
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_SWEEP, {"idle": IDLE_MINUTES})
            if replacing is not None:
                await connection.execute(
                    "DELETE FROM soviec.sessions WHERE id_hash = %s", (digest(replacing),)
                )
            await connection.execute(_BEGIN, facts)
        return session_id

    async def look(self, session_id: str) -> SignedIn | None:
        """Who this id belongs to; None for an unknown, ended, idle, too old or locked one."""
        if len(session_id) != ID_LENGTH:
            return None
        return await self._looks.ask(digest(session_id))

    async def _look(self, hashes: Sequence[bytes]) -> dict[bytes, SignedIn | None]:
        async with (
            self._pool.connection() as connection,
            connection.cursor(binary=True) as c,
        ):
            asked = {"ids": list(hashes), "idle": IDLE_MINUTES}
            await c.execute(_LOOK.encode(), asked, prepare=True)
            names = [column.name for column in c.description or ()][2:]
            rows = await c.fetchall()
            if stale := [row[0] for row in rows if row[1]]:
                # an update never brings an ended session back; on a full disk reading goes on
                with contextlib.suppress(errors.DiskFull):
                    await c.execute(
                        "UPDATE soviec.sessions SET seen_at = now() WHERE id_hash = ANY(%s)",
                        (stale,),
                    )
        return {row[0]: SignedIn(**dict(zip(names, row[2:], strict=True))) for row in rows}

    async def end(self, session_id: str) -> None:
        """This one is over."""
        await self._run("DELETE FROM soviec.sessions WHERE id_hash = %s", (digest(session_id),))

    async def end_one(self, account_id: UUID, handle: str) -> None:
        """One of an account's sessions, named by its handle."""
        await self._run(
            "DELETE FROM soviec.sessions WHERE account_id = %s AND handle = %s",
            (account_id, handle),
        )

    async def end_all(self, account_id: UUID, *, but: str | None = None) -> None:
        """Every session of an account, except the one with the handle `but`."""
        await self._run(
            "DELETE FROM soviec.sessions WHERE account_id = %s"
            " AND (%s::text IS NULL OR handle <> %s)",
            (account_id, but, but),
        )

    async def of_account(self, account_id: UUID) -> list[OpenSession]:
        """Where an account is logged in, last seen first."""
        query = (
            "SELECT handle, started_at, seen_at, address, agent FROM soviec.sessions s"
            f" WHERE account_id = %(account)s AND {_ALIVE} ORDER BY seen_at DESC"
        )
        facts = {"account": account_id, "idle": IDLE_MINUTES}
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as c,
        ):
            await c.execute(query.encode(), facts)
            return msgspec.convert(await c.fetchall(), list[OpenSession])

    async def act_in(self, handle: str, post_id: UUID | None) -> None:
        """The post the person acts in from now on."""
        await self._run(
            "UPDATE soviec.sessions SET acting_post = %s WHERE handle = %s", (post_id, handle)
        )

    async def _run(self, statement: str, facts: tuple[object, ...]) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement.encode(), facts)


def digest(session_id: str) -> bytes:
    """What is stored instead of the id."""
    return hashlib.sha256(session_id.encode()).digest()
