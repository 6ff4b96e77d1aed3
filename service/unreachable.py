"""What a page may meet when the database is away; pages answer 503 and say nothing was lost."""

from __future__ import annotations

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout

UNREACHABLE: tuple[type[Exception], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    PoolTimeout,
    PoolClosed,
)
FULL: tuple[type[Exception], ...] = (psycopg.errors.DiskFull,)
"""One of them, but told apart: it is there, and has no room; pages answer 507."""
