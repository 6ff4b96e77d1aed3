"""Local accounts: who may log in, with which password, in which language."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import errors
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from domain.ids import new_id
from service.account_acts import ActKind, ActsPage, acts_after, acts_before, note
from service.clock import SystemClock
from service.login_attempts import LoginAttempts
from service.passwords import Passwords, Unacceptable, check_acceptable, initial_password

LOGIN_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?")

Noted = tuple[ActKind, UUID | None]
"""What is noted with a change of an account, and which account made it."""

_COLUMNS = (
    "account_id, login, person_id, display_name AS name, is_admin, language, must_change,"
    " last_login_at, locked_at"
)


class WrongLogin(Exception):
    """No such account, a wrong password, or locked: the answer does not say which."""


class LoginTaken(Exception):
    """The name, or the person, already has an account."""


class BadLogin(Exception):
    """A name that cannot be typed on every keyboard."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who can log in; never the password's hash."""

    account_id: UUID
    login: str
    name: str
    person_id: UUID | None = None
    is_admin: bool = False
    language: str = "vi"
    must_change: bool = True
    last_login_at: datetime | None = None
    locked_at: datetime | None = None


class Accounts:
    """Keeps accounts in PostgreSQL; every change says which account made it."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._passwords = Passwords()
        self._attempts = LoginAttempts(pool)

    # -- logging in ----------------------------------------------------------

    async def log_in(self, login: str, password: str, address: str) -> Account:
        """The account of a name and its password; raises WrongLogin or SlowDown."""
        name = login_of(login)
        await self._attempts.take_turn("address", address)
        await self._attempts.take_turn("account", name)
        account, stored = await self._with_hash("login", name)
        matches = await self._passwords.matches(stored, password)
        if account is None or stored is None or not matches or account.locked_at is not None:
            raise WrongLogin
        await self._attempts.forgive_account(name)
        await self._attempts.forgive_address(address)
        await self._run(
            "UPDATE soviec.accounts SET last_login_at = now() WHERE account_id = %s",
            (account.account_id,),
        )
        if self._passwords.is_outdated(stored):
            await self._store_hash(account.account_id, password, must_change=account.must_change)
        return account

    async def confirm(self, account_id: UUID, password: str) -> bool:
        """Whether this is the account's password; counts like a log-in, raises SlowDown."""
        account, stored = await self._with_hash("account_id", account_id)
        name = account.login if account else str(account_id)
        await self._attempts.take_turn("account", name)
        if not await self._passwords.matches(stored, password):
            return False
        await self._attempts.forgive_account(name)
        return True

    # -- one's own account ---------------------------------------------------

    async def choose_password(self, account_id: UUID, password: str) -> None:
        """The owner sets a new one; raises Unacceptable. Sessions are the caller's to end."""
        account, stored = await self._with_hash("account_id", account_id)
        if account is None:
            raise WrongLogin
        check_acceptable(password, account.login)
        if await self._passwords.matches(stored, password):
            raise Unacceptable("same")
        await self._store_hash(
            account_id, password, must_change=False, noted=("password_chosen", account_id)
        )

    async def choose_language(self, account_id: UUID, language: str) -> None:
        """Which language the pages speak."""
        await self._run(
            "UPDATE soviec.accounts SET language = %s WHERE account_id = %s", (language, account_id)
        )

    # -- the administrator's -------------------------------------------------

    async def create(
        self,
        login: str,
        name: str,
        *,
        person_id: UUID | None = None,
        by: UUID | None = None,
        password: str | None = None,
    ) -> tuple[Account, str]:
        """A new account and its initial password; without a person it is an administrator's.

        With a password given it need not be changed. Raises BadLogin, LoginTaken, Unacceptable.
        """
        typed = login_of(login)
        if not LOGIN_PATTERN.fullmatch(typed):
            raise BadLogin(login)
        if password is not None:
            check_acceptable(password, typed)
        secret = password or initial_password()
        account = Account(
            account_id=new_id(SystemClock().now()),
            login=typed,
            name=name,
            person_id=person_id,
            is_admin=person_id is None,
            must_change=password is None,
        )
        try:
            await self._insert(account, await self._passwords.hash(secret), by)
        except errors.UniqueViolation as error:
            raise LoginTaken(typed) from error
        return account, secret

    async def renew_password(self, account_id: UUID, by: UUID) -> str:
        """A new initial password, for somebody who forgot theirs."""
        secret = initial_password()
        await self._store_hash(account_id, secret, must_change=True, noted=("password_renewed", by))
        return secret

    async def lock(self, account_id: UUID, by: UUID) -> None:
        """Nobody logs in with it any more, and open sessions stop working."""
        await self._set_lock(account_id, "coalesce(locked_at, now())", ("locked", by))

    async def unlock(self, account_id: UUID, by: UUID) -> None:
        """The account works again, and its failures are forgiven."""
        await self._set_lock(account_id, "NULL", ("unlocked", by))
        account = await self.find(account_id)
        if account is not None:
            await self._attempts.forgive_account(account.login)

    async def note_sessions_ended(self, account_id: UUID, by: UUID) -> None:
        """Told before they are ended, so that no ending goes untold."""
        async with self._pool.connection() as connection:
            await note(connection, account_id, "sessions_ended", by)

    async def acts(self, *, before: int | None = None, after: int | None = None) -> ActsPage:
        """What was done to accounts, a page at a time, the newest first."""
        if after is not None:
            return await acts_after(self._pool, after)
        return await acts_before(self._pool, before)

    async def find(self, account_id: UUID) -> Account | None:
        """One account by its id."""
        account, _ = await self._with_hash("account_id", account_id)
        return account

    async def named(self, login: str) -> Account | None:
        """One account by the name it logs in with."""
        account, _ = await self._with_hash("login", login_of(login))
        return account

    async def every(self) -> list[Account]:
        """All accounts, administrators first."""
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as c,
        ):
            await c.execute(
                f"SELECT {_COLUMNS} FROM soviec.accounts ORDER BY is_admin DESC, login".encode()
            )
            return msgspec.convert(await c.fetchall(), list[Account])

    async def is_empty(self) -> bool:
        """Whether nobody can log in yet: the first administrator is still to come."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT 1 FROM soviec.accounts LIMIT 1")
            return await cursor.fetchone() is None

    # -- storing -------------------------------------------------------------

    async def _with_hash(self, column: str, value: object) -> tuple[Account | None, str | None]:
        query = f"SELECT {_COLUMNS}, password_hash FROM soviec.accounts WHERE {column} = %s"
        async with (
            self._pool.connection() as connection,
            connection.cursor(row_factory=dict_row) as c,
        ):
            await c.execute(query.encode(), (value,))
            row = await c.fetchone()
        if row is None:
            return None, None
        stored = str(row.pop("password_hash"))
        return msgspec.convert(row, Account), stored

    async def _insert(self, account: Account, stored: str, by: UUID | None) -> None:
        await self._run_noted(
            "INSERT INTO soviec.accounts (account_id, login, person_id, display_name, is_admin,"
            " password_hash, must_change) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (
                account.account_id,
                account.login,
                account.person_id,
                account.name,
                account.is_admin,
                stored,
                account.must_change,
            ),
            account.account_id,
            ("created", by),
        )

    async def _store_hash(
        self, account_id: UUID, password: str, *, must_change: bool, noted: Noted | None = None
    ) -> None:
        await self._run_noted(
            "UPDATE soviec.accounts SET password_hash = %s, must_change = %s,"
            " password_set_at = now() WHERE account_id = %s",
            (await self._passwords.hash(password), must_change, account_id),
            account_id,
            noted,
        )

    async def _set_lock(self, account_id: UUID, value: str, noted: Noted) -> None:
        await self._run_noted(
            f"UPDATE soviec.accounts SET locked_at = {value} WHERE account_id = %s",
            (account_id,),
            account_id,
            noted,
        )

    async def _run_noted(
        self,
        statement: str,
        facts: tuple[object, ...],
        account_id: UUID,
        noted: Noted | None,
    ) -> None:
        """The change and its note in one transaction: neither stands without the other."""
        async with self._pool.connection() as connection:
            await connection.execute(statement.encode(), facts)
            if noted is not None:
                await note(connection, account_id, *noted)

    async def _run(self, statement: str, facts: tuple[object, ...]) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement.encode(), facts)


def login_of(typed: str) -> str:
    """The name as it is stored: composed letters, lower case, no spaces around."""
    return unicodedata.normalize("NFC", typed).strip().casefold()
