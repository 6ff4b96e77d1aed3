"""Who is named in the vault at all, known for a few seconds without opening it.

My work asks for everybody on every view. Opening the vault each time cost 20 ms under one lock, so
all boxes are read once in a while, by whoever comes then, and only digests of names are kept. What
a view costs hangs on the time alone, except for those who already know.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from service.vault import Kept, Vault

GOOD_FOR_SECONDS = 3.0
"""As long as another process may not know of a new order."""


class VaultNames:
    """Digests of persons under a key of this process, and from when each of them may know."""

    def __init__(self, vault: Vault, good_for: float = GOOD_FOR_SECONDS) -> None:
        self._vault = vault
        self._good_for = good_for
        self._key = secrets.token_bytes(32)
        self._from: dict[bytes, datetime] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def names(self, person_id: UUID | None, now: datetime) -> bool:
        """Whether the vault may have something to tell to this person now."""
        async with self._reading:
            if time.monotonic() - self._read_at > self._good_for:
                self.learn(await self._vault.looked())
                self._read_at = time.monotonic()
        from_at = self._from.get(self._digest(person_id))
        return from_at is not None and from_at <= now

    def learn(self, boxes: Iterable[Kept]) -> None:
        """Take in what was read anyway; the hour of the next reading does not move by it."""
        found: dict[bytes, datetime] = {}
        for kept in boxes:
            for reader in kept.readers:
                digest = self._digest(reader.person_id)
                found[digest] = min(reader.from_at, found.get(digest, reader.from_at))
        self._from = found

    def _digest(self, person_id: UUID | None) -> bytes:
        octets = person_id.bytes if person_id is not None else b""
        return hashlib.blake2b(octets, key=self._key, digest_size=16).digest()
