"""Passwords: hashing by the memory-hard function, and what makes one acceptable."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

LENGTH_MIN = 12
LENGTH_MAX = 200
AT_ONCE = 2
"""One hash takes 64 MiB and a core: a crowd at the door must not take the machine down."""

_INITIAL_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_INITIAL_GROUPS = 4
_INITIAL_GROUP_LENGTH = 4


class Unacceptable(Exception):
    """A password that may not be set: `code` says why (`short`, `long`, `login`, `same`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Passwords:
    """Hashes and checks in threads, two at a time."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """The hash to store."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, normalised(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; without one the same time is spent."""
        if stored is None:
            stored = await self._hash_of_nobody()
            await self._verify(stored, password)
            return False
        return await self._verify(stored, password)

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with older parameters."""
        return self._hasher.check_needs_rehash(stored)

    async def _verify(self, stored: str, password: str) -> bool:
        async with self._turns:
            return await asyncio.to_thread(self._verify_now, stored, normalised(password))

    def _verify_now(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = await self.hash(secrets.token_urlsafe())
        return self._nobody


def normalised(password: str) -> str:
    """Keyboards write the same Vietnamese letter in two ways; both must open the door."""
    return unicodedata.normalize("NFC", password)


def check_acceptable(password: str, login: str) -> None:
    """Raises Unacceptable."""
    typed = normalised(password)
    if len(typed) < LENGTH_MIN:
        raise Unacceptable("short")
    if len(typed) > LENGTH_MAX:
        raise Unacceptable("long")
    if typed.casefold() == login.casefold():
        raise Unacceptable("login")


def initial_password() -> str:
    """One that can be read out over the telephone; it must be changed at the first log-in."""
    groups = (
        "".join(secrets.choice(_INITIAL_ALPHABET) for _ in range(_INITIAL_GROUP_LENGTH))
        for _ in range(_INITIAL_GROUPS)
    )
    return "-".join(groups)
