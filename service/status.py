"""How the house is: what the status page and the health checks tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from psycopg_pool import AsyncConnectionPool

from service.reactions.runner import ParkedReaction


class ModelLine(msgspec.Struct, frozen=True):
    """One read model: how far it is, or why it has stopped."""

    name: str
    version: int
    position: int
    lag: int
    error: str | None = None
    parked_position: int | None = None
    parked_at: datetime | None = None

    @property
    def is_parked(self) -> bool:
        """Whether it has stopped at a fact that it cannot take in."""
        return self.error is not None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the status page shows; parked ones come first."""

    database_reachable: bool
    has_roles: bool
    """False: this database user could not create roles, only triggers guard the journal."""
    is_demo: bool
    now: datetime
    last_position: int = 0
    waiting_commands: int = 0
    models: tuple[ModelLine, ...] = ()
    parked_reactions: tuple[ParkedReaction, ...] = ()
    feed_here: bool = False
    """Whether this very process runs the feed."""
    feed_error: str | None = None
    sweep_error: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether pages can be served: parked models degrade, they do not stop."""
        return self.database_reachable

    @property
    def is_degraded(self) -> bool:
        """Whether somebody should look."""
        return (
            not self.database_reachable
            or any(model.is_parked for model in self.models)
            or bool(self.parked_reactions)
            or self.feed_error is not None
            or self.sweep_error is not None
        )


async def parked_reactions(pool: AsyncConnectionPool[Any]) -> tuple[ParkedReaction, ...]:
    """What reactions could not do."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            "SELECT reaction, position, error, parked_at FROM soviec.reaction_parked"
            " ORDER BY position DESC LIMIT 100"
        )
        return tuple(ParkedReaction(*row) for row in await cursor.fetchall())
