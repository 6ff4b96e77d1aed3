"""What was done to accounts, by whom and when: noted in the same transaction, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

ActKind = Literal[
    "created",
    "password_chosen",
    "password_renewed",
    "locked",
    "unlocked",
    "sessions_ended",
    "token_made",
    "token_revoked",
]
PAGE = 50

_NOTE = """
INSERT INTO soviec.account_acts (account_id, act, by_account, about) VALUES (%s, %s, %s, %s)
"""
_SELECT = """
SELECT a.act_id, a.account_id, a.act, a.about, a.done_at, a.by_account,
       coalesce(o.login, '') AS login, coalesce(o.display_name, '') AS name,
       coalesce(b.login, '') AS by_login, coalesce(b.display_name, '') AS by_name
FROM soviec.account_acts a
LEFT JOIN soviec.accounts o ON o.account_id = a.account_id
LEFT JOIN soviec.accounts b ON b.account_id = a.by_account
"""
_EARLIER = f"{_SELECT} WHERE %(edge)s::bigint IS NULL OR a.act_id < %(edge)s ORDER BY a.act_id DESC"
_LATER = f"{_SELECT} WHERE a.act_id > %(edge)s ORDER BY a.act_id"


class AccountAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act on one account; `by_account` is empty for what the program did at its set-up."""

    act_id: int
    account_id: UUID
    login: str
    name: str
    act: str
    about: str = ""
    """Scopes of a token."""
    done_at: datetime
    by_account: UUID | None = None
    by_login: str = ""
    by_name: str = ""


class ActsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some acts, the newest first, and whether there are others on both sides."""

    acts: tuple[AccountAct, ...]
    has_later: bool
    has_earlier: bool


async def note(
    connection: AsyncConnection[Any],
    account_id: UUID,
    act: ActKind,
    by: UUID | None,
    about: str = "",
) -> None:
    """Within the transaction of the act itself."""
    await connection.execute(_NOTE, (account_id, act, by, about))


async def acts_before(pool: AsyncConnectionPool[Any], act_id: int | None = None) -> ActsPage:
    """The newest acts, or the next older ones than an act."""
    found = await _fetch(pool, _EARLIER, act_id)
    return ActsPage(
        acts=tuple(found[:PAGE]), has_later=act_id is not None, has_earlier=len(found) > PAGE
    )


async def acts_after(pool: AsyncConnectionPool[Any], act_id: int) -> ActsPage:
    """The next newer acts than an act."""
    found = await _fetch(pool, _LATER, act_id)
    if len(found) < PAGE:
        return await acts_before(pool)  # the first page is always a full one
    return ActsPage(
        acts=tuple(reversed(found[:PAGE])), has_later=len(found) > PAGE, has_earlier=True
    )


async def _fetch(pool: AsyncConnectionPool[Any], query: str, edge: int | None) -> list[AccountAct]:
    async with pool.connection() as connection, connection.cursor(row_factory=dict_row) as c:
        await c.execute(f"{query} LIMIT {PAGE + 1}".encode(), {"edge": edge})
        return msgspec.convert(await c.fetchall(), list[AccountAct])
