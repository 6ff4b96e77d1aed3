"""Citizens who witnessed a refused signature: kept in the vault, each reading noted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from domain.ids import derived
from domain.values import Value
from service.vault import Vault

_KEEP = (
    "INSERT INTO soviec_vault.witnesses (reference, inspection_id, name, address, kept_at)"
    " VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (reference) DO UPDATE SET name = excluded.name, address = excluded.address"
)
_BLANK = "UPDATE soviec_vault.witnesses SET name = '', address = '' WHERE reference = %s"
_READ = (
    "SELECT name, address FROM soviec_vault.witnesses"
    " WHERE reference = %s AND inspection_id = %s AND name <> ''"
)
_NOTE = "INSERT INTO soviec_vault.witness_reads VALUES (%s, %s, %s)"
_READERS = (
    "SELECT person_id, read_at FROM soviec_vault.witness_reads"
    " WHERE reference = %s ORDER BY read_at"
)


class Witness(Value, frozen=True, kw_only=True):
    """Somebody from outside, and who has looked at the name."""

    name: str
    address: str
    reads: tuple[tuple[UUID, datetime], ...] = ()


class Witnesses:
    """Names behind references."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def keep(
        self, reference: str, inspection_id: UUID, witness: Witness, now: datetime
    ) -> None:
        """Before the act is asked for, so that no reference points nowhere."""
        facts = (reference, inspection_id, witness.name, witness.address, now)
        async with self._vault.connection() as connection:
            await connection.execute(_KEEP, facts)

    async def blank(self, reference: str) -> None:
        """The act was refused; nothing refers to it."""
        async with self._vault.connection() as connection:
            await connection.execute(_BLANK, (reference,))

    async def read(
        self, reference: str, inspection_id: UUID, person_id: UUID, now: datetime
    ) -> Witness | None:
        """The name, with this reading noted; None for a reference to a paper outside."""
        async with self._vault.connection() as connection, connection.transaction():
            row = await (await connection.execute(_READ, (reference, inspection_id))).fetchone()
            if row is None:
                return None
            await connection.execute(_NOTE, (reference, person_id, now))
            reads = await (await connection.execute(_READERS, (reference,))).fetchall()
        return replace(Witness(name=row[0], address=row[1]), reads=tuple(reads))


def reference_of(command_id: UUID) -> str:
    """Hangs on the act alone and tells nothing of the person."""
    return f"NCK-{derived('witness', command_id).hex[:10].upper()}"
