"""The vault: sealed values with their salts, outside the journal, in boxes of one size.

Whoever asks, about whatever, does the same work: every box is read, one at least is written. The
role of the pages and the role of the feed may not even look into its schema.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection, errors, sql
from psycopg_pool import AsyncConnectionPool

from domain.refusal import Refused
from domain.seal.values import Sealed, VoidReason, read_sealed
from projections.database import TimedConnection

BOX_BYTES = 3584
VAULT_LOCK = (7306, 7)
EMPTY = b" " * BOX_BYTES
WAIT_SECONDS = 5.0
CONNECT_SECONDS = 3

_ALL = "SELECT place, box FROM soviec_vault.places ORDER BY place"
_WRITE = "UPDATE soviec_vault.places SET box = %s WHERE place = %s"
_LAY_OUT = "INSERT INTO soviec_vault.slots (slot_at) VALUES (%s) ON CONFLICT DO NOTHING"
_BEGIN = "INSERT INTO soviec_vault.slots VALUES (%s, true) ON CONFLICT DO NOTHING"
_DONE = "UPDATE soviec_vault.slots SET committed = true WHERE slot_at = %s"
_MORE = (
    "INSERT INTO soviec_vault.places SELECT n, %s FROM generate_series("
    "(SELECT count(*) + 1 FROM soviec_vault.places), %s) AS n ON CONFLICT DO NOTHING"
)

ReaderRole = Literal["orderer", "leader", "member"]
Kind = Literal["order", "draw", "independence", "void", "filler"]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may know, from when on, and since when he does."""

    person_id: UUID
    post_id: UUID
    role: ReaderRole
    from_at: datetime
    first_read_at: datetime | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """It was decided that a value shall not be used."""

    why: VoidReason
    at: datetime
    command_id: UUID
    by_void: UUID | None = None
    """The sealed decision; None where the value itself had not been recorded."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed value."""

    seal_id: UUID
    kind: Kind
    salt: bytes
    value: str
    commitment: str
    sealed_at: datetime
    command_id: UUID
    readers: tuple[Reader, ...] = ()
    about: UUID | None = None
    """The order that a declaration or a void belongs to."""
    slot_at: datetime | None = None
    """The slot it was laid out for; None while it waits."""
    life_end_on: date | None = None
    is_settled: bool = False
    """Published, or dropped before it was recorded."""
    decided: Decided | None = None

    @property
    def content(self) -> Sealed:
        """What is inside."""
        return read_sealed(self.value)

    @property
    def waits(self) -> bool:
        """For its slot."""
        return self.slot_at is None and not self.is_settled

    def reader(self, person_id: UUID | None, now: datetime) -> Reader | None:
        """The right by which a person may know of it now."""
        for reader in self.readers:
            if reader.person_id == person_id and reader.from_at <= now:
                return reader
        return None


class Boxes:
    """What the vault holds, for the length of one transaction."""

    def __init__(self, boxes: list[tuple[int, bytes]]) -> None:
        self._places: dict[int, Kept | None] = {place: _kept(bytes(box)) for place, box in boxes}
        self._changed: set[int] = set()
        self.slots: list[datetime] = []
        """Slots that were laid out in this transaction."""

    def __iter__(self) -> Iterator[Kept]:
        return iter([kept for kept in self._places.values() if kept is not None])

    def find(self, seal_id: UUID) -> Kept | None:
        """A value by its id; all are looked at, also after it was found."""
        found = [kept for kept in self if kept.seal_id == seal_id]
        return found[0] if found else None

    def done_by(self, command_id: UUID) -> Kept | None:
        """What a command has already put here."""
        found = [kept for kept in self if kept.command_id == command_id]
        return found[0] if found else None

    def add(self, kept: Kept) -> None:
        """Into the first empty place; raises Refused when none is left or it does not fit."""
        _box(kept)
        place = next((place for place, held in self._places.items() if held is None), None)
        if place is None:
            raise Refused("seal.vault_full")
        self._set(place, kept)

    def put(self, kept: Kept) -> None:
        """Instead of what was there under its id."""
        for place, held in self._places.items():
            if held is not None and held.seal_id == kept.seal_id:
                self._set(place, kept)
                return
        raise AssertionError("only what lies in the vault can change")

    def empty(self, seal_id: UUID) -> None:
        """Its life is over and everything about it is public."""
        for place, held in self._places.items():
            if held is not None and held.seal_id == seal_id:
                self._set(place, None)
                return

    def free(self) -> int:
        """Places that are empty."""
        return sum(1 for held in self._places.values() if held is None)

    @property
    def size(self) -> int:
        """Places there are."""
        return len(self._places)

    def _set(self, place: int, kept: Kept | None) -> None:
        self._places[place] = kept
        self._changed.add(place)

    def written(self) -> list[tuple[bytes, int]]:
        """Boxes to write: what changed, or else one as it was."""
        changed = self._changed or {min(self._places)}
        return [(_box(self._places[place]), place) for place in sorted(changed)]

    def forget_changes(self) -> None:
        """Nothing came of it; a box is written all the same."""
        self._changed.clear()
        self.slots.clear()


async def _all_boxes(connection: AsyncConnection[Any]) -> list[tuple[int, bytes]]:
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(_ALL)
        return await cursor.fetchall()


def _kept(box: bytes) -> Kept | None:
    text = box.strip()
    return msgspec.json.decode(text, type=Kept) if text else None


def _box(kept: Kept | None) -> bytes:
    text = b"" if kept is None else msgspec.json.encode(kept)
    if len(text) > BOX_BYTES:
        raise Refused("seal.too_long", bytes=len(text), most=BOX_BYTES)
    return text.ljust(BOX_BYTES)


class Vault:
    """Opens the vault, one at a time; keeps nothing in memory."""

    def __init__(self, url: str, role: str | None) -> None:
        self._role = role
        self._pool: AsyncConnectionPool[TimedConnection] = AsyncConnectionPool(
            url,
            connection_class=TimedConnection,
            min_size=1,
            max_size=2,
            timeout=WAIT_SECONDS,
            kwargs={"autocommit": True, "connect_timeout": CONNECT_SECONDS},
            configure=self._configure,
            open=False,
            name="soviec-vault",
        )

    async def _configure(self, connection: AsyncConnection[Any]) -> None:
        # where the database user may, the server does not count what is written here
        with contextlib.suppress(errors.InsufficientPrivilege):
            await connection.execute("SET track_counts = off")
        await connection.execute("SET statement_timeout = '15s'")
        await connection.execute("SET idle_in_transaction_session_timeout = '30s'")
        if self._role is not None:
            await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))

    async def open(self) -> None:
        """Connect."""
        await self._pool.open(wait=True, timeout=15)

    async def close(self) -> None:
        """Disconnect."""
        await self._pool.close()

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[Boxes]:
        """All boxes, alone; written when the block ends, also when it ends with a refusal."""
        refused: Refused | None = None
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", VAULT_LOCK)
            boxes = Boxes(await _all_boxes(connection))
            try:
                yield boxes
            except Refused as error:
                refused = error
                boxes.forget_changes()
            async with connection.cursor() as cursor:
                await cursor.executemany(_WRITE, boxes.written())
                await cursor.executemany(_LAY_OUT, [(slot,) for slot in boxes.slots])
        if refused is not None:
            raise refused

    def connection(self) -> contextlib.AbstractAsyncContextManager[AsyncConnection[Any]]:
        """For what lies in the same schema and is no secret of a slot."""
        return self._pool.connection()

    async def looked(self) -> Boxes:
        """All boxes as they are, to look at: without the lock, and nothing is written."""
        async with self._pool.connection() as connection:
            return Boxes(await _all_boxes(connection))

    async def widen(self, places: int) -> None:
        """More empty places, as many as the settings ask for, whatever lies in them."""
        async with self._pool.connection() as connection:
            await connection.execute(_MORE, (EMPTY, places))

    # -- slots -----------------------------------------------------------------

    async def last_slot(self) -> datetime | None:
        """The last slot that was laid out."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT max(slot_at) FROM soviec_vault.slots")
            row = await cursor.fetchone()
            return row[0] if row else None

    async def begin_slots(self, at: datetime) -> None:
        """Slots are kept from this instant on."""
        await self._slot(_BEGIN, at)

    async def slot_done(self, slot_at: datetime) -> None:
        """The journal has them."""
        await self._slot(_DONE, slot_at)

    async def slots_under_way(self) -> list[datetime]:
        """Laid out, and perhaps not in the journal."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT slot_at FROM soviec_vault.slots WHERE NOT committed ORDER BY slot_at"
            )
            return [row[0] for row in await cursor.fetchall()]

    async def _slot(self, statement: str, at: datetime) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(statement.encode(), (at,))
