"""Once a day: files that were received and that no act ever recorded leave the disk.

Only the journal says what is recorded; a table that keeps files for an act still to come has to be
asked as well. A file that somebody hands in again becomes young again,
and is looked at a last time under a lock that receiving takes as well; so whatever an act is about
to record is never taken away under its hands.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from service.evidence import EvidenceStore

log = logging.getLogger("soviec.evidence")

AT_ONCE = 1000
"""Files of one day at most; the next day goes on from there."""

_LISTED = """
SELECT sha256 FROM soviec_read.evidence_index WHERE sha256 = ANY(%(shas)s)
UNION SELECT file_sha FROM soviec_read.plan_index WHERE file_sha = ANY(%(shas)s)
UNION SELECT file ->> 'sha256' FROM soviec_read.figures_imports
    WHERE file ->> 'sha256' = ANY(%(shas)s)
UNION SELECT file ->> 'sha256' FROM soviec.prepared_forms, jsonb_array_elements(files) AS f(file)
    WHERE file ->> 'sha256' = ANY(%(shas)s)
"""
_IN_JOURNAL = """
SELECT DISTINCT found[1] FROM soviec.journal_events,
    regexp_matches(convert_from(state, 'UTF8'), '[0-9a-f]{64}', 'g') AS found
WHERE found[1] = ANY(%(shas)s)
"""
_JOURNAL_ID = "SELECT journal_id FROM soviec.installation"


class EvidenceSweep:
    """Removes unrecorded files older than some days."""

    def __init__(
        self, pool: Any, store: EvidenceStore, keep_days: int, now: Callable[[], datetime]
    ) -> None:
        self._pool = pool
        self._store = store
        self._keep = timedelta(days=keep_days)
        self._now = now
        """The real hour, as the disk knows it: also where the day of a demo is moved."""
        self._done_on: date | None = None

    async def once_a_day(self) -> None:
        """Sweep, unless it was done today."""
        today = self._now().date()
        if self._done_on != today:
            await self.run()
            self._done_on = today

    async def run(self) -> int:
        """How many files were removed."""
        before = self._now() - self._keep
        old = await asyncio.to_thread(self._store.older_than, before, AT_ONCE)
        if not old or not await self._is_our_folder():
            return 0
        recorded = await self._recorded(old)
        removed = 0
        for sha in (each for each in old if each not in recorded):
            removed += await asyncio.to_thread(self._store.remove_unrecorded, sha, before)
        if removed:
            log.info("%d files that no act recorded were removed", removed)
        return removed

    async def _is_our_folder(self) -> bool:
        """A folder beside the wrong journal holds nothing that it records: touch nothing."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_JOURNAL_ID)).fetchone()
        journal_id: UUID = row[0]
        if await asyncio.to_thread(self._store.belongs_to, journal_id):
            return True
        log.warning("the folder of files belongs to another journal than %s", journal_id)
        return False

    async def _recorded(self, shas: list[str]) -> frozenset[str]:
        """Those that an act holds or will: by tables, which are quick, then by the journal."""
        listed = await self._ask(_LISTED, shas)
        rest = [sha for sha in shas if sha not in listed]
        return listed | (await self._ask(_IN_JOURNAL, rest) if rest else frozenset())

    async def _ask(self, query: str, shas: list[str]) -> frozenset[str]:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(query, {"shas": shas})
            return frozenset(str(row[0]) for row in await cursor.fetchall())
