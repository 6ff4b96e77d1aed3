"""Tokens by which other programs read and act for a person: named, scoped, expiring, revocable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from domain.ids import new_id
from service.account_acts import note
from service.clock import SystemClock
from service.login_attempts import LoginAttempts

PREFIX = "soviec_"
"""Lets people and programs that look for lost secrets recognise one."""
LENGTH = len(PREFIX) + 43
"""Of a whole token: 32 random bytes in base64 behind the prefix."""
DAYS_CHOICES = (30, 90, 180, 365)
"""For how long a token may be made; none lasts for ever."""
NAME_MAX = 80
TOKENS_MAX = 20
"""In force at once, for one account."""
KEYS_KEPT_DAYS = 30

_ALIVE = """t.revoked_at IS NULL AND t.expires_at > now() AND NOT EXISTS (
    SELECT 1 FROM soviec.account_acts c WHERE c.account_id = t.account_id
    AND c.act IN ('locked', 'password_renewed') AND c.done_at > t.created_at)"""
"""A locked account, or one whose password was forgotten, loses its tokens for good: whoever is let
in again makes new ones."""
_LOOK = f"""
SELECT a.account_id, a.person_id, a.display_name AS name, a.is_admin AS admin, a.language,
       t.token_id, t.scopes, t.last_used_on IS DISTINCT FROM current_date AS stale
FROM soviec.api_tokens t JOIN soviec.accounts a USING (account_id)
WHERE t.token_hash = %(hash)s AND {_ALIVE} AND a.locked_at IS NULL AND NOT a.must_change
"""
_MAKE = f"""
INSERT INTO soviec.api_tokens (token_id, account_id, name, scopes, token_hash, expires_at)
SELECT %(token)s, %(account)s, %(name)s, %(scopes)s, %(hash)s,
       now() + make_interval(days => %(days)s)
WHERE (SELECT count(*) FROM soviec.api_tokens t
       WHERE t.account_id = %(account)s AND {_ALIVE}) < %(most)s
"""
_LIST = f"""
SELECT token_id, name, scopes, created_at, expires_at, last_used_on FROM soviec.api_tokens t
WHERE t.account_id = %(account)s AND {_ALIVE} ORDER BY created_at DESC
"""
_REVOKE = """
UPDATE soviec.api_tokens SET revoked_at = now()
WHERE token_id = %s AND account_id = %s AND revoked_at IS NULL RETURNING scopes
"""
_CLAIM = """
WITH old AS (DELETE FROM soviec.api_keys WHERE sent_at < now() - make_interval(days => %(kept)s))
INSERT INTO soviec.api_keys AS k (command_id, fingerprint) VALUES (%(id)s, %(fingerprint)s)
ON CONFLICT (command_id) DO UPDATE SET command_id = EXCLUDED.command_id
RETURNING k.fingerprint, xmax = 0
"""


Taken = Literal["first", "again", "by_another"]


class UnknownToken(Exception):
    """No such token, or one that has expired or was revoked: the answer does not say which."""


class TooManyTokens(Exception):
    """The account has as many tokens in force as it may."""


class TokenHolder(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a token stands for, and what it opens."""

    token_id: UUID
    account_id: UUID
    name: str
    person_id: UUID | None = None
    admin: bool = False
    language: str = "vi"
    scopes: frozenset[str] = frozenset()


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token as its owner sees it in a list."""

    token_id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None = None
    """The day only: a list of tokens is no diary."""


class Tokens:
    """Makes, finds and ends tokens. A token leaves this class once, towards the one who made it."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._attempts = LoginAttempts(pool)

    async def make(
        self, account_id: UUID, name: str, scopes: Iterable[str], days: int
    ) -> tuple[UUID, str]:
        """A new token: its id for lists, and the token itself; raises TooManyTokens."""
        token = PREFIX + secrets.token_urlsafe(32)
        token_id = new_id(SystemClock().now())
        facts: dict[str, Any] = {
            "token": token_id,
            "account": account_id,
            "name": name[:NAME_MAX],
            "scopes": sorted(set(scopes)),
            "hash": digest(token),
            "days": days,
            "most": TOKENS_MAX,
        }
        async with self._pool.connection() as connection, connection.transaction():
            cursor = await connection.execute(_MAKE.encode(), facts)
            if cursor.rowcount != 1:
                raise TooManyTokens
            about = ", ".join(facts["scopes"])
            await note(connection, account_id, "token_made", account_id, about)
        return token_id, token

    async def look(self, token: str, address: str) -> TokenHolder:
        """Whom it stands for; failures are counted by address. Raises UnknownToken, SlowDown.

        A right token is never slowed down: nobody guesses 32 random bytes, and a whole office may
        sit behind one address.
        """
        found = await self._find(token) if len(token) == LENGTH and token.isascii() else None
        if found is None:
            await self._attempts.take_turn("token", address)
            raise UnknownToken
        return found

    async def _find(self, token: str) -> TokenHolder | None:
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as c,
        ):
            await c.execute(_LOOK.encode(), {"hash": digest(token)})
            row = await c.fetchone()
            if row is None:
                return None
            if row.pop("stale"):
                await c.execute(
                    "UPDATE soviec.api_tokens SET last_used_on = current_date WHERE token_id = %s",
                    (row["token_id"],),
                )
        return msgspec.convert(row, TokenHolder)

    async def of_account(self, account_id: UUID) -> list[ApiToken]:
        """The tokens of an account that are in force, newest first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as c,
        ):
            await c.execute(_LIST.encode(), {"account": account_id})
            return msgspec.convert(await c.fetchall(), list[ApiToken])

    async def revoke(self, account_id: UUID, token_id: UUID) -> bool:
        """End one; False when the account has no such token in force."""
        async with self._pool.connection() as connection, connection.transaction():
            cursor = await connection.execute(_REVOKE.encode(), (token_id, account_id))
            row = await cursor.fetchone()
            if row is not None:
                about = ", ".join(row[0])
                await note(connection, account_id, "token_revoked", account_id, about)
            return row is not None

    # -- one key, one request ----------------------------------------------------

    async def take_key(self, command_id: UUID, fingerprint: bytes) -> Taken:
        """The first request takes a key; later ones are the same request, or another."""
        facts = {"id": command_id, "fingerprint": fingerprint, "kept": KEYS_KEPT_DAYS}
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_CLAIM, facts)).fetchone()
        assert row is not None, "an insert that updates always returns its row"
        if row[0] != fingerprint:
            return "by_another"
        return "first" if row[1] else "again"

    async def forget_request(self, command_id: UUID) -> None:
        """Nothing came of it: the key may be used for the corrected request."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "DELETE FROM soviec.api_keys WHERE command_id = %s", (command_id,)
            )


def digest(token: str) -> bytes:
    """What is stored instead of the token."""
    return hashlib.sha256(token.encode()).digest()
